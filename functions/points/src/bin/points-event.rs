//! The Lambda function `points-event`.

heartlink_runtime::lambda_main!(heartlink_points::event::ROUTE);
