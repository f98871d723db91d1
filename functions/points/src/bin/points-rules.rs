//! The Lambda function `points-rules`.

heartlink_runtime::lambda_main!(heartlink_points::rules::ROUTE);
