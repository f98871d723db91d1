//! The Lambda function `rooms-show`.

heartlink_runtime::lambda_main!(heartlink_rooms::show::ROUTE);
