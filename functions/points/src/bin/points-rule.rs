//! The Lambda function `points-rule`.

heartlink_runtime::lambda_main!(heartlink_points::rule::ROUTE);
