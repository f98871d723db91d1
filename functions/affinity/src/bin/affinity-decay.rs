//! The Lambda function `affinity-decay`.

heartlink_runtime::lambda_main!(heartlink_affinity::decay::ROUTE);
