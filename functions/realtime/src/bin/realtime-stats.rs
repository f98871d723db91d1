//! The Lambda function `realtime-stats`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_edge::lambda::Error> {
    heartlink_edge::lambda::serve_http(&heartlink_realtime::stats::ROUTE).await
}
