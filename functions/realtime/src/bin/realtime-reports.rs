//! The Lambda function `realtime-reports`.

heartlink_runtime::lambda_main!(heartlink_realtime::reports::ROUTE);
