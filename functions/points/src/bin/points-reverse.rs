//! The Lambda function `points-reverse`.

heartlink_runtime::lambda_main!(heartlink_points::reverse::ROUTE);
