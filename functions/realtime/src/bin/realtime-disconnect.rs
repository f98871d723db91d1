//! The Lambda function `realtime-disconnect`.

heartlink_runtime::lambda_main!(heartlink_realtime::disconnect::ROUTE);
