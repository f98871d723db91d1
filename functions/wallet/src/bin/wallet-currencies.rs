//! The Lambda function `wallet-currencies`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_http(&heartlink_wallet::currencies::ROUTE).await
}
