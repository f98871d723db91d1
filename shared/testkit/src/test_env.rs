//! A store on an engine of its own, for tests that need no gateway.
//!
//! Two clients share the engine: the store's, through whatever faults a test
//! injects, and a plain one that looks behind the system's back.

#![expect(clippy::expect_used, reason = "an environment that does not start has failed the test")]

use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use heartlink_domain::ids::UserId;
use heartlink_domain::matching::MatchPreferences;
use heartlink_domain::settings::Settings;
use heartlink_domain::time::Timestamp;
use heartlink_engine::Engine;
use heartlink_store::Store;
use heartlink_store::client::{http_client, local_client};
use heartlink_store::clock::Clock;

use crate::dynamodb_local::DynamoDbLocal;
use crate::faults::{Fault, Faults};
use crate::invariants::{Snapshot, snapshot};
use crate::seed::seed;

/// Where a env's data lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineKind {
    /// The embedded engine, in memory.
    Embedded,
    /// DynamoDB Local, one process for the whole test binary.
    DynamoDbLocal,
}

/// Runs each scenario, a function of an [`EngineKind`], as a test on each engine.
#[macro_export]
macro_rules! on_each_engine {
    ($($scenario:ident),+ $(,)?) => {
        mod embedded {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $scenario() {
                super::$scenario(heartlink_testkit::test_env::EngineKind::Embedded).await;
            })+
        }
        mod dynamodb_local {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $scenario() {
                super::$scenario(heartlink_testkit::test_env::EngineKind::DynamoDbLocal).await;
            })+
        }
    };
}

/// A store and ways to look at it.
pub struct TestEnv {
    /// The system under test.
    pub store: Store,
    /// A client that no fault concerns.
    pub client: Client,
    /// The store's client, with its faults.
    pub faulty_client: Client,
    /// The clock that the store reads.
    pub clock: Clock,
    /// Lives as long as the env.
    _local: Option<Arc<DynamoDbLocal>>,
}

impl TestEnv {
    /// A env with the default settings, but that two who parted may meet again at once.
    pub async fn new(kind: EngineKind) -> Self {
        let mut settings = Settings::default();
        settings.matching.rematch_after_secs = 0;
        Self::with(kind, settings, |http| http).await
    }

    /// A env whose store reaches its engine through `wrap`.
    ///
    /// # Panics
    /// If the engine does not start or the tables cannot be created.
    pub async fn with(
        kind: EngineKind,
        settings: Settings,
        wrap: impl FnOnce(SharedHttpClient) -> SharedHttpClient,
    ) -> Self {
        let (http, endpoint, local) = match kind {
            EngineKind::Embedded => {
                let engine = Engine::sharded().expect("the embedded engine");
                (engine.http_client(), "http://embedded.local".to_owned(), None)
            }
            EngineKind::DynamoDbLocal => {
                let local = DynamoDbLocal::shared();
                (http_client(), local.endpoint(), Some(local))
            }
        };
        // Later than any machine's own clock: DynamoDB Local would delete what
        // has expired by that.
        let clock = Clock::frozen(Timestamp::from_unix_millis(4_000_000_000_000));
        // Tables of their own keep the tests of one process apart.
        let prefix = format!("t{:016x}-", rand::random::<u64>());
        let client = local_client(http.clone(), &endpoint);
        let plain = Store::new(client.clone(), &prefix, settings.clone(), clock.clone(), 1);
        plain.create_tables().await.expect("the tables");
        let faulty_client = local_client(wrap(http), &endpoint);
        let store = Store::new(faulty_client.clone(), &prefix, settings, clock.clone(), seed());
        Self { store, client, faulty_client, clock, _local: local }
    }

    /// An env whose store finds fewer items in every page than it asked for.
    pub async fn with_short_pages(kind: EngineKind, settings: Settings) -> Self {
        let faults = Faults::seeded(seed()).with("Query", Fault::ShortPage, 1.0);
        Self::with(kind, settings, |http| faults.wrap(http)).await
    }

    /// What is stored right now.
    pub async fn snapshot(&self) -> Snapshot {
        snapshot(&self.client, &self.store).await
    }

    /// Fails the test if anything is wrong with what is stored.
    ///
    /// # Panics
    /// With everything that is wrong.
    pub async fn assert_sound(&self) -> Snapshot {
        let snapshot = self.snapshot().await;
        let problems = snapshot.problems();
        assert!(problems.is_empty(), "{problems:#?}");
        snapshot
    }
}

// Forbids to take it apart: DynamoDB Local would end with what nobody kept.
impl Drop for TestEnv {
    fn drop(&mut self) {}
}

/// A person's id.
///
/// # Panics
/// If `name` is not one.
pub fn user(name: &str) -> UserId {
    name.parse().expect("an id")
}

/// `count` ids.
pub fn users(count: usize) -> Vec<UserId> {
    (0..count).map(|i| user(&format!("user-{i:05}"))).collect()
}

/// Preferences that anybody fulfils.
pub fn anybody() -> MatchPreferences {
    MatchPreferences::default()
}
