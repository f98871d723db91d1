//! The Lambda function `points-delete-rule`.

heartlink_runtime::lambda_main!(heartlink_points::delete_rule::ROUTE);
