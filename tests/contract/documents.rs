//! Documents that follow from the code, and what they promise a reader.

use std::process::Command;

use heartlink_domain::settings::Settings;

use crate::{assert_in_step, project, read};

const SETTINGS_INTRODUCTION: &str = "\
# Settings

Every number of the rules is a setting of this name in the environment of a function, or of the \
local gateway. A process reads them when it starts and, if anything is wrong, refuses to start with \
every problem in one message. Nothing needs a rebuild.

## Where things are

| variable | default | meaning |
| --- | --- | --- |
| `HEARTLINK_TABLE_PREFIX` | `heartlink-` | What all table names begin with. |
| `HEARTLINK_DYNAMODB_ENDPOINT` | that of AWS | Another address that answers like DynamoDB. |
| `HEARTLINK_CONNECTIONS_ENDPOINT` | none | The `https://…` address of the WebSocket stage, for the functions that push. |
| `HEARTLINK_FILES_BUCKET` | none | The bucket of uploaded files, for the functions of jobs that work on them. |
| `HEARTLINK_JWT_JWKS_URL` | none | Where the keys of tokens (RS256, ES256) are fetched. |
| `HEARTLINK_JWT_JWKS` | none | The key set itself, instead of its address. |
| `HEARTLINK_JWT_HS256_SECRET` | none | A shared secret, for local work only; refused beside a key set. |
| `HEARTLINK_JWT_ISSUER` | any | The `iss` claim that a token must carry. |
| `HEARTLINK_JWT_AUDIENCE` | any | What `aud` (without one `client_id` or `azp`) must contain; several with commas between. |
| `HEARTLINK_JWT_ROLES_CLAIM` | `roles` | The claim that names the bearer's roles, or the way to it with dots between. |
| `HEARTLINK_JWT_ROLES_MAP` | our own names | What the issuer's names mean: `NAME=ROLE,NAME=ROLE…`. |
| `HEARTLINK_JWT_DEFAULT_ROLE` | `user` | The role where that claim is absent, or `none`. |
| `HEARTLINK_JWT_ISSUERS` | none | Several issuers, as JSON, in the place of all the above ([how](identity.md#several-issuers)). |
| `HEARTLINK_METRICS` | `emf` on Lambda, else `off` | Whether metrics are written to standard output. |
| `HEARTLINK_SERVICE` | `heartlink` | What metrics name as their service, so that deployments are told apart. |
| `HEARTLINK_LOG_SALT` | drawn at random | What user ids are hashed with in logs. |
| `AWS_XRAY_DAEMON_ADDRESS` | set by Lambda | Where X-Ray's daemon takes UDP, as `host:port` with an IP address. Without one nothing is traced. |
| `HEARTLINK_TRACING` | `Active` | `Disabled` switches traces off, whatever the address. |
| `HEARTLINK_SETTINGS` | none | On Lambda: settings of the rules and of tokens, as `NAME=VALUE` with blanks between; a variable of its own goes before. |
| `HEARTLINK_URL` | `http://127.0.0.1:8787` | Where the command-line clients find the API. |
| `HEARTLINK_TOKEN` | made with the local secret | The token of the command-line clients. |
| `RUST_LOG` | `info` on Lambda, `warn` from the command line | What is logged. |

## The rules

| variable | default | meaning |
| --- | --- | --- |
";

#[test]
fn the_documented_settings_are_those_of_the_code() {
    let mut text = SETTINGS_INTRODUCTION.to_owned();
    for setting in Settings::documentation() {
        text.push_str(&format!("| `{}` | `{}` | {} |\n", setting.name, setting.default, setting.meaning));
    }
    assert_in_step("docs/settings.md", &text);
}

/// Every command of the README is understood by the binary and by the shell.
#[test]
fn the_commands_of_the_readme_exist() {
    let readme = read("README.md");
    let mut checked = 0;
    for line in code_lines(&readme) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let start = match words.as_slice() {
            ["heartlink", ..] => 1,
            ["cargo", "run", "--", ..] => 3,
            [script, ..] if script.starts_with("scripts/") => {
                assert!(project(script).is_file(), "{line}");
                continue;
            }
            _ => continue,
        };
        let arguments = words[start..].iter().map(|word| word.trim_matches(['"', '\'']));
        // With `--help` at the end the arguments are read, and nothing is done.
        let output = Command::new(env!("CARGO_BIN_EXE_heartlink-under-test"))
            .args(arguments.take_while(|word| !matches!(*word, "|" | "#" | ">" | "&&")))
            .arg("--help")
            .output()
            .unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        checked += 1;
    }
    assert!(checked >= 5, "only {checked} commands were found");
}

/// The lines of the fenced blocks, `$(…)` opened up.
fn code_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if inside {
            let line = line.trim().trim_start_matches("$ ");
            match line.split_once("=$(") {
                Some((_, command)) => lines.push(command.trim_end_matches(')').to_owned()),
                None => lines.push(line.to_owned()),
            }
        }
    }
    lines
}

#[test]
fn links_between_the_documents_lead_somewhere() {
    let mut documents: Vec<String> =
        ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"].map(str::to_owned).to_vec();
    for folder in ["docs", "docs/adr"] {
        for entry in std::fs::read_dir(project(folder)).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            if name.ends_with(".md") {
                documents.push(format!("{folder}/{name}"));
            }
        }
    }
    for document in documents {
        let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
        for target in
            read(&document).split("](").skip(1).filter_map(|rest| rest.split(')').next().map(str::to_owned))
        {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || target.contains("://") {
                continue;
            }
            assert!(project(folder).join(file).exists(), "{document} links to {target}");
        }
    }
}

/// What is private to the machine or the workplace where it was written has no
/// place in the project.
#[test]
fn documents_name_no_place_of_their_making() {
    for document in ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/ARCHITECTURE.md", "openapi.yaml"] {
        let text = read(document);
        for place in ["/work/", "/tmp/", "/root/", "/home/"] {
            assert!(!text.contains(place), "{document} names {place}");
        }
    }
}

/// The table of docs/safety.md claims nothing that no test would notice.
#[test]
fn the_tests_that_the_page_on_safety_names_exist() {
    let mut sources = String::new();
    let mut folders = ["tests", "shared", "functions"].map(project).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                sources.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let page = read("docs/safety.md");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| API")).collect();
    assert_eq!(rows.len(), 10);
    for row in rows {
        let tests = row.rsplit(" | ").next().unwrap_or_default();
        let named: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "{row}");
        for name in named {
            assert!(sources.contains(&format!("fn {name}(")), "there is no test {name}");
        }
    }
}
