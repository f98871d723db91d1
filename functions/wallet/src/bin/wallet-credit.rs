//! The Lambda function `wallet-credit`.

heartlink_runtime::lambda_main!(heartlink_wallet::credit::ROUTE);
