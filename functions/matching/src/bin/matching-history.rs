//! The Lambda function `matching-history`.

heartlink_runtime::lambda_main!(heartlink_matching::history::ROUTE);
