//! The Lambda function `affinity-grants`.

heartlink_runtime::lambda_main!(heartlink_affinity::grants::ROUTE);
