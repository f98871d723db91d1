//! The Lambda function `realtime-jobs`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_edge::lambda::Error> {
    heartlink_edge::lambda::serve_stream(&heartlink_realtime::jobs::ROUTE).await
}
