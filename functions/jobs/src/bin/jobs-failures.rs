//! The Lambda function `jobs-failures`.

heartlink_runtime::lambda_main!(heartlink_jobs::failures::ROUTE);
