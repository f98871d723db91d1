//! The Lambda function `points-set-rule`.

heartlink_runtime::lambda_main!(heartlink_points::set_rule::ROUTE);
