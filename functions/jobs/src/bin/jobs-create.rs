//! The Lambda function `jobs-create`.

heartlink_runtime::lambda_main!(heartlink_jobs::create::ROUTE);
