//! Matching in the store: people and their relations, the waiting pool, asking,
//! pairing, and what became of requests.
//!
//! Owns the reads, plans and commits of matching; the rules are in
//! `heartlink_domain::matching`.

pub(crate) mod burst_shards;
pub mod match_request;
pub mod pairing;
pub mod people;
pub mod relations;
pub mod requests;
pub mod stats;
