//! The Lambda function `wallet-hold`.

heartlink_runtime::lambda_main!(heartlink_wallet::hold::ROUTE);
