//! The Lambda function `wallet-batch`.

heartlink_runtime::lambda_main!(heartlink_wallet::batch::ROUTE);
