//! The Lambda function `wallet-lock`.

heartlink_runtime::lambda_main!(heartlink_wallet::lock::ROUTE);
