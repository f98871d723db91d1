//! The Lambda function `realtime-jobs`.

heartlink_runtime::lambda_main!(heartlink_realtime::jobs::ROUTE);
