//! How a command speaks: standard output and standard error, and how it ends.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::styling::AnsiColor;

/// How a command ended where it did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Wrong arguments or configuration.
    #[error("{0}")]
    Usage(String),
    /// It was refused, or failed.
    #[error("{0}")]
    Refused(String),
}

impl Failure {
    /// Anything that went wrong on the way, with its causes.
    pub fn failed(error: impl Into<anyhow::Error>) -> Self {
        Self::Refused(format!("{:#}", error.into()))
    }
}

/// How an answer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// The exit code of `result`; a failure is said on standard error.
pub fn end(result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let red = AnsiColor::Red.on_default().bold();
            let _ = writeln!(anstream::stderr().lock(), "{red}heartlink:{red:#} {failure}");
            ExitCode::from(if matches!(failure, Failure::Usage(_)) { 2 } else { 1 })
        }
    }
}

/// Writes a line to standard output. A reader that went away is no reason to
/// fail.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Writes a line to standard error.
pub fn warn(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A variable of the environment.
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
