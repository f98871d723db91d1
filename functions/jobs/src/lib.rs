//! Jobs over HTTP, and the function that works on them. Owns one endpoint a
//! file; the rules are in `heartlink_domain::jobs`.

pub mod cancel;
pub mod create;
pub mod failures;
mod input;
pub mod list;
pub mod retry;
pub mod show;
pub mod slice;
pub mod start;
pub mod upload;
pub mod work;

heartlink_runtime::functions! {
    http: [create, list, show, slice, upload, start, cancel, retry, failures],
    streams: [work],
}
