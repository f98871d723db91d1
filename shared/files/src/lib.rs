//! Uploaded files: in S3 on AWS, in a folder or in memory on one machine.
//!
//! Owns the crate `object_store`, which nothing else names, and the addresses
//! that a file may be uploaded to. Never knows what a file is for.

mod bucket;
mod local;

use std::ops::Range;

use futures::FutureExt;
use heartlink_store::files::{FileError, FileFacts, FileFuture};
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt};

pub use bucket::{from_environment, if_named};
pub use local::{LocalFiles, UPLOADS_PATH, UploadRefused, reached_at};

/// Where the file `name` is.
fn path(name: &str) -> Path {
    Path::from(name)
}

fn failure(error: object_store::Error) -> FileError {
    match error {
        object_store::Error::NotFound { .. } => FileError::Missing,
        object_store::Error::Precondition { .. } => FileError::Changed,
        error => FileError::Failed(error.to_string()),
    }
}

fn facts<'a>(store: &'a dyn ObjectStore, name: &'a str) -> FileFuture<'a, Option<FileFacts>> {
    async move {
        // Whoever may not list is not told that there is no such file.
        match store.head(&path(name)).await {
            Ok(found) => Ok(Some(FileFacts { size: found.size, tag: found.e_tag })),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failure(error)),
        }
    }
    .boxed()
}

fn read<'a>(
    store: &'a dyn ObjectStore,
    name: &'a str,
    tag: Option<&'a str>,
    range: Range<u64>,
) -> FileFuture<'a, Vec<u8>> {
    async move {
        let options = GetOptions {
            if_match: tag.map(str::to_owned),
            range: Some(GetRange::Bounded(range)),
            ..GetOptions::default()
        };
        let found = store.get_opts(&path(name), options).await.map_err(failure)?;
        Ok(found.bytes().await.map_err(failure)?.to_vec())
    }
    .boxed()
}

fn remove<'a>(store: &'a dyn ObjectStore, name: &'a str) -> FileFuture<'a, ()> {
    async move {
        match store.delete(&path(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failure(error)),
        }
    }
    .boxed()
}
