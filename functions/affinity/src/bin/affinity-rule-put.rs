//! The Lambda function `affinity-rule-put`.

heartlink_runtime::lambda_main!(heartlink_affinity::rule_put::ROUTE);
