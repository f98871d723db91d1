//! The Lambda function `wallet-withdraw`.

heartlink_runtime::lambda_main!(heartlink_wallet::withdraw::ROUTE);
