//! The Lambda function `points-expire`.

heartlink_runtime::lambda_main!(heartlink_points::expire::ROUTE);
