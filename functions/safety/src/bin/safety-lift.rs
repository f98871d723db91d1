//! The Lambda function `safety-lift`.

heartlink_runtime::lambda_main!(heartlink_safety::lift::ROUTE);
