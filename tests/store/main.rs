//! The store suite: every rule of matching, rooms and wallets as committed, under
//! concurrency, on each engine.
//!
//! What its engines cannot prove: neither raises `TransactionConflict`,
//! throttles or reads a stale index on its own. `faults.rs` injects those.

mod acceptance;
mod faults;
mod pairing;
mod rooms;
mod sweep;
mod wallet;
mod wallet_figures;
mod wallet_load;
mod wallet_world;

/// Runs each scenario on each engine.
macro_rules! on_each_engine {
    ($($scenario:ident),+ $(,)?) => {
        mod embedded {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $scenario() {
                super::$scenario(heartlink_testkit::world::EngineKind::Embedded).await;
            })+
        }
        mod dynamodb_local {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $scenario() {
                super::$scenario(heartlink_testkit::world::EngineKind::DynamoDbLocal).await;
            })+
        }
    };
}
pub(crate) use on_each_engine;
