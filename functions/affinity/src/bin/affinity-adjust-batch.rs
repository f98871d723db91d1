//! The Lambda function `affinity-adjust-batch`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_http(&heartlink_affinity::adjust_batch::ROUTE).await
}
