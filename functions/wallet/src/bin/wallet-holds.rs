//! The Lambda function `wallet-holds`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_edge::lambda::Error> {
    heartlink_edge::lambda::serve_http(&heartlink_wallet::holds::ROUTE).await
}
