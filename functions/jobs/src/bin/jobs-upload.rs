//! The Lambda function `jobs-upload`.

heartlink_runtime::lambda_main!(heartlink_jobs::upload::ROUTE, files: heartlink_files::from_environment);
