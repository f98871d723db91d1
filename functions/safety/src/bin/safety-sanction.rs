//! The Lambda function `safety-sanction`.

heartlink_runtime::lambda_main!(heartlink_safety::sanction::ROUTE);
