//! The Lambda function `realtime-default`.

heartlink_runtime::lambda_main!(heartlink_realtime::default::ROUTE);
