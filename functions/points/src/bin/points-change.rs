//! The Lambda function `points-change`.

heartlink_runtime::lambda_main!(heartlink_points::change::ROUTE);
