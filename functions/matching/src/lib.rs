//! Heart link over HTTP, and the stream function that pairs those who wait.
//!
//! Owns one endpoint a file; the rules are in `heartlink_domain::matching`.

pub mod accept;
pub mod activity;
pub mod ask;
pub mod block;
pub mod blocks;
pub mod cancel;
pub mod current;
pub mod decline;
pub mod forms;
pub mod history;
pub mod pair;
pub mod stats;
pub mod unblock;
pub mod view;

heartlink_runtime::functions! {
    http: [ask, current, cancel, accept, decline, history, stats, activity, block, unblock, blocks],
    streams: [pair],
}
