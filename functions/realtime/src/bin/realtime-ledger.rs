//! The Lambda function `realtime-ledger`.

heartlink_runtime::lambda_main!(heartlink_realtime::ledger::ROUTE);
