//! `scripts/doctor`, with commands in the place of those that a machine may lack.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::project;

/// A machine with a shell and just these commands, each a line of shell.
fn machine(commands: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let shell = ["bash", "env", "dirname", "sed", "head", "grep"].map(|name| (name, None));
    let given = commands.iter().map(|(name, line)| (*name, Some(*line)));
    for (name, line) in shell.into_iter().chain(given) {
        let path = folder.path().join(name);
        match line {
            Some(line) => {
                fs::write(&path, format!("#!/bin/bash\n{line}\n")).unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
            }
            None => {
                let real = ["/bin", "/usr/bin"].map(|at| Path::new(at).join(name));
                std::os::unix::fs::symlink(real.iter().find(|path| path.exists()).unwrap(), path).unwrap();
            }
        }
    }
    folder
}

fn doctor(machine: &TempDir, stage: &str) -> (bool, String) {
    let script = project("scripts/doctor");
    let Output { status, stdout, .. } =
        Command::new("bash").arg(script).arg(stage).env_clear().env("PATH", machine.path()).output().unwrap();
    (status.success(), String::from_utf8(stdout).unwrap())
}

const AWS: &str = r#"case "$*" in
    *get-caller-identity*) echo 123456789012 ;;
    *"configure get region"*) echo eu-west-1 ;;
    *get-account-settings*) echo 1000 ;;
esac"#;

#[test]
fn a_machine_that_has_everything_passes() {
    let (passed, said) = doctor(&machine(&[("cargo", ""), ("sam", ""), ("aws", AWS)]), "pr-42");
    assert!(passed, "{said}");
    assert_eq!(said.lines().filter(|line| line.starts_with('✓')).count(), 7, "{said}");
}

#[test]
fn everything_that_is_missing_is_said_at_once() {
    let (passed, said) = doctor(&machine(&[]), "Prod!");
    assert!(!passed);
    for word in
        ["STAGE=Prod!", "cargo is missing", "cargo lambda is missing", "sam is missing", "aws is missing"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
}

#[test]
fn a_new_accounts_quota_and_wrong_credentials_are_found() {
    let new = AWS.replace("echo 1000", "echo 10");
    let (passed, said) = doctor(&machine(&[("cargo", ""), ("sam", ""), ("aws", &new)]), "dev");
    assert!(!passed && said.contains("10 concurrent executions are too few"), "{said}");
    let (passed, said) = doctor(&machine(&[("cargo", ""), ("sam", ""), ("aws", "exit 255")]), "dev");
    assert!(!passed && said.contains("no valid credentials"), "{said}");
}
