//! The Lambda function `realtime-stats`.

heartlink_runtime::lambda_main!(heartlink_realtime::stats::ROUTE);
