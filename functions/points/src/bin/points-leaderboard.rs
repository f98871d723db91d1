//! The Lambda function `points-leaderboard`.

heartlink_runtime::lambda_main!(heartlink_points::leaderboard::ROUTE);
