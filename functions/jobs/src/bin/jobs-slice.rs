//! The Lambda function `jobs-slice`.

heartlink_runtime::lambda_main!(heartlink_jobs::slice::ROUTE);
