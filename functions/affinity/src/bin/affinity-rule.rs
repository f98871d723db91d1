//! The Lambda function `affinity-rule`.

heartlink_runtime::lambda_main!(heartlink_affinity::rule::ROUTE);
