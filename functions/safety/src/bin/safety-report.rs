//! The Lambda function `safety-report`.

heartlink_runtime::lambda_main!(heartlink_safety::report::ROUTE);
