//! The Lambda function `jobs-retry`.

heartlink_runtime::lambda_main!(heartlink_jobs::retry::ROUTE);
