//! The shared secret of local tokens: where it comes from, and signing with it.
//!
//! Owns `jwt-secret` in the data folder. Never used where a key set (JWKS) is
//! configured: tokens then come from whoever owns those keys.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, anyhow};
use heartlink_domain::chance::Chance;
use heartlink_domain::ids::UserId;
use heartlink_domain::roles::Role;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::auth::sign_hs256;
use rand::TryRngCore;
use rand::rngs::OsRng;

/// The file in the data folder.
pub(crate) const FILE: &str = "jwt-secret";
/// Random bytes of a secret; it is written in hexadecimal.
const BYTES: usize = 32;
/// How long a token holds unless asked otherwise.
pub const TOKEN_TTL: Duration = Duration::from_secs(24 * 3600);

/// The secret that the environment names (`HEARTLINK_JWT_HS256_SECRET`), else
/// the one of the data folder, made if there is none yet.
///
/// # Errors
/// A key set is configured, or the folder cannot be used.
pub fn configured(vars: &dyn Fn(&str) -> Option<String>, data: &Path) -> anyhow::Result<String> {
    if uses_key_set(vars) {
        return Err(anyhow!(
            "tokens are verified by a key set (HEARTLINK_JWT_ISSUERS, HEARTLINK_JWT_JWKS or HEARTLINK_JWT_JWKS_URL): \
             get one from its owner"
        ));
    }
    match vars("HEARTLINK_JWT_HS256_SECRET").filter(|secret| !secret.trim().is_empty()) {
        Some(secret) => Ok(secret),
        None => of_folder(data)
            .with_context(|| format!("the secret of local tokens in {} cannot be used", data.display())),
    }
}

/// Whether tokens are verified by a key set rather than by a secret.
pub fn uses_key_set(vars: &dyn Fn(&str) -> Option<String>) -> bool {
    ["HEARTLINK_JWT_ISSUERS", "HEARTLINK_JWT_JWKS", "HEARTLINK_JWT_JWKS_URL"]
        .iter()
        .any(|name| vars(name).is_some_and(|text| !text.trim().is_empty()))
}

/// The folder's secret. Whichever of several processes comes first makes it;
/// all of them read the same one.
///
/// # Errors
/// Whatever the file system says.
pub fn of_folder(data: &Path) -> io::Result<String> {
    let path = data.join(FILE);
    for _ in 0..2 {
        match fs::read_to_string(&path) {
            Ok(secret) => return Ok(secret.trim().to_owned()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => create(data, &path)?,
            Err(error) => return Err(error),
        }
    }
    fs::read_to_string(&path).map(|secret| secret.trim().to_owned())
}

/// Writes a new secret beside the file and links it into place: nobody ever
/// reads half of one, and an existing one is never replaced.
fn create(data: &Path, path: &Path) -> io::Result<()> {
    fs::create_dir_all(data)?;
    let name = random_hex().map_err(io::Error::other)?;
    let fresh = data.join(format!("{FILE}.{}.tmp", &name[..16]));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut secret = random_hex().map_err(io::Error::other)?;
    secret.push('\n');
    let linked =
        options.open(&fresh)?.write_all(secret.as_bytes()).and_then(|()| fs::hard_link(&fresh, path));
    fs::remove_file(&fresh)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    }
}

/// A secret that ends with the process.
pub(crate) fn random_bytes() -> Result<[u8; BYTES], rand::rand_core::OsError> {
    let mut bytes = [0; BYTES];
    OsRng.try_fill_bytes(&mut bytes)?;
    Ok(bytes)
}

fn random_hex() -> Result<String, rand::rand_core::OsError> {
    let bytes = random_bytes()?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A seed from the operating system.
///
/// # Errors
/// There is no randomness.
pub fn random_seed() -> anyhow::Result<u64> {
    OsRng.try_next_u64().context("the operating system gave no randomness")
}

/// Chance seeded by the operating system.
///
/// # Errors
/// There is no randomness.
pub fn chance() -> anyhow::Result<Chance> {
    Ok(Chance::from_seed(random_seed()?))
}

/// A token that names `sub` with `roles`.
///
/// # Errors
/// A `sub` that is not an id, or a token that cannot be signed.
pub fn token(
    secret: &str,
    sub: &str,
    roles: &[Role],
    now: Timestamp,
    ttl: Duration,
) -> anyhow::Result<String> {
    let user: UserId = sub.parse().map_err(|error| anyhow!("{sub:?} is not a user id: {error}"))?;
    sign_hs256(secret, &user, roles, now, ttl)
        .map_err(|problem| anyhow!("the token cannot be signed: {}", problem.internal.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_keeps_its_secret() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("new");
        let secret = of_folder(&data).unwrap();
        assert_eq!(secret.len(), 2 * BYTES);
        assert_eq!(of_folder(&data).unwrap(), secret);
        assert_eq!(fs::read_dir(&data).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn many_who_come_at_once_agree_on_one_secret() {
        let folder = tempfile::tempdir().unwrap();
        let secrets: Vec<String> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| of_folder(folder.path()).unwrap())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(secrets.iter().all(|secret| *secret == secrets[0]), "{secrets:?}");
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_reads_the_secret() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        of_folder(folder.path()).unwrap();
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn with_a_key_set_there_is_no_secret() {
        let folder = tempfile::tempdir().unwrap();
        let vars = |name: &str| (name == "HEARTLINK_JWT_JWKS_URL").then(|| "https://keys.example".to_owned());
        assert!(configured(&vars, folder.path()).is_err());
    }

    #[test]
    fn the_environment_goes_before_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let vars = |name: &str| (name == "HEARTLINK_JWT_HS256_SECRET").then(|| "x".repeat(32));
        assert_eq!(configured(&vars, folder.path()).unwrap(), "x".repeat(32));
    }
}
