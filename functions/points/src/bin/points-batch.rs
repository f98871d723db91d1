//! The Lambda function `points-batch`.

heartlink_runtime::lambda_main!(heartlink_points::batch::ROUTE);
