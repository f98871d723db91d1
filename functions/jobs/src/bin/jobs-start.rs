//! The Lambda function `jobs-start`.

heartlink_runtime::lambda_main!(heartlink_jobs::start::ROUTE, files: heartlink_files::from_environment);
