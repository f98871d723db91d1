//! The Lambda function `affinity-rule-put`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_http(&heartlink_affinity::rule_put::ROUTE).await
}
