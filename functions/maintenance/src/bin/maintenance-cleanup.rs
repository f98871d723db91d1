//! The Lambda function `maintenance-cleanup`.

heartlink_runtime::lambda_main!(heartlink_maintenance::cleanup::ROUTE);
