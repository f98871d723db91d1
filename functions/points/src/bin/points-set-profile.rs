//! The Lambda function `points-set-profile`.

heartlink_runtime::lambda_main!(heartlink_points::set_profile::ROUTE);
