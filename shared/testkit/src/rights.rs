//! Notes which rights functions use, over any number of processes.
//!
//! `HEARTLINK_RIGHTS_FILE` names the file: a line for each function and right,
//! such as `matching-ask matching/pool Query`, appended when it is first seen
//! in a process. What granted rights follow from it is `scripts/test`'s.

#![expect(clippy::expect_used, reason = "rights that are not noted have failed the test")]

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use heartlink_store::rights::{self, Right};

static NOTED: Mutex<BTreeSet<(&'static str, Right)>> = Mutex::new(BTreeSet::new());

/// Begins to note, where a file is named. A second call changes nothing.
pub fn gather() {
    if std::env::var_os("HEARTLINK_RIGHTS_FILE").is_some() {
        rights::observe(note);
    }
}

fn note(function: &'static str, used: &BTreeSet<Right>) {
    let mut noted = NOTED.lock().unwrap_or_else(PoisonError::into_inner);
    let lines: String = used
        .iter()
        .filter(|right| noted.insert((function, **right)))
        .map(|right| format!("{function} {right}\n"))
        .collect();
    let Some(path) = std::env::var_os("HEARTLINK_RIGHTS_FILE").filter(|_| !lines.is_empty()) else { return };
    let mut file = OpenOptions::new().create(true).append(true).open(path).expect("the file of rights");
    // One write, so that processes do not cut each other's lines.
    file.write_all(lines.as_bytes()).expect("the rights are noted");
}
