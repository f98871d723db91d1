//! The Lambda function `points-delete-rule`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_http(&heartlink_points::delete_rule::ROUTE).await
}
