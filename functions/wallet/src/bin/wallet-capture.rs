//! The Lambda function `wallet-capture`.

heartlink_runtime::lambda_main!(heartlink_wallet::capture::ROUTE);
