//! The Lambda function `affinity-grant-retry`.

heartlink_runtime::lambda_main!(heartlink_affinity::grant_retry::ROUTE);
