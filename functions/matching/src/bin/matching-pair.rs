//! The Lambda function `matching-pair`.

heartlink_runtime::lambda_main!(heartlink_matching::pair::ROUTE);
