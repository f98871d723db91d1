//! The Lambda function `realtime-fanout`.

heartlink_runtime::lambda_main!(heartlink_realtime::fanout::ROUTE);
