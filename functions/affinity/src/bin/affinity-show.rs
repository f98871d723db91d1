//! The Lambda function `affinity-show`.

heartlink_runtime::lambda_main!(heartlink_affinity::show::ROUTE);
