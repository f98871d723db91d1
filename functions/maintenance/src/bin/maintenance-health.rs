//! The Lambda function `maintenance-health`.

heartlink_runtime::lambda_main!(heartlink_maintenance::health::ROUTE);
