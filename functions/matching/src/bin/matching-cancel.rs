//! The Lambda function `matching-cancel`.

heartlink_runtime::lambda_main!(heartlink_matching::cancel::ROUTE);
