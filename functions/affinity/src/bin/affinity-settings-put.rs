//! The Lambda function `affinity-settings-put`.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), heartlink_runtime::lambda::Error> {
    heartlink_runtime::lambda::serve_http(&heartlink_affinity::settings_put::ROUTE).await
}
