//! The Lambda function `maintenance-sweep`.

heartlink_runtime::lambda_main!(heartlink_maintenance::sweep::ROUTE);
