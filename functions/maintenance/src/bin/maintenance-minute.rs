//! The Lambda function `maintenance-minute`.

heartlink_runtime::lambda_main!(heartlink_maintenance::minute::ROUTE);
