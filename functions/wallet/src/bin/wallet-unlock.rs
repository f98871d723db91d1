//! The Lambda function `wallet-unlock`.

heartlink_runtime::lambda_main!(heartlink_wallet::unlock::ROUTE);
