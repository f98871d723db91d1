//! The Lambda function `realtime-connect`.

heartlink_runtime::lambda_main!(heartlink_realtime::connect::ROUTE);
