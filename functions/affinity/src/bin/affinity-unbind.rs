//! The Lambda function `affinity-unbind`.

heartlink_runtime::lambda_main!(heartlink_affinity::unbind::ROUTE);
