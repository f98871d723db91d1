//! The Lambda function `points-watch`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_edge::lambda::Error> {
    heartlink_edge::lambda::serve_schedule(&heartlink_points::watch::ROUTE).await
}
