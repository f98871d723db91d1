//! The Lambda function `points-audit`.

heartlink_runtime::lambda_main!(heartlink_points::audit::ROUTE);
