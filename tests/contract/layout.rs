//! Routes and their binaries, and how large anything may be.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use heartlink_all::{self as routes, AUTHORIZER};

use crate::project;

/// Longest source file, in lines.
const FILE_LINES: usize = 500;
/// Longest body of an endpoint, signature included. Other functions are held
/// to 70 lines by clippy (`too_many_lines`).
const ENDPOINT_LINES: usize = 45;

/// Every function by name.
fn functions() -> Vec<&'static str> {
    let http = routes::http().map(|route| route.name);
    let sockets = routes::sockets().map(|route| route.name);
    let streams = routes::streams().map(|route| route.name);
    http.chain(sockets).chain(streams).chain(routes::schedules().map(|route| route.name)).collect()
}

/// The files below `folder` that end in `ending`.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("node_modules") {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_function_has_a_name_of_its_own() {
    let names = functions();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
}

#[test]
fn every_route_has_one_binary_and_every_binary_one_route() {
    let mut binaries = BTreeSet::new();
    for file in files(&project("functions"), ".rs") {
        if file.parent().is_some_and(|folder| folder.ends_with("src/bin")) {
            let domain = file.ancestors().nth(3).unwrap().file_name().unwrap().to_string_lossy().into_owned();
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            assert!(name.starts_with(&format!("{domain}-")), "{name} stands in functions/{domain}");
            assert!(binaries.insert(name.clone()), "{name} twice");
            if name != AUTHORIZER {
                let verb = name[domain.len() + 1..].replace('-', "_");
                let route = format!("lambda_main!(heartlink_{domain}::{verb}::ROUTE");
                assert!(
                    std::fs::read_to_string(&file).unwrap().contains(&route),
                    "{name} does not serve {route}"
                );
            }
        }
    }
    let declared: BTreeSet<String> = functions().into_iter().chain([AUTHORIZER]).map(str::to_owned).collect();
    assert_eq!(binaries, declared);
}

#[test]
fn files_stay_small_enough_to_be_read_at_once() {
    let mut looked_at = 0;
    for folder in ["functions", "shared", "tests", "console"] {
        for ending in [".rs", ".js", ".mjs"] {
            for file in files(&project(folder), ending) {
                let lines = std::fs::read_to_string(&file).unwrap().lines().count();
                assert!(lines < FILE_LINES, "{} has {lines} lines", file.display());
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 100, "only {looked_at} files were looked at");
}

#[test]
fn an_endpoint_is_read_at_a_glance() {
    let mut looked_at = 0;
    for file in files(&project("functions"), ".rs") {
        let source = std::fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = source.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            if line.starts_with("async fn") || line.starts_with("pub(crate) async fn") {
                let length = 1 + lines[start..].iter().position(|line| *line == "}").unwrap();
                assert!(length <= ENDPOINT_LINES, "{}: {line} has {length} lines", file.display());
                looked_at += 1;
            }
        }
    }
    assert!(looked_at >= functions().len() - 1, "only {looked_at} endpoints were looked at");
}

#[test]
fn every_file_says_what_it_owns() {
    for folder in ["functions", "shared", "tests"] {
        for file in files(&project(folder), ".rs") {
            let source = std::fs::read_to_string(&file).unwrap();
            assert!(source.starts_with("//!") || file.ends_with("build.rs"), "{}", file.display());
        }
    }
}
