//! The Lambda function `wallet-status`.

heartlink_runtime::lambda_main!(heartlink_wallet::status::ROUTE);
