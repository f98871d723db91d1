//! The Lambda function `wallet-audit`.

heartlink_runtime::lambda_main!(heartlink_wallet::audit::ROUTE);
