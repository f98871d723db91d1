//! The Lambda function `wallet-entries`.

heartlink_runtime::lambda_main!(heartlink_wallet::entries::ROUTE);
