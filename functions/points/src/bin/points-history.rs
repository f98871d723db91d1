//! The Lambda function `points-history`.

heartlink_runtime::lambda_main!(heartlink_points::history::ROUTE);
