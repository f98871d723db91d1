//! The Lambda function `jobs-show`.

heartlink_runtime::lambda_main!(heartlink_jobs::show::ROUTE);
