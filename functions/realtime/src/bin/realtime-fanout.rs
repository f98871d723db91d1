//! The Lambda function `realtime-fanout`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_edge::lambda::Error> {
    heartlink_edge::lambda::serve_stream(&heartlink_realtime::fanout::ROUTE).await
}
