//! The Lambda function `maintenance-sweep`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_schedule(&heartlink_maintenance::sweep::ROUTE).await
}
