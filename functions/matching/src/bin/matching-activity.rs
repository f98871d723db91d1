//! The Lambda function `matching-activity`.

heartlink_runtime::lambda_main!(heartlink_matching::activity::ROUTE);
