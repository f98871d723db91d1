//! The Lambda function `wallet-reverse`.

heartlink_runtime::lambda_main!(heartlink_wallet::reverse::ROUTE);
