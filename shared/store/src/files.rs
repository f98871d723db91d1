//! What jobs need of a store of files: an address to upload to, and reading by
//! ranges.
//!
//! Owns the interface only; `heartlink_files` implements it for S3 and for a
//! folder. A process that works on no files links neither.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use futures::future::BoxFuture;

/// The resource that permissions on files name.
pub const FILES: &str = "files";

/// Why a file cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// It is another than the one that was looked at.
    #[error("the file was replaced")]
    Changed,
    /// The store of files failed; it may work later.
    #[error("the store of files failed: {0}")]
    Failed(String),
}

/// A file as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// In bytes.
    pub size: u64,
    /// What tells it from another file of the same name.
    pub tag: Option<String>,
}

/// Where a file may be uploaded to, by whoever knows the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadAddress {
    /// HTTP method.
    pub method: &'static str,
    /// Address.
    pub url: String,
    /// Headers to send with it.
    pub headers: BTreeMap<String, String>,
}

/// Later.
pub type FileFuture<'a, T> = BoxFuture<'a, Result<T, FileError>>;

/// A store of files.
pub trait Files: Send + Sync {
    /// An address that takes the file `name` for `span`.
    fn upload_address<'a>(&'a self, name: &'a str, span: Duration) -> FileFuture<'a, UploadAddress>;

    /// The file as it is; `None` where there is none.
    fn facts<'a>(&'a self, name: &'a str) -> FileFuture<'a, Option<FileFacts>>;

    /// A part of the file `name`, as long as it is still the one with `tag`.
    fn read<'a>(&'a self, name: &'a str, tag: Option<&'a str>, range: Range<u64>) -> FileFuture<'a, Vec<u8>>;

    /// Removes the file, whether or not it is there.
    fn remove<'a>(&'a self, name: &'a str) -> FileFuture<'a, ()>;
}
