//! The Lambda function `realtime-resume`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_socket(&heartlink_realtime::resume::ROUTE).await
}
