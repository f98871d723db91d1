//! The Lambda function `realtime-typing`.

heartlink_runtime::lambda_main!(heartlink_realtime::typing::ROUTE);
