//! A gateway of a test's own, on a free port, and a look behind it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use heartlink_domain::roles::Role;
use heartlink_domain::settings::LimitSettings;
use heartlink_engine::Engine;
use heartlink_local::{EngineChoice, Gateway, Iam, ServeOptions, secret};
use heartlink_store::client::{http_client, local_client};
use heartlink_store::tables::Table;
use heartlink_testkit::dynamodb_local::DynamoDbLocal;
use heartlink_testkit::invariants::{self, Snapshot};
use heartlink_testkit::test_env::EngineKind;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{LIMIT, Person};

/// Fails the test at its end if a function did what it is not granted.
struct Allowed(Iam);

impl Drop for Allowed {
    fn drop(&mut self) {
        let refused = self.0.refused();
        assert!(refused.is_empty() || std::thread::panicking(), "not granted: {refused:#?}");
    }
}

/// An item as it is stored.
pub type Item = HashMap<String, AttributeValue>;

/// A running gateway.
pub struct System {
    pub gateway: Gateway,
    options: ServeOptions,
    _allowed: Allowed,
    /// A client of the store that no fault concerns.
    client: Client,
    http: reqwest::Client,
    _folder: TempDir,
    _local: Option<DynamoDbLocal>,
}

impl System {
    /// With the default settings, in memory, but that two who parted may meet again
    /// at once, and that nobody is limited.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// In memory, with what `change` makes of the options.
    pub async fn with(change: impl FnOnce(&mut ServeOptions)) -> Self {
        let engine = Engine::sharded().expect("the embedded engine");
        let client = local_client(engine.http_client(), "http://embedded.local");
        Self::over(EngineChoice::Given(engine), client, change).await
    }

    /// On the engine of that kind, with what `change` makes of the options.
    pub async fn on(kind: EngineKind, change: impl FnOnce(&mut ServeOptions)) -> Self {
        match kind {
            EngineKind::Embedded => Self::with(change).await,
            EngineKind::DynamoDbLocal => Self::on_dynamodb_local(change).await,
        }
    }

    /// On a DynamoDB Local of its own: each read of a stream costs it time that
    /// grows with the records of all tables.
    pub async fn on_dynamodb_local(change: impl FnOnce(&mut ServeOptions)) -> Self {
        let local = DynamoDbLocal::start();
        let client = local_client(http_client(), &local.endpoint());
        let system = Self::over(EngineChoice::Endpoint(local.endpoint()), client, change).await;
        Self { _local: Some(local), ..system }
    }

    async fn over(engine: EngineChoice, client: Client, change: impl FnOnce(&mut ServeOptions)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut options = ServeOptions { engine, ..ServeOptions::ephemeral(folder.path()) };
        options.settings.matching.rematch_after_secs = 0;
        options.settings.limits = LimitSettings::OFF;
        change(&mut options);
        let gateway = Gateway::start(options.clone()).await.expect("the gateway");
        let allowed = Allowed(gateway.iam().clone());
        Self { gateway, options, _allowed: allowed, client, http: http(), _folder: folder, _local: None }
    }

    /// The same data and clock under a new gateway; the old one stops without
    /// a farewell.
    pub async fn killed_and_restarted(self) -> Self {
        drop(self.gateway);
        let gateway = Gateway::start(self.options.clone()).await.expect("the gateway again");
        let allowed = Allowed(gateway.iam().clone());
        Self { gateway, _allowed: allowed, ..self }
    }

    pub fn url(&self) -> String {
        self.gateway.url()
    }

    pub fn person(&self, name: &str) -> Person {
        self.with_roles(name, &[Role::User])
    }

    pub fn people(&self, count: usize) -> Vec<Person> {
        (0..count).map(|i| self.person(&format!("user-{i:04}"))).collect()
    }

    pub fn admin(&self) -> Person {
        self.with_roles("admin", &[Role::Admin])
    }

    pub fn with_roles(&self, name: &str, roles: &[Role]) -> Person {
        let token = self.gateway.token(name, roles).expect("a token");
        Person { name: name.to_owned(), token: Some(token), url: self.url(), http: self.http.clone() }
    }

    /// What signs the tokens that the gateway accepts.
    pub fn secret(&self) -> String {
        secret::of_folder(&self.options.data).expect("the secret")
    }

    /// Ann and bob, and the room they met in.
    pub async fn pair(&self) -> (Person, Person, String) {
        self.pair_of("ann", "bob").await
    }

    pub async fn pair_of(&self, one: &str, other: &str) -> (Person, Person, String) {
        let (one, other) = (self.person(one), self.person(other));
        one.ask().await.expect(201);
        let met = other.ask().await.expect(201);
        assert_eq!((&met["matched"], &met["partner"]), (&json!(true), &json!(one.name)), "{met:#}");
        let room = met["room_id"].as_str().expect("a room").to_owned();
        (one, other, room)
    }

    /// Lets a span pass, by the endpoint for it.
    pub async fn pass(&self, span: Duration) {
        let advance = json!({ "advance_seconds": span.as_secs() });
        let answer = self.admin().post("/_test/clock").json(&advance).send().await;
        assert_eq!(answer.status, 200, "{answer:#?}");
    }

    /// Waits until every consequence of what happened has happened.
    pub async fn settled(&self) {
        assert!(self.gateway.settled(LIMIT).await, "the streams did not settle");
    }

    pub async fn snapshot(&self) -> Snapshot {
        invariants::snapshot(&self.client, self.gateway.store()).await
    }

    /// Fails the test if anything is wrong with what is stored, or any feed
    /// lacks anything or has anything twice.
    pub async fn assert_sound(&self) -> Snapshot {
        self.settled().await;
        let snapshot = self.snapshot().await;
        let problems = snapshot.problems();
        assert!(problems.is_empty(), "{problems:#?}");
        let problems = snapshot.feed_problems();
        assert!(problems.is_empty(), "{problems:#?}");
        assert_eq!(self.gateway.dead_letters(), 0, "stream records were given up");
        snapshot
    }

    /// Every item of every table.
    pub async fn items(&self) -> Vec<(Table, Item)> {
        let mut items = Vec::new();
        for table in Table::ALL {
            let scan = self.client.scan().table_name(self.gateway.store().table_name(table));
            let mut pages = scan.consistent_read(true).into_paginator().items().send();
            while let Some(item) = pages.next().await {
                items.push((table, item.expect("an item")));
            }
        }
        items
    }

    /// Writes an item as it is.
    pub async fn put(&self, table: Table, item: Item) {
        let put = self.client.put_item().table_name(self.gateway.store().table_name(table));
        put.set_item(Some(item)).send().await.expect("a write");
    }

    /// Every item of every table, as text; but what a schedule notes of its own
    /// progress, which may run at any moment.
    pub async fn everything(&self) -> BTreeSet<String> {
        let noted = |(_, item): &(Table, Item)| {
            item.get("pk").and_then(|pk| pk.as_s().ok()).is_some_and(|pk| pk.starts_with("WATCH#"))
        };
        let text = |(table, item)| format!("{table:?} {}", canonical(&AttributeValue::M(item)));
        self.items().await.into_iter().filter(|item| !noted(item)).map(text).collect()
    }

    /// Fails the test if anything was written since `before`.
    pub async fn assert_unchanged(&self, before: &BTreeSet<String>) {
        self.settled().await;
        let now = self.everything().await;
        let (gone, new): (Vec<_>, Vec<_>) =
            (before.difference(&now).collect(), now.difference(before).collect());
        assert!(gone.is_empty() && new.is_empty(), "gone: {gone:#?} new: {new:#?}");
    }
}

/// The value as text, the members of maps in alphabetical order.
fn canonical(value: &AttributeValue) -> String {
    match value {
        AttributeValue::M(members) => {
            let members: BTreeMap<_, _> =
                members.iter().map(|(name, value)| (name, canonical(value))).collect();
            format!("{members:?}")
        }
        AttributeValue::L(elements) => format!("{:?}", elements.iter().map(canonical).collect::<Vec<_>>()),
        scalar => format!("{scalar:?}"),
    }
}

/// A text member of an answer.
pub fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value:#}")).to_owned()
}

/// The HTTP client of a test's people.
pub fn http() -> reqwest::Client {
    heartlink_local::tls::install();
    reqwest::Client::builder().timeout(LIMIT).build().expect("an HTTP client")
}
