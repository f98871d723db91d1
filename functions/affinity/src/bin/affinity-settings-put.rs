//! The Lambda function `affinity-settings-put`.

heartlink_runtime::lambda_main!(heartlink_affinity::settings_put::ROUTE);
