//! The Lambda function `affinity-history`.

heartlink_runtime::lambda_main!(heartlink_affinity::history::ROUTE);
