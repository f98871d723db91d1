//! The Lambda function `points-import`.

heartlink_runtime::lambda_main!(heartlink_points::import::ROUTE);
