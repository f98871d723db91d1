//! The Lambda function `rooms-messages`.

heartlink_runtime::lambda_main!(heartlink_rooms::messages::ROUTE);
