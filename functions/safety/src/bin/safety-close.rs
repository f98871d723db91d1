//! The Lambda function `safety-close`.

heartlink_runtime::lambda_main!(heartlink_safety::close::ROUTE);
