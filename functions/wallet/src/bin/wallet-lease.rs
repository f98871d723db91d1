//! The Lambda function `wallet-lease`.

heartlink_runtime::lambda_main!(heartlink_wallet::lease::ROUTE);
