//! The Lambda function `wallet-holds`.

heartlink_runtime::lambda_main!(heartlink_wallet::holds::ROUTE);
