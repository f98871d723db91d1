//! The Lambda function `realtime-send`.

heartlink_runtime::lambda_main!(heartlink_realtime::send::ROUTE);
