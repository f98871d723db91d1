//! The Lambda function `realtime-jobs`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_stream(&heartlink_realtime::jobs::ROUTE).await
}
