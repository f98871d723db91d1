//! The Lambda function `realtime-resume`.

heartlink_runtime::lambda_main!(heartlink_realtime::resume::ROUTE);
