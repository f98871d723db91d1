//! Files in a bucket of S3.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use heartlink_store::files::{FileFacts, FileFuture, Files, UploadAddress};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::signer::Signer;
use object_store::{BackoffConfig, RetryConfig};

use crate::{facts, failure, path, read, remove};

/// The setting that names the bucket.
const BUCKET: &str = "HEARTLINK_FILES_BUCKET";
/// Longest time for one call, its retries included.
const CALL: Duration = Duration::from_secs(10);
/// Retries of a call that the service could not answer.
const RETRIES: usize = 2;

/// A look-up of environment variables.
type Vars<'a> = &'a dyn Fn(&str) -> Option<String>;

struct Bucket(AmazonS3);

/// The files in the bucket that `HEARTLINK_FILES_BUCKET` names, reached with the
/// role and the region of the process.
///
/// # Errors
/// No bucket is named, or the environment names no region.
pub fn from_environment(vars: Vars<'_>) -> Result<Option<Arc<dyn Files>>, Vec<String>> {
    match if_named(vars)? {
        None => Err(vec![format!("{BUCKET} is missing: the bucket of uploaded files")]),
        files => Ok(files),
    }
}

/// The same, or none where no bucket is named.
///
/// # Errors
/// The environment names no region.
pub fn if_named(vars: Vars<'_>) -> Result<Option<Arc<dyn Files>>, Vec<String>> {
    let Some(name) = vars(BUCKET).filter(|name| !name.is_empty()) else { return Ok(None) };
    let built = open(AmazonS3Builder::from_env().with_bucket_name(name));
    let bucket = built.map_err(|error| vec![format!("{BUCKET}: {error}")])?;
    Ok(Some(Arc::new(bucket)))
}

fn open(builder: AmazonS3Builder) -> object_store::Result<Bucket> {
    // A second call changes nothing; what matters is that there is a provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let backoff = BackoffConfig::default();
    let retries = RetryConfig { max_retries: RETRIES, retry_timeout: CALL, backoff };
    builder.with_retry(retries).build().map(Bucket)
}

impl Files for Bucket {
    fn upload_address<'a>(&'a self, name: &'a str, span: Duration) -> FileFuture<'a, UploadAddress> {
        async move {
            let signed = self.0.signed_url(http::Method::PUT, &path(name), span).await;
            let url = signed.map_err(failure)?.into();
            Ok(UploadAddress { method: "PUT", url, headers: BTreeMap::new() })
        }
        .boxed()
    }

    fn facts<'a>(&'a self, name: &'a str) -> FileFuture<'a, Option<FileFacts>> {
        facts(&self.0, name)
    }

    fn read<'a>(&'a self, name: &'a str, tag: Option<&'a str>, range: Range<u64>) -> FileFuture<'a, Vec<u8>> {
        read(&self.0, name, tag, range)
    }

    fn remove<'a>(&'a self, name: &'a str) -> FileFuture<'a, ()> {
        remove(&self.0, name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_without_a_bucket_says_so() {
        let Err(problems) = from_environment(&|_| None) else { panic!("opened") };
        assert!(problems[0].contains("HEARTLINK_FILES_BUCKET"), "{problems:?}");
    }

    #[tokio::test]
    async fn an_address_names_the_file_and_carries_its_own_permission() {
        let builder = AmazonS3Builder::new()
            .with_bucket_name("prizes")
            .with_region("eu-west-1")
            .with_access_key_id("key")
            .with_secret_access_key("secret");
        let bucket = open(builder).unwrap();
        let address = bucket.upload_address("jobs/j1.jsonl", Duration::from_secs(90)).await.unwrap();
        assert_eq!(address.method, "PUT");
        assert!(address.url.starts_with("https://") && address.url.contains("prizes"), "{}", address.url);
        for part in ["/jobs/j1.jsonl?", "X-Amz-Expires=90", "X-Amz-Signature="] {
            assert!(address.url.contains(part), "{part}: {}", address.url);
        }
    }
}
