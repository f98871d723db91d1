//! The Lambda function `realtime-default`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_socket(&heartlink_realtime::default::ROUTE).await
}
