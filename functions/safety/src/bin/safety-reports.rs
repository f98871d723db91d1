//! The Lambda function `safety-reports`.

heartlink_runtime::lambda_main!(heartlink_safety::reports::ROUTE);
