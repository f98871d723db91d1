//! The Lambda function `jobs-list`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_edge::lambda::Error> {
    heartlink_edge::lambda::serve_http(&heartlink_jobs::list::ROUTE).await
}
