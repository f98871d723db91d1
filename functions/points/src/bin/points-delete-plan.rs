//! The Lambda function `points-delete-plan`.

heartlink_runtime::lambda_main!(heartlink_points::delete_plan::ROUTE);
