//! What the parts of the project promise each other: the interface and its
//! document, the routes and their binaries, who may depend on whom, and
//! documents that follow from the code.
//!
//! Owns agreement between declarations, and between `openapi.yaml` and real
//! answers. Never judges what an endpoint does: that is `api`.
//!
//! A document that is out of step is written anew with
//! `HEARTLINK_WRITE_DOCS=1 cargo test -p heartlink-tests --test contract`.

mod answers;
mod cost;
mod crates;
mod doctor;
mod documents;
mod idle;
mod layout;
mod openapi;
mod template;

use std::path::{Path, PathBuf};

/// A path in the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(project(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Fails unless the document at `path` is `expected`; writes it where asked to.
fn assert_in_step(path: &str, expected: &str) {
    if std::env::var_os("HEARTLINK_WRITE_DOCS").is_some() {
        std::fs::write(project(path), expected).unwrap();
    }
    let stored = std::fs::read_to_string(project(path)).unwrap_or_default();
    let difference = stored.lines().zip(expected.lines()).position(|(stored, expected)| stored != expected);
    assert!(
        stored == expected,
        "{path} is out of step with the code, first at line {}: \
         HEARTLINK_WRITE_DOCS=1 cargo test -p heartlink-tests --test contract writes it anew",
        difference.unwrap_or_else(|| stored.lines().count().min(expected.lines().count())) + 1,
    );
}
