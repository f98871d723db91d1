//! What the tests of jobs have in common: files of rewards, uploaded.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use futures::stream;
use heartlink_domain::ids::JobId;
use heartlink_domain::jobs::JobSource;
use heartlink_files::LocalFiles;
use heartlink_store::Store;
use heartlink_store::clock::Clock;
use heartlink_store::files::Files;
use heartlink_store::jobs::{Visibility, file_name};
use heartlink_testkit::test_env::user;

use crate::wallet_fixtures::key;

/// Lines that pay `each` to the users of these numbers.
pub fn content(users: Range<usize>, each: i64) -> String {
    users.map(|n| format!("{{\"user_id\": \"user-{n}\", \"amount\": {each}}}\n")).collect()
}

/// Puts a file where uploads go.
pub async fn put(files: &LocalFiles, name: &str, text: &str) {
    let address = files.upload_address(name, Duration::from_secs(60)).await.unwrap();
    let (_, query) = address.url.split_once('?').unwrap();
    let content = stream::iter([Ok::<_, ()>(text.to_owned().into())]);
    files.receive(name, query, 10_000_000, content).await.unwrap();
}

/// A job whose file has this content, started.
pub async fn upload(store: &Store, text: &str) -> (JobId, Arc<LocalFiles>) {
    let files = LocalFiles::open(None, "http://here".to_owned(), [1; 32], Clock::default()).unwrap();
    let name = format!("file {}", rand::random::<u64>());
    let made = store.create_job(JobSource::File, &user("shop"), &key(&name, b"x")).await.unwrap();
    let id = made.value.id;
    put(&files, &file_name(&id), text).await;
    let facts = files.facts(&file_name(&id)).await.unwrap();
    store.start_job(&id, Visibility::All, facts.as_ref()).await.unwrap();
    (id, Arc::new(files))
}
