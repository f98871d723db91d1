//! The Lambda function `affinity-rule-delete`.

heartlink_runtime::lambda_main!(heartlink_affinity::rule_delete::ROUTE);
