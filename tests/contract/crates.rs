//! Who may depend on whom, from `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

use crate::project;

/// The crate that gathers all functions.
const ALL: &str = "heartlink-all";

/// What is for one machine or for its maintainers.
const LOCAL: [&str; 9] = [
    "heartlink",
    "heartlink-local",
    "heartlink-bench",
    "heartlink-xtask",
    "heartlink-engine",
    "heartlink-testkit",
    "dynoxide-rs",
    "axum",
    "clap",
];

/// The resolved dependencies of the workspace.
struct Crates {
    /// Folder of each crate of the workspace, relative to its root.
    folders: BTreeMap<String, String>,
    /// What each package needs when it is built for use, by name.
    needs: BTreeMap<String, BTreeSet<String>>,
}

impl Crates {
    fn read() -> &'static Self {
        static READ: LazyLock<Crates> = LazyLock::new(|| Crates::from(&metadata()));
        &READ
    }

    fn from(metadata: &Value) -> Self {
        let root = metadata["workspace_root"].as_str().unwrap();
        let members: BTreeSet<&str> = strings(&metadata["workspace_members"]).collect();
        let mut names = BTreeMap::new();
        let mut folders = BTreeMap::new();
        for package in metadata["packages"].as_array().unwrap() {
            let (id, name) = (package["id"].as_str().unwrap(), package["name"].as_str().unwrap());
            names.insert(id, name.to_owned());
            if members.contains(id) {
                let manifest = package["manifest_path"].as_str().unwrap();
                let folder = manifest.strip_prefix(root).unwrap().trim_start_matches('/');
                folders.insert(name.to_owned(), folder.trim_end_matches("/Cargo.toml").to_owned());
            }
        }
        let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for node in metadata["resolve"]["nodes"].as_array().unwrap() {
            let needed = needs.entry(names[node["id"].as_str().unwrap()].clone()).or_default();
            for dependency in node["deps"].as_array().unwrap() {
                // `kind` is null for what is needed in use, unlike in tests or builds.
                if dependency["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null()) {
                    needed.insert(names[dependency["pkg"].as_str().unwrap()].clone());
                }
            }
        }
        Self { folders, needs }
    }

    /// The crates of functions, and the one that gathers them.
    fn functions(&self) -> impl Iterator<Item = &String> {
        self.folders.iter().filter(|(_, folder)| folder.starts_with("functions/")).map(|(name, _)| name)
    }

    /// What `name` needs of the workspace, directly.
    fn of_workspace(&self, name: &str) -> BTreeSet<&str> {
        let needed = self.needs[name].iter().map(String::as_str);
        needed.filter(|needed| self.folders.contains_key(*needed)).collect()
    }

    /// Everything that `name` needs, however far away.
    fn in_all(&self, name: &str) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut open = vec![name];
        while let Some(next) = open.pop() {
            for needed in &self.needs[next] {
                if found.insert(needed.as_str()) {
                    open.push(needed);
                }
            }
        }
        found
    }
}

/// What cargo resolved, for this machine: packages of others need not be here.
fn metadata() -> Value {
    let version = output(Command::new("rustc").arg("-vV"));
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let arguments = ["metadata", "--format-version", "1", "--offline", "--filter-platform", host];
    serde_json::from_str(&output(Command::new(env!("CARGO")).args(arguments).current_dir(project("."))))
        .unwrap()
}

fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

#[test]
fn dependencies_point_one_way() {
    let crates = Crates::read();
    assert_eq!(crates.of_workspace("heartlink-domain"), BTreeSet::new());
    assert_eq!(crates.of_workspace("heartlink-engine"), BTreeSet::new());
    assert_eq!(crates.of_workspace("heartlink-store"), BTreeSet::from(["heartlink-domain"]));
    let below_functions = BTreeSet::from(["heartlink-domain", "heartlink-macros", "heartlink-store"]);
    assert_eq!(crates.of_workspace("heartlink-runtime"), below_functions);
    assert_eq!(crates.of_workspace("heartlink-files"), BTreeSet::from(["heartlink-store"]));
    let allowed =
        BTreeSet::from(["heartlink-domain", "heartlink-runtime", "heartlink-files", "heartlink-store"]);
    for function in crates.functions().filter(|name| *name != ALL) {
        let needed = crates.of_workspace(function);
        assert!(needed.is_subset(&allowed), "{function} needs {needed:?}");
        assert!(crates.of_workspace(ALL).contains(function.as_str()), "{ALL} goes without {function}");
    }
}

#[test]
fn what_runs_on_aws_links_nothing_of_the_local_server_or_its_tools() {
    let crates = Crates::read();
    let mut count = 0;
    for function in crates.functions() {
        let needed = crates.in_all(function);
        for local in LOCAL {
            assert!(!needed.contains(local), "{function} links {local}");
        }
        count += 1;
    }
    assert!(count > 0, "no function crate was looked at");
}

#[test]
fn what_only_maintainers_run_is_not_in_the_command() {
    let needed = Crates::read().in_all("heartlink");
    for own in ["heartlink-bench", "heartlink-xtask", "heartlink-testkit"] {
        assert!(!needed.contains(own), "the command links {own}");
    }
}

/// The store alone speaks to DynamoDB. Beside it, the local server opens the engine
/// that was chosen and reads its streams, which on AWS is the work of the event
/// source mappings; the benchmark makes the same calls bare; and the test kit
/// looks behind the store's back.
#[test]
fn only_the_store_names_the_client_of_dynamodb() {
    let crates = Crates::read();
    let naming: BTreeSet<&str> = crates
        .folders
        .keys()
        .map(String::as_str)
        .filter(|name| crates.needs[*name].contains("aws-sdk-dynamodb"))
        .collect();
    assert_eq!(
        naming,
        BTreeSet::from(["heartlink-bench", "heartlink-local", "heartlink-store", "heartlink-testkit"])
    );
}

/// What goes over the wire is described beside the endpoints, so that what is
/// stored can be renamed without changing the API.
#[test]
fn the_rules_and_the_store_know_nothing_of_openapi() {
    let crates = Crates::read();
    for inner in ["heartlink-domain", "heartlink-store"] {
        assert!(!crates.in_all(inner).contains("utoipa"), "{inner} links utoipa");
    }
    assert!(crates.needs["heartlink-runtime"].contains("utoipa"), "nothing was looked at");
}

#[test]
fn the_rules_need_neither_a_runtime_nor_the_network() {
    let crates = Crates::read();
    let needed = crates.in_all("heartlink-domain");
    for outside in ["tokio", "hyper", "aws-sdk-dynamodb", "lambda_runtime", "tracing-subscriber"] {
        assert!(!needed.contains(outside), "heartlink-domain links {outside}");
    }
}

/// Whoever works on no files links no store of them, and one crate names it.
#[test]
fn only_jobs_and_who_serves_them_link_the_store_of_files() {
    let crates = Crates::read();
    let naming = |wanted: &str| -> BTreeSet<&str> {
        crates
            .folders
            .keys()
            .map(String::as_str)
            .filter(|name| crates.needs[*name].contains(wanted))
            .collect()
    };
    assert_eq!(naming("object_store"), BTreeSet::from(["heartlink-files"]));
    assert_eq!(naming("heartlink-files"), BTreeSet::from([ALL, "heartlink-jobs", "heartlink-local"]));
}

#[test]
fn a_function_is_run_by_its_name_alone_and_the_command_without_one() {
    let metadata = metadata();
    let by_default: BTreeSet<&str> = strings(&metadata["workspace_default_members"]).collect();
    let packages = metadata["packages"].as_array().unwrap();
    let named = |name: &str| packages.iter().find(|package| package["name"] == name).unwrap();
    for name in Crates::read().functions() {
        let package = named(name);
        assert!(by_default.contains(package["id"].as_str().unwrap()), "{name} is no default member");
        assert!(package["default_run"].is_null(), "{name} would be run in place of the command");
    }
    let command = named("heartlink");
    assert!(by_default.contains(command["id"].as_str().unwrap()));
    assert_eq!(command["default_run"], "heartlink");
}
