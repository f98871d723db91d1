//! The Lambda function `wallet-holds`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_http(&heartlink_wallet::holds::ROUTE).await
}
