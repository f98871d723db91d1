//! The Lambda function `wallet-rewards`.

heartlink_runtime::lambda_main!(heartlink_wallet::rewards::ROUTE);
