//! The Lambda function `realtime-ping`.

heartlink_runtime::lambda_main!(heartlink_realtime::ping::ROUTE);
