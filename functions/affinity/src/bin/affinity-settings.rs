//! The Lambda function `affinity-settings`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_http(&heartlink_affinity::settings::ROUTE).await
}
