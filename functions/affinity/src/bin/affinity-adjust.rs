//! The Lambda function `affinity-adjust`.

heartlink_runtime::lambda_main!(heartlink_affinity::adjust::ROUTE);
