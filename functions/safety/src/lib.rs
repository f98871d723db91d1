//! Reports over HTTP. Owns one endpoint a file; the rules are in
//! `heartlink_domain::safety`.

pub mod close;
pub mod report;
pub mod reports;
pub mod show;
pub mod view;

heartlink_runtime::functions! {
    http: [report, reports, show, close],
}
