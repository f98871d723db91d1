//! `heartlink bench`: hands over to the program `heartlink-bench`, which does
//! not ship with the command, as git and cargo do with commands of others.

use std::ffi::OsString;
use std::process::Command;

use clap::Args;

use crate::terminal::Failure;

const PROGRAM: &str = "heartlink-bench";

#[derive(Debug, Args)]
pub(super) struct BenchArgs {
    /// What the program is told.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Runs the program beside this one, else the one on the PATH.
pub(super) fn run(args: &BenchArgs) -> Result<(), Failure> {
    let beside = std::env::current_exe().ok().map(|path| path.with_file_name(PROGRAM));
    let program = beside.filter(|path| path.is_file()).unwrap_or_else(|| PROGRAM.into());
    match Command::new(program).args(&args.arguments).status() {
        // It has said why.
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => {
            Err(Failure::Usage(format!("{PROGRAM} cannot be run ({error}): cargo build -p {PROGRAM}")))
        }
    }
}
