//! The Lambda function `jobs-work`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    let open = heartlink_files::from_environment;
    heartlink_runtime::lambda::serve_stream_with_files(&heartlink_jobs::work::ROUTE, open).await
}
