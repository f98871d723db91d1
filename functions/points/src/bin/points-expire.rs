//! The Lambda function `points-expire`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_edge::lambda::Error> {
    heartlink_edge::lambda::serve_schedule(&heartlink_points::expire::ROUTE).await
}
