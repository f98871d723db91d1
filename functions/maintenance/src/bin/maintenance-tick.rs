//! The Lambda function `maintenance-tick`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_schedule(&heartlink_maintenance::tick::ROUTE).await
}
