//! The Lambda function `points-delete-plan`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_http(&heartlink_points::delete_plan::ROUTE).await
}
