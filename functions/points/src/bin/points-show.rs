//! The Lambda function `points-show`.

heartlink_runtime::lambda_main!(heartlink_points::show::ROUTE);
