//! The Lambda function `points-profile`.

heartlink_runtime::lambda_main!(heartlink_points::profile::ROUTE);
