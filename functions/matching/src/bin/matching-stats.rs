//! The Lambda function `matching-stats`.

heartlink_runtime::lambda_main!(heartlink_matching::stats::ROUTE);
