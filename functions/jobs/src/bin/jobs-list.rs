//! The Lambda function `jobs-list`.

heartlink_runtime::lambda_main!(heartlink_jobs::list::ROUTE);
