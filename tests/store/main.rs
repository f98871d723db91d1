//! The store suite: every rule of matching, rooms, wallets, points and affinity as committed, under
//! concurrency, on each engine.
//!
//! What its engines cannot prove: neither raises `TransactionConflict`,
//! throttles or reads a stale index on its own. `faults.rs` injects those.

mod acceptance;
mod affinity;
mod affinity_fixtures;
mod affinity_load;
mod affinity_rewards;
mod documents;
mod faults;
mod feed;
mod idempotency;
mod jobs;
mod jobs_fixtures;
mod lists;
mod pairing;
mod points;
mod points_check;
mod points_fixtures;
mod points_load;
mod poisoned;
mod rooms;
mod sign_outs;
mod sweep;
mod tables;
mod wallet;
mod wallet_figures;
mod wallet_fixtures;
mod wallet_group;
mod wallet_history;
mod wallet_load;
