//! The Lambda function `affinity-unpaid`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_schedule(&heartlink_affinity::unpaid::ROUTE).await
}
