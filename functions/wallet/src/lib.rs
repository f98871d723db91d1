//! Wallets over HTTP. Owns one endpoint a file; the rules are in
//! `heartlink_domain::wallet`.

pub mod audit;
pub mod batch;
pub mod capture;
pub mod credit;
pub mod currencies;
pub mod entries;
pub mod hold;
pub mod holds;
mod input;
pub mod lease;
pub mod lock;
pub mod reverse;
pub mod rewards;
pub mod show;
pub mod stats;
pub mod status;
pub mod transfer;
pub mod unlock;
pub mod verify;
pub mod view;
pub mod void;
pub mod withdraw;

heartlink_runtime::functions! {
    http: [
        stats, show, currencies, credit, withdraw, transfer, hold, holds, capture, void, reverse,
        entries, verify, audit, batch, rewards, status, lease, lock, unlock,
    ],
}
