//! The Lambda function `jobs-work`.

heartlink_runtime::lambda_main!(heartlink_jobs::work::ROUTE, files: heartlink_files::from_environment);
