//! `heartlink backup`, `restore` and `check`: the data folder of this machine.

use std::path::PathBuf;

use clap::Args;
use heartlink_engine::Check;

use crate::terminal::{Failure, say};

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// The folder to make, which must not be there.
    to: PathBuf,
    /// The data folder; its gateway may run.
    #[arg(long, default_value = "./data")]
    data: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// The folder that `heartlink backup` made.
    from: PathBuf,
    /// The data folder to make, which must not have data.
    #[arg(long, default_value = "./data")]
    data: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The data folder, or a backup; its gateway may run.
    #[arg(long, default_value = "./data")]
    data: PathBuf,
}

pub(super) fn backup(args: &BackupArgs) -> Result<(), Failure> {
    heartlink_local::backup(&args.data, &args.to).map_err(Failure::failed)?;
    say(&format!("{} is backed up in {}.", args.data.display(), args.to.display()));
    Ok(())
}

pub(super) fn restore(args: &RestoreArgs) -> Result<(), Failure> {
    heartlink_local::restore(&args.from, &args.data).map_err(Failure::failed)?;
    say(&format!("{} is restored from {}.", args.data.display(), args.from.display()));
    Ok(())
}

pub(super) fn check(args: &CheckArgs) -> Result<(), Failure> {
    heartlink_engine::check(&args.data, Check::Full).map_err(Failure::failed)?;
    say(&format!("The database in {} is sound.", args.data.display()));
    Ok(())
}
