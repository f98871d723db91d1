//! The Lambda function `realtime-send`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_edge::lambda::Error> {
    heartlink_edge::lambda::serve_socket(&heartlink_realtime::send::ROUTE).await
}
