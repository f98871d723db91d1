//! The Lambda function `jobs-start`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    let open = heartlink_files::from_environment;
    heartlink_runtime::lambda::serve_http_with_files(&heartlink_jobs::start::ROUTE, open).await
}
