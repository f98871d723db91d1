//! The Lambda function `points-transactions`.

heartlink_runtime::lambda_main!(heartlink_points::transactions::ROUTE);
