//! The API suite: the whole system as its clients see it, over real HTTP and
//! real WebSocket, against gateways of the tests' own and against the real
//! process.
//!
//! What it cannot prove: neither engine throttles, raises
//! `TransactionConflict` or reads a stale index on its own. `faults.rs`
//! injects those.

mod acceptance;
mod accounts_killed;
mod affinity;
mod affinity_commands;
mod backups;
mod blocks;
mod cleanup;
mod client;
mod command_line;
mod crowd;
mod dynamodb_local;
mod faults;
mod idempotency;
mod identity;
mod input;
mod jobs;
mod killed;
mod limits;
mod line;
mod points;
mod points_commands;
mod presence;
mod process;
mod push;
mod readme;
mod reports;
mod rooms;
mod sanctions;
mod socket;
mod stored_bytes;
mod stored_forms;
mod system;
mod tokens;
mod traces;
mod wallet;
mod wallet_commands;
mod warnings;
