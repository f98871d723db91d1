//! The Lambda function `maintenance-tick`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_edge::lambda::Error> {
    heartlink_edge::lambda::serve_schedule(&heartlink_maintenance::tick::ROUTE).await
}
