//! The Lambda function `affinity-retry-grants-scheduled`.

heartlink_runtime::lambda_main!(heartlink_affinity::retry_grants_scheduled::ROUTE);
