//! The Lambda function `realtime-connect`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_socket(&heartlink_realtime::connect::ROUTE).await
}
