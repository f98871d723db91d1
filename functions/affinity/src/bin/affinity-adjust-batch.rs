//! The Lambda function `affinity-adjust-batch`.

heartlink_runtime::lambda_main!(heartlink_affinity::adjust_batch::ROUTE);
