//! The Lambda function `points-plan`.

heartlink_runtime::lambda_main!(heartlink_points::plan::ROUTE);
