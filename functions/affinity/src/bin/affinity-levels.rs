//! The Lambda function `affinity-levels`.

heartlink_runtime::lambda_main!(heartlink_affinity::levels::ROUTE);
