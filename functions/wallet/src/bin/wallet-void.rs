//! The Lambda function `wallet-void`.

heartlink_runtime::lambda_main!(heartlink_wallet::void::ROUTE);
