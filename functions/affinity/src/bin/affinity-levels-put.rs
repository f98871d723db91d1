//! The Lambda function `affinity-levels-put`.

heartlink_runtime::lambda_main!(heartlink_affinity::levels_put::ROUTE);
