//! The Lambda function `rooms-feedback`.

heartlink_runtime::lambda_main!(heartlink_rooms::feedback::ROUTE);
