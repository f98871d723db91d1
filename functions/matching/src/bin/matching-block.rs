//! The Lambda function `matching-block`.

heartlink_runtime::lambda_main!(heartlink_matching::block::ROUTE);
