//! Chat rooms over HTTP. Owns one endpoint a file; the rules are in
//! `heartlink_domain::rooms`.

pub mod feedback;
pub mod leave;
pub mod messages;
pub mod send;
pub mod show;

heartlink_runtime::functions! {
    http: [show, messages, send, leave, feedback],
}
