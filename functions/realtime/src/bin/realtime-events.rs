//! The Lambda function `realtime-events`.

heartlink_runtime::lambda_main!(heartlink_realtime::events::ROUTE);
