//! The Lambda function `wallet-transfer`.

heartlink_runtime::lambda_main!(heartlink_wallet::transfer::ROUTE);
