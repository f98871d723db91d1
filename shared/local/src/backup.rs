//! A copy of a data folder that a gateway may be using, and the way back.
//!
//! Owns the order in which things are copied. A position is copied before the
//! database: what lies between the two is delivered once more after a restore,
//! which changes nothing, while a position ahead of the database would lose it.
//! Dead letters come in between: what is given up after they were copied is
//! behind no position yet. Files that are uploaded are copied both before and
//! after: no job lacks its file.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use heartlink_engine::{Check, DATABASE_FILE};

use crate::pump::dead_letters;
use crate::secret;

/// Folders of a data folder.
pub(crate) const POSITIONS: &str = "positions";
pub(crate) const UPLOADS: &str = "uploads";
/// Copied before the database and as it is.
const BEFORE: [&str; 4] = [POSITIONS, dead_letters::FILE, dead_letters::AGAIN, secret::FILE];

/// Copies the data folder `data`, as it is at one moment, to the new folder `to`,
/// which is there as a whole or not at all.
///
/// # Errors
/// There is something at `to`, no database in `data`, or it is damaged; or
/// whatever the file system says.
pub fn backup(data: &Path, to: &Path) -> anyhow::Result<()> {
    if to.exists() {
        bail!("{} is there already: name a folder that is not", to.display());
    }
    let mut name = to.file_name().with_context(|| format!("{} names no folder", to.display()))?.to_owned();
    name.push(".partial");
    let partial = to.with_file_name(name);
    remove(&partial).with_context(|| format!("{} cannot be removed", partial.display()))?;
    copy_folder(data, &partial)?;
    heartlink_engine::check(&partial, Check::Quick)?;
    let kept = fs::rename(&partial, to).and_then(|()| sync(to.parent().unwrap_or(to)));
    kept.with_context(|| format!("{} cannot be made", to.display()))
}

/// Makes the data folder `data` of the backup `from`.
///
/// # Errors
/// `data` holds a database, `from` none or a damaged one, or whatever the file
/// system says.
pub fn restore(from: &Path, data: &Path) -> anyhow::Result<()> {
    if data.join(DATABASE_FILE).exists() {
        bail!("{} has data already: stop its gateway and move the folder away first", data.display());
    }
    heartlink_engine::check(from, Check::Full)?;
    copy_folder(from, data)
}

fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    if !from.join(DATABASE_FILE).is_file() {
        bail!("{} is no data folder: it has no {DATABASE_FILE}", from.display());
    }
    let cannot = || format!("{} cannot be copied to {}", from.display(), to.display());
    private_folder(to).with_context(cannot)?;
    for name in BEFORE {
        copy_all(&from.join(name), &to.join(name)).with_context(cannot)?;
    }
    let uploads = || copy_all(&from.join(UPLOADS), &to.join(UPLOADS));
    uploads().with_context(cannot)?;
    heartlink_engine::copy(from, to, uploads)?;
    sync(to).with_context(cannot)
}

/// Copies a file, or a folder with all in it; nothing where nothing is. What is
/// there already in the same size stays.
fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    let about = match fs::metadata(from) {
        Ok(about) => about,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if about.is_dir() {
        private_folder(to)?;
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            copy_all(&from.join(&name), &to.join(&name))?;
        }
        return sync(to);
    }
    if fs::metadata(to).is_ok_and(|there| there.len() == about.len()) {
        return Ok(());
    }
    match fs::copy(from, to) {
        Ok(_) => sync(to),
        // Removed, or renamed, in this very moment.
        Err(error) if error.kind() == ErrorKind::NotFound && !from.exists() => Ok(()),
        Err(error) => Err(error),
    }
}

fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn sync(path: &Path) -> io::Result<()> {
    let path: PathBuf = if path.as_os_str().is_empty() { ".".into() } else { path.to_owned() };
    File::open(path)?.sync_all()
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

#[cfg(test)]
mod tests {
    use heartlink_engine::Engine;

    use super::*;

    #[test]
    fn a_backup_has_everything_and_becomes_a_data_folder_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let _in_use = Engine::on_disk(&path("data")).unwrap();
        for (name, text) in [
            ("positions/fanout.json", "{}"),
            ("uploads/jobs/one", "a file"),
            ("jwt-secret", "secret"),
            ("dead-letters.jsonl", "{}\n"),
        ] {
            fs::create_dir_all(path("data").join(name).parent().unwrap()).unwrap();
            fs::write(path("data").join(name), text).unwrap();
        }
        // What a backup left that was cut off.
        fs::create_dir_all(path("copy.partial/uploads")).unwrap();
        backup(&path("data"), &path("copy")).unwrap();
        restore(&path("copy"), &path("new")).unwrap();
        for name in ["positions/fanout.json", "uploads/jobs/one", "jwt-secret", "dead-letters.jsonl"] {
            assert_eq!(fs::read(path("new").join(name)).unwrap(), fs::read(path("data").join(name)).unwrap());
        }
        assert!(!path("copy.partial").exists());
        Engine::on_disk(&path("new")).unwrap();
    }

    #[test]
    fn nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        assert!(backup(&path("nowhere"), &path("copy")).is_err());
        assert!(!path("copy").exists());
        drop(Engine::on_disk(&path("data")).unwrap());
        backup(&path("data"), &path("copy")).unwrap();
        assert!(backup(&path("data"), &path("copy")).is_err(), "it is there already");
        assert!(restore(&path("copy"), &path("data")).is_err(), "there are data already");
    }
}
