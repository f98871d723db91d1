//! The Lambda function `points-check`.

heartlink_runtime::lambda_main!(heartlink_points::check::ROUTE);
