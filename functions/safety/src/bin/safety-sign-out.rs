//! The Lambda function `safety-sign-out`.

heartlink_runtime::lambda_main!(heartlink_safety::sign_out::ROUTE);
