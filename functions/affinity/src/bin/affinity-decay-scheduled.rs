//! The Lambda function `affinity-decay-scheduled`.

heartlink_runtime::lambda_main!(heartlink_affinity::decay_scheduled::ROUTE);
