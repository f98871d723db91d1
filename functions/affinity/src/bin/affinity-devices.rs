//! The Lambda function `affinity-devices`.

heartlink_runtime::lambda_main!(heartlink_affinity::devices::ROUTE);
