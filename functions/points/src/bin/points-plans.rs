//! The Lambda function `points-plans`.

heartlink_runtime::lambda_main!(heartlink_points::plans::ROUTE);
