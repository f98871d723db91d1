//! The Lambda function `realtime-auth`.

heartlink_runtime::lambda_main!(heartlink_realtime::auth::ROUTE);
