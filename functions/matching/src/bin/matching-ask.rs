//! The Lambda function `matching-ask`.

heartlink_runtime::lambda_main!(heartlink_matching::ask::ROUTE);
