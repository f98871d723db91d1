//! The Lambda function `affinity-apply`.

heartlink_runtime::lambda_main!(heartlink_affinity::apply::ROUTE);
