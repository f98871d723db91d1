//! The Lambda function `matching-blocks`.

heartlink_runtime::lambda_main!(heartlink_matching::blocks::ROUTE);
