//! The Lambda function `matching-accept`.

heartlink_runtime::lambda_main!(heartlink_matching::accept::ROUTE);
