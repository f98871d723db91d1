//! The Lambda function `points-monitor`.

heartlink_runtime::lambda_main!(heartlink_points::monitor::ROUTE);
