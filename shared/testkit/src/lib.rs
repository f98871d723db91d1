//! What the tests of Heartlink are built with, and nothing that ships.
//!
//! Owns fault injection at the AWS SDK's HTTP client and the start and end of
//! DynamoDB Local, worlds to test in, what must hold in them, calls held against
//! an OpenAPI document, the check that concurrent histories could have happened
//! one by one, and a listener where X-Ray would be told. Never holds a rule of
//! the domain and is never linked into a binary that runs in production.

pub mod document;
pub mod dynamodb_local;
pub mod faults;
pub mod invariants;
pub mod ledgers;
pub mod linearizability;
pub mod seed;
pub mod test_env;
pub mod traces;
pub mod wallet_history;
