//! The Lambda function `matching-unblock`.

heartlink_runtime::lambda_main!(heartlink_matching::unblock::ROUTE);
