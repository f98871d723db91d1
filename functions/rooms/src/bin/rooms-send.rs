//! The Lambda function `rooms-send`.

heartlink_runtime::lambda_main!(heartlink_rooms::send::ROUTE);
