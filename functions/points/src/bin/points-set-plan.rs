//! The Lambda function `points-set-plan`.

heartlink_runtime::lambda_main!(heartlink_points::set_plan::ROUTE);
