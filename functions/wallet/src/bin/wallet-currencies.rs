//! The Lambda function `wallet-currencies`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_edge::lambda::Error> {
    heartlink_edge::lambda::serve_http(&heartlink_wallet::currencies::ROUTE).await
}
