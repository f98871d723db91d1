//! The Lambda function `rooms-leave`.

heartlink_runtime::lambda_main!(heartlink_rooms::leave::ROUTE);
