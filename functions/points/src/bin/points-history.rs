//! The Lambda function `points-history`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_http(&heartlink_points::history::ROUTE).await
}
