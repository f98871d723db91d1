//! The Lambda function `jobs-cancel`.

heartlink_runtime::lambda_main!(heartlink_jobs::cancel::ROUTE);
