//! The Lambda function `matching-decline`.

heartlink_runtime::lambda_main!(heartlink_matching::decline::ROUTE);
