//! The Lambda function `wallet-verify`.

heartlink_runtime::lambda_main!(heartlink_wallet::verify::ROUTE);
