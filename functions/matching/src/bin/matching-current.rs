//! The Lambda function `matching-current`.

heartlink_runtime::lambda_main!(heartlink_matching::current::ROUTE);
