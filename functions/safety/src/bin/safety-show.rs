//! The Lambda function `safety-show`.

heartlink_runtime::lambda_main!(heartlink_safety::show::ROUTE);
