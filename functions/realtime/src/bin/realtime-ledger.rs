//! The Lambda function `realtime-ledger`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_stream(&heartlink_realtime::ledger::ROUTE).await
}
