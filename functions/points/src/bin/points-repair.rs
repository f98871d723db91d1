//! The Lambda function `points-repair`.

heartlink_runtime::lambda_main!(heartlink_points::repair::ROUTE);
