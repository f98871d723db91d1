//! The Lambda function `affinity-log`.

heartlink_runtime::lambda_main!(heartlink_affinity::log::ROUTE);
