//! The Lambda function `affinity-bind`.

heartlink_runtime::lambda_main!(heartlink_affinity::bind::ROUTE);
