//! The Lambda function `wallet-show`.

heartlink_runtime::lambda_main!(heartlink_wallet::show::ROUTE);
