//! The Lambda function `safety-sanctions`.

heartlink_runtime::lambda_main!(heartlink_safety::sanctions::ROUTE);
