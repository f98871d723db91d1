//! The Lambda function `jobs-work`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_edge::lambda::Error> {
    let open = heartlink_files::from_environment;
    heartlink_edge::lambda::serve_stream_with_files(&heartlink_jobs::work::ROUTE, open).await
}
