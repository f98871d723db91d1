//! The Lambda function `jobs-upload`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    let open = heartlink_files::from_environment;
    heartlink_runtime::lambda::serve_http_with_files(&heartlink_jobs::upload::ROUTE, open).await
}
