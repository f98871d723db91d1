//! The Lambda function `wallet-currencies`.

heartlink_runtime::lambda_main!(heartlink_wallet::currencies::ROUTE);
