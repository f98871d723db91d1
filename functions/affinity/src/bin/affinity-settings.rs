//! The Lambda function `affinity-settings`.

heartlink_runtime::lambda_main!(heartlink_affinity::settings::ROUTE);
