//! Files in a folder, or in memory, with an address below [`UPLOADS_PATH`] of
//! the gateway that serves them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path as Folder;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::{FutureExt, Stream, StreamExt};
use heartlink_store::clock::Clock;
use heartlink_store::files::{FileError, FileFacts, FileFuture, Files, UploadAddress};
use hmac::{Hmac, Mac};
use http::uri::Authority;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart};
use sha2::Sha256;

use crate::{facts, failure, path, read, remove};

/// Below this path the gateway takes uploads.
pub const UPLOADS_PATH: &str = "/_uploads/";
/// Parts of a file that wait to be written at once.
const PARTS_AT_ONCE: usize = 4;
/// Size of such a part, in bytes.
const PART_BYTES: usize = 1024 * 1024;

tokio::task_local! {
    static REACHED_AT: String;
}

/// Runs a call that reached the gateway at `authority`: the addresses handed out
/// in it lead there as well.
pub async fn reached_at<T>(authority: &Authority, call: impl Future<Output = T>) -> T {
    REACHED_AT.scope(format!("http://{authority}"), call).await
}

/// Why an upload is not taken.
#[derive(Debug, thiserror::Error)]
pub enum UploadRefused {
    /// The address is none that was handed out, or not any more.
    #[error("the address does not hold")]
    WrongAddress,
    /// The file is larger than it may be.
    #[error("the file is too large")]
    TooLarge,
    /// It broke off.
    #[error("the file broke off")]
    BrokeOff,
    /// It could not be written.
    #[error(transparent)]
    Failed(#[from] FileError),
}

/// Files of one machine.
#[derive(Clone)]
pub struct LocalFiles {
    store: Arc<dyn ObjectStore>,
    base: String,
    secret: [u8; 32],
    clock: Clock,
}

impl LocalFiles {
    /// Files below `folder`, which is made if there is none; in memory without
    /// one. `base` is the gateway's address, for calls that say nothing of where
    /// they reached it; addresses are signed with `secret`.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub fn open(
        folder: Option<&Folder>,
        base: String,
        secret: [u8; 32],
        clock: Clock,
    ) -> Result<Self, FileError> {
        let store: Arc<dyn ObjectStore> = match folder {
            None => Arc::new(InMemory::new()),
            Some(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| FileError::Failed(error.to_string()))?;
                Arc::new(LocalFileSystem::new_with_prefix(folder).map_err(failure)?)
            }
        };
        Ok(Self { store, base, secret, clock })
    }

    /// Takes the file `name` as it arrives at an address with this `query`. It
    /// is there as a whole, or not at all.
    ///
    /// # Errors
    /// See [`UploadRefused`].
    pub async fn receive<E>(
        &self,
        name: &str,
        query: &str,
        max_bytes: u64,
        content: impl Stream<Item = Result<Bytes, E>>,
    ) -> Result<(), UploadRefused> {
        self.check(name, query)?;
        let upload = self.store.put_multipart(&path(name)).await.map_err(failure)?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, PART_BYTES);
        let mut content = std::pin::pin!(content);
        let mut length = 0_u64;
        let refused = loop {
            match content.next().await {
                None => break None,
                Some(Err(_)) => break Some(UploadRefused::BrokeOff),
                Some(Ok(bytes)) => {
                    length = length.saturating_add(bytes.len() as u64);
                    if length > max_bytes {
                        break Some(UploadRefused::TooLarge);
                    }
                    writer.wait_for_capacity(PARTS_AT_ONCE).await.map_err(failure)?;
                    writer.write(&bytes);
                }
            }
        };
        if let Some(refused) = refused {
            writer.abort().await.map_err(failure)?;
            return Err(refused);
        }
        writer.finish().await.map_err(failure)?;
        Ok(())
    }

    fn signature(&self, name: &str, expires: i64) -> Option<Hmac<Sha256>> {
        let mut signature = Hmac::<Sha256>::new_from_slice(&self.secret).ok()?;
        signature.update(format!("PUT\n{name}\n{expires}").as_bytes());
        Some(signature)
    }

    fn check(&self, name: &str, query: &str) -> Result<(), UploadRefused> {
        let value = |wanted: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(found, _)| *found == wanted).map(|(_, value)| value)
        };
        let expires: Option<i64> = value("expires").and_then(|text| text.parse().ok());
        let given = value("signature").and_then(from_hex);
        let (Some(expires), Some(given)) = (expires, given) else { return Err(UploadRefused::WrongAddress) };
        let signature = self.signature(name, expires).ok_or(UploadRefused::WrongAddress)?;
        let is_ours = signature.verify_slice(&given).is_ok();
        if !is_ours || self.clock.now().unix_secs() >= expires {
            return Err(UploadRefused::WrongAddress);
        }
        Ok(())
    }
}

impl Files for LocalFiles {
    fn upload_address<'a>(&'a self, name: &'a str, span: Duration) -> FileFuture<'a, UploadAddress> {
        async move {
            let expires = (self.clock.now() + span).unix_secs();
            let signature = self.signature(name, expires);
            let signature = signature.ok_or_else(|| FileError::Failed("no signature".to_owned()))?;
            let signature = to_hex(&signature.finalize().into_bytes());
            let base = REACHED_AT.try_with(String::clone).unwrap_or_else(|_| self.base.clone());
            let url = format!("{base}{UPLOADS_PATH}{name}?expires={expires}&signature={signature}");
            Ok(UploadAddress { method: "PUT", url, headers: BTreeMap::new() })
        }
        .boxed()
    }

    fn facts<'a>(&'a self, name: &'a str) -> FileFuture<'a, Option<FileFacts>> {
        facts(&*self.store, name)
    }

    fn read<'a>(&'a self, name: &'a str, tag: Option<&'a str>, range: Range<u64>) -> FileFuture<'a, Vec<u8>> {
        read(&*self.store, name, tag, range)
    }

    fn remove<'a>(&'a self, name: &'a str) -> FileFuture<'a, ()> {
        remove(&*self.store, name)
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::stream;
    use heartlink_store::clock::Clock;

    const SPAN: Duration = Duration::from_secs(60);

    fn files(folder: Option<&Folder>) -> LocalFiles {
        LocalFiles::open(folder, "http://here".to_owned(), [7; 32], Clock::default()).unwrap()
    }

    async fn query(files: &LocalFiles, name: &str) -> String {
        let address = files.upload_address(name, SPAN).await.unwrap();
        address.url.split_once('?').unwrap().1.to_owned()
    }

    async fn put(
        files: &LocalFiles,
        name: &str,
        query: &str,
        text: &'static str,
    ) -> Result<(), UploadRefused> {
        let content = stream::iter([Ok::<_, ()>(Bytes::from_static(text.as_bytes()))]);
        files.receive(name, query, 20, content).await
    }

    #[tokio::test]
    async fn a_file_is_read_by_ranges_as_long_as_it_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        for files in [files(None), files(Some(&folder.path().join("uploads")))] {
            assert_eq!(files.facts("a").await.unwrap(), None);
            let query = query(&files, "a").await;
            put(&files, "a", &query, "hello, world").await.unwrap();
            let first = files.facts("a").await.unwrap().unwrap();
            assert_eq!(first.size, 12);
            let tag = first.tag.as_deref();
            assert_eq!(files.read("a", tag, 7..12).await.unwrap(), b"world");
            put(&files, "a", &query, "goodbye").await.unwrap();
            assert!(matches!(files.read("a", tag, 0..5).await, Err(FileError::Changed)));
            files.remove("a").await.unwrap();
            files.remove("a").await.unwrap();
            assert!(matches!(files.read("a", None, 0..5).await, Err(FileError::Missing)));
        }
    }

    #[tokio::test]
    async fn only_the_address_that_was_handed_out_takes_the_file() {
        let files = files(None);
        let query = query(&files, "a").await;
        for (name, query) in [
            ("b", query.as_str()),
            ("a", ""),
            ("a", "expires=9999999999&signature=00"),
            ("a", &query.replace("expires=", "expires=1")),
        ] {
            let refused = put(&files, name, query, "x").await;
            assert!(matches!(refused, Err(UploadRefused::WrongAddress)), "{name} {query}");
        }
        let late = LocalFiles { clock: Clock::frozen(files.clock.now() + SPAN), ..files.clone() };
        assert!(matches!(put(&late, "a", &query, "x").await, Err(UploadRefused::WrongAddress)));
    }

    #[tokio::test]
    async fn what_is_too_large_or_breaks_off_leaves_nothing() {
        let files = files(None);
        let query = query(&files, "a").await;
        let large = put(&files, "a", &query, "more than twenty bytes").await;
        assert!(matches!(large, Err(UploadRefused::TooLarge)));
        let broken = stream::iter([Ok(Bytes::from_static(b"half")), Err(())]);
        let broken = files.receive("a", &query, 20, broken).await;
        assert!(matches!(broken, Err(UploadRefused::BrokeOff)));
        assert_eq!(files.facts("a").await.unwrap(), None);
    }
}
