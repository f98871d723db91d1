//! Reports, sanctions and signing out over HTTP. Owns one endpoint a file; the rules are in
//! `heartlink_domain::safety`.

pub mod close;
pub mod lift;
pub mod report;
pub mod reports;
pub mod sanction;
pub mod sanctions;
pub mod show;
pub mod sign_out;
pub mod view;

heartlink_runtime::functions! {
    http: [report, reports, show, close, sanction, lift, sanctions, sign_out],
}
