//! The Lambda function `affinity-rules`.

heartlink_runtime::lambda_main!(heartlink_affinity::rules::ROUTE);
