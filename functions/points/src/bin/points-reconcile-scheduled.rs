//! The Lambda function `points-reconcile-scheduled`.

heartlink_runtime::lambda_main!(heartlink_points::reconcile_scheduled::ROUTE);
