//! The Lambda function `points-fix`.

heartlink_runtime::lambda_main!(heartlink_points::fix::ROUTE);
