//! The Lambda function `wallet-stats`.

heartlink_runtime::lambda_main!(heartlink_wallet::stats::ROUTE);
