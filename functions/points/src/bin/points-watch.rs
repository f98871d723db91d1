//! The Lambda function `points-watch`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_schedule(&heartlink_points::watch::ROUTE).await
}
