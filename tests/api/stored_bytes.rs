//! What is stored, byte for byte: each folder of `tests/fixtures/stored` holds all
//! that one build stored for the same calls, and every later build reads it and
//! repeats the answers recorded in it (`docs/stored-bytes.md`).
//!
//! A fixture is never changed: a build that stores a form none of them has adds a
//! folder, by `HEARTLINK_WRITE_FIXTURES=1 cargo test --test api stored_bytes`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use heartlink_domain::roles::Role;
use heartlink_domain::time::Timestamp;
use heartlink_store::clock::Clock;
use heartlink_store::tables::Table;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Person, eventually};
use crate::stored_forms::{form_of, item_from_json, item_to_json, kind};
use crate::system::{System, text};

/// When the fixtures were written: nothing in them has expired by then.
const THEN: i64 = 4_000_000_000_000;

/// A gateway that stays at [`THEN`].
async fn system() -> System {
    System::with(|options| {
        options.clock = Clock::frozen(Timestamp::from_unix_millis(THEN));
        options.seed = Some(1);
    })
    .await
}

/// The calls that bring every kind of item about. Made again over what they
/// stored, each is answered with what was recorded of it.
struct Calls {
    system: System,
    again: bool,
}

impl Calls {
    fn person(&self, name: &str) -> Person {
        let role = match name {
            "shop" => Role::Service,
            "lee" => Role::Teacher,
            "admin" => Role::Admin,
            _ => Role::User,
        };
        self.system.with_roles(name, &[role])
    }

    async fn call(&self, who: &str, method: Method, path: &str, body: Value, key: Option<&str>) -> Answer {
        let who = self.person(who);
        let mut call = who.call(method.clone(), path);
        if let Some(key) = key {
            call = call.key(key);
        }
        if !body.is_null() {
            call = call.json(&body);
        }
        let answer = call.send().await;
        assert!(answer.status < 300, "{method} {path}: {answer:#?}");
        answer
    }

    /// A call that is made once, whatever is stored already.
    async fn plain(&self, who: &str, method: Method, path: &str, body: Value) -> Value {
        self.call(who, method, path, body, None).await.body
    }

    /// A call with an idempotency key.
    async fn keyed(&self, who: &str, method: Method, path: &str, body: Value) -> Value {
        let key: String = format!("{method} {path} {body}").chars().take(120).collect();
        let answer = self.call(who, method, path, body, Some(&key)).await;
        assert_eq!(answer.is_replayed(), self.again, "{key}: {answer:#?}");
        answer.body
    }

    async fn all(&self) {
        self.documents().await;
        // Before the block, which bars their transfers.
        self.wallet().await;
        self.matching().await;
        self.points().await;
        self.affinity().await;
        self.jobs().await;
        self.system.settled().await;
    }

    async fn documents(&self) {
        let rule = json!({
            "min_change": 5, "max_change": 5, "single_cap": 100, "daily_cap": 1_000, "cooldown_seconds": 60,
            "reported_by": "user",
        });
        let purr = json!({ "min_change": 5, "max_change": 5, "single_cap": 5, "daily_cap": 1_000 });
        let levels = json!({ "levels": [
            { "threshold": 0, "name": "Stranger" },
            { "threshold": 5, "name": "Friend", "rewards": [
                { "type": "tag", "tag": "friend" }, { "type": "wallet", "amount": 50 }, { "type": "points", "amount": 5 },
            ] },
        ] });
        let caps = json!({ "day": 100, "week": 300, "month": 1_000 });
        for (path, body) in [
            ("/v1/affinity/rules/chat?reason=first", rule),
            ("/v1/affinity/rules/purr", purr),
            ("/v1/affinity/levels", levels),
            ("/v1/affinity/settings", json!({ "max_affinity": 500 })),
            ("/v1/points/plans/default", json!({ "floor": -10, "expires_after_days": 30 })),
            ("/v1/points/rules/attend", json!({ "points": 7, "caps": caps, "description": "there" })),
        ] {
            self.plain("admin", Method::PUT, path, body.clone()).await;
            self.plain("admin", Method::PUT, path, body).await;
        }
    }

    async fn matching(&self) {
        let preferences = json!({
            "interests": ["jazz"], "languages": ["en"], "location": { "lat": 52.5, "lon": 13.4 },
            "filters": { "languages": ["en"], "max_distance_km": 50.0, "relax_after_seconds": 30 },
        });
        self.keyed("dora", Method::POST, "/v1/heart-links", preferences).await;
        self.keyed("eve", Method::POST, "/v1/heart-links", json!({ "filters": { "interests": ["none"] } }))
            .await;
        self.keyed("eve", Method::POST, "/v1/heart-links/current/cancel", Value::Null).await;
        self.keyed("ann", Method::POST, "/v1/heart-links", json!({})).await;
        let met = self.keyed("bob", Method::POST, "/v1/heart-links", json!({})).await;
        let room = text(&met, "room_id");
        let room = format!("/v1/rooms/{room}");
        self.keyed("ann", Method::POST, &format!("{room}/messages"), json!({ "text": "hello" })).await;
        let report = json!({ "rating": 2, "tags": ["loud"], "report": { "reason": "shouting" } });
        self.keyed("ann", Method::POST, &format!("{room}/feedback"), report).await;
        self.keyed("ann", Method::POST, &format!("{room}/leave"), Value::Null).await;
        self.plain("ann", Method::PUT, "/v1/blocks/bob", Value::Null).await;
        let muted = json!({ "kind": "muted", "until": "2100-01-01T00:00:00.000Z", "reason": "shouting" });
        self.plain("admin", Method::PUT, "/v1/people/bob/sanction", muted).await;
        for path in ["heart-links/history", "events?after=0", "heart-links/stats"] {
            let who = if path.ends_with("stats") { "admin" } else { "ann" };
            let page = self.plain(who, Method::GET, &format!("/v1/{path}"), Value::Null).await;
            assert!(page["items"].as_array().is_none_or(|items| !items.is_empty()), "{path}: {page:#}");
        }
        let messages = self.plain("ann", Method::GET, &format!("{room}/messages"), Value::Null).await;
        assert_eq!(messages["items"][0]["text"], "hello", "{messages:#}");
        self.plain("dora", Method::GET, "/v1/heart-links/current", Value::Null).await;
    }

    /// References that stand once; builds before the fifth knew none.
    async fn references(&self) {
        for scope in ["wallet", "global"] {
            let body = json!({ "amount": 1, "reference": "once", "reference_scope": scope });
            let path = "/v1/wallets/gil/credit";
            self.call("shop", Method::POST, path, body.clone(), Some(scope)).await;
            let (shop, key) = (self.person("shop"), format!("{scope} again"));
            shop.post(path).key(&key).json(&body).send().await.refused(409, "reference_used");
        }
    }

    async fn wallet(&self) {
        let shop = async |path: &str, body| self.keyed("shop", Method::POST, path, body).await;
        let note = |amount: i64| json!({ "amount": amount, "description": "lunch", "reference": "r-1" });
        shop("/v1/wallets/ann/credit", note(1_000)).await;
        shop("/v1/wallets/ann/withdraw", note(100)).await;
        self.references().await;
        let transfer = json!({ "to": "bob", "amount": 50, "description": "thanks" });
        let sent = self.keyed("ann", Method::POST, "/v1/wallets/me/transfer", transfer).await;
        let hold = async |reference: &str| {
            let body = json!({ "amount": 20, "description": "taxi", "reference": reference });
            text(&shop("/v1/wallets/ann/holds", body).await["hold"], "id")
        };
        let (captured, voided, _open) = (hold("one").await, hold("two").await, hold("three").await);
        shop(&format!("/v1/wallets/ann/holds/{captured}/capture"), json!({ "amount": 15 })).await;
        shop(&format!("/v1/wallets/ann/holds/{voided}/void"), json!({})).await;
        let reversed = format!("/v1/wallets/ann/entries/{}/reverse", sent["debit"]["seq"]);
        shop(&reversed, json!({ "description": "a mistake" })).await;
        let lease = json!({ "owner": "till-1", "purpose": "count", "ttl_seconds": 600 });
        self.keyed("admin", Method::POST, "/v1/wallets/bob/lock", lease.clone()).await;
        let forced = "/v1/wallets/bob/lock?force=true&reason=stuck";
        self.keyed("admin", Method::DELETE, forced, Value::Null).await;
        self.keyed("admin", Method::POST, "/v1/wallets/cid/lock", lease).await;
        let status = json!({ "status": "frozen", "reason": "lost phone" });
        self.keyed("admin", Method::PUT, "/v1/wallets/fay/status", status).await;
        let operations = json!([{ "user_id": "ann", "type": "credit", "amount": 5 }]);
        shop("/v1/wallets/batch", json!({ "operations": operations, "atomic": true })).await;
        shop("/v1/wallets/batch", json!({ "operations": operations })).await;
        shop("/v1/wallets/rewards", json!({ "rewards": [{ "user_id": "ann", "amount": 5 }] })).await;
        for path in
            ["ann/verify?incremental=true", "fay/audit", "ann/entries", "ann/holds", "cid/lock", "stats"]
        {
            self.plain("admin", Method::GET, &format!("/v1/wallets/{path}"), Value::Null).await;
        }
    }

    async fn points(&self) {
        let change = |points: i64| json!({ "student_id": "ann", "points_change": points, "transaction_type": "add_points", "reason": "homework" });
        self.keyed("lee", Method::POST, "/v1/points", change(5)).await;
        let second = self.keyed("lee", Method::POST, "/v1/points", change(6)).await;
        let reversed =
            format!("/v1/points/students/ann/transactions/{}/reverse", second["transaction"]["seq"]);
        self.keyed("lee", Method::POST, &reversed, json!({ "reason": "a mistake" })).await;
        let event = json!({ "student_id": "ann", "rule_key": "attend", "event_id": "lesson-1" });
        self.keyed("shop", Method::POST, "/v1/points/events", event).await;
        let many = json!({
            "student_ids": ["ann", "bob"], "points_change": 1, "transaction_type": "add_points", "reason": "sun",
        });
        self.keyed("shop", Method::POST, "/v1/points/batch", many).await;
        let rows = json!([{ "points_change": 3, "transaction_type": "add_points", "reason": "before" }]);
        let import = json!({ "student_id": "cid", "import_id": "i-1", "total": 2, "transactions": rows });
        self.keyed("admin", Method::POST, "/v1/points/import", import).await;
        let profile = json!({ "group": "class-1", "teachers": ["lee"] });
        self.keyed("admin", Method::PUT, "/v1/points/students/bob", profile).await;
        for path in ["students/ann/check", "students/bob/audit", "students/bob", "history?rule_key=attend"] {
            self.plain("admin", Method::GET, &format!("/v1/points/{path}"), Value::Null).await;
        }
        self.plain("ann", Method::GET, "/v1/points?transactions=true", Value::Null).await;
    }

    async fn affinity(&self) {
        let device = json!({ "device_id": "cat", "name": "Tom" });
        self.keyed("ann", Method::POST, "/v1/devices", device).await;
        let event = json!({
            "device_id": "cat", "rule_key": "chat", "source": "device_event", "event_id": "e-1",
            "metadata": { "mood": "good" },
        });
        self.keyed("ann", Method::POST, "/v1/affinity/events", event).await;
        // Levels that pay are reached by what services report.
        let vouched =
            json!({ "user_id": "ann", "device_id": "cat", "rule_key": "purr", "source": "device_event" });
        self.plain("shop", Method::POST, "/v1/affinity/events", vouched).await;
        let adjust = json!({ "user_id": "ann", "device_id": "cat", "delta": 3, "reason": "made good" });
        self.keyed("admin", Method::POST, "/v1/affinity/adjust", adjust).await;
        let frozen = json!({ "user_id": "fay", "device_id": "cat", "delta": 6, "reason": "made good" });
        self.keyed("fay", Method::POST, "/v1/devices", json!({ "device_id": "cat" })).await;
        self.keyed("admin", Method::POST, "/v1/affinity/adjust", frozen).await;
        let whose = "user_id=ann&device_id=cat";
        for path in
            [format!("grants?{whose}"), "cat/log?user_id=ann".to_owned(), "history?of=levels".to_owned()]
        {
            let page = self.plain("admin", Method::GET, &format!("/v1/affinity/{path}"), Value::Null).await;
            assert!(!page["items"].as_array().unwrap().is_empty(), "{path}: {page:#}");
        }
        self.plain("ann", Method::GET, "/v1/affinity/cat", Value::Null).await;
        // A level is put in and another taken out, so that ids and numbers differ.
        let tag = json!([{ "type": "tag", "tag": "mate" }]);
        let edited = json!({ "levels": [
            { "threshold": 0, "name": "Stranger" }, { "threshold": 3, "name": "Mate", "rewards": tag },
        ] });
        self.plain("admin", Method::PUT, "/v1/affinity/levels", edited).await;
        self.plain("gus", Method::POST, "/v1/devices", json!({ "device_id": "cat" })).await;
        let rise = json!({ "user_id": "gus", "device_id": "cat", "delta": 4, "reason": "made good" });
        self.plain("admin", Method::POST, "/v1/affinity/adjust", rise).await;
    }

    async fn jobs(&self) {
        let made = json!({ "source": "slices" });
        let made = self.keyed("shop", Method::POST, "/v1/wallets/rewards/jobs", made).await;
        let job = format!("/v1/jobs/{}", text(&made["job"], "id"));
        if !self.again {
            let rewards = json!([{ "user_id": "ann", "amount": 2 }, { "user_id": "fay", "amount": 2 }]);
            self.plain("shop", Method::PUT, &format!("{job}/slices/1"), json!({ "rewards": rewards })).await;
            self.plain("shop", Method::POST, &format!("{job}/start"), Value::Null).await;
        }
        eventually("a job that is done", async || {
            let job = self.plain("shop", Method::GET, &job, Value::Null).await;
            if job["status"] == "done" { Ok(()) } else { Err(job) }
        })
        .await;
        let failures = self.plain("shop", Method::GET, &format!("{job}/failures"), Value::Null).await;
        assert_eq!(failures["items"][0]["user_id"], "fay", "{failures:#}");
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/stored")
}

/// Items by kind.
type Kinds = BTreeMap<String, Vec<Value>>;

/// What each of the builds stored, by its number.
fn fixtures() -> BTreeMap<u32, Kinds> {
    let builds = std::fs::read_dir(folder()).unwrap().map(|build| build.unwrap().path());
    builds
        .map(|path| (path.file_name().unwrap().to_str().unwrap().parse().unwrap(), kinds_in(&path)))
        .collect()
}

fn kinds_in(build: &Path) -> Kinds {
    let files = std::fs::read_dir(build).unwrap().map(|file| file.unwrap().path());
    let read = |path: PathBuf| {
        let items = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), items)
    };
    files.map(read).collect()
}

async fn put(system: &System, kinds: &Kinds) {
    for (kind, items) in kinds {
        for item in items {
            system.put(table_of(kind), item_from_json(item)).await;
        }
    }
}

fn table_of(kind: &str) -> Table {
    *Table::ALL.iter().find(|table| kind.starts_with(&format!("{}-", table.suffix()))).unwrap()
}

/// All that this build stores.
async fn written() -> Kinds {
    let calls = Calls { system: system().await, again: false };
    let _connection = calls.person("ann").connect().await;
    calls.all().await;
    let store = calls.system.gateway.store();
    store.tell_wallet_figures_now().await;
    store.reconcile_points().await.unwrap();
    let mut kinds = Kinds::new();
    for (table, item) in calls.system.items().await {
        kinds.entry(kind(table, &item)).or_default().push(item_to_json(&item));
    }
    kinds
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_this_build_stores_has_a_fixture_of_its_form() {
    let fixtures = fixtures();
    let mut known = BTreeSet::new();
    for (kind, items) in fixtures.values().flatten() {
        known.extend(items.iter().map(|item| (kind.clone(), form_of(kind, item))));
    }
    let (written, mut missing) = (written().await, BTreeSet::new());
    for (kind, items) in &written {
        missing.extend(items.iter().map(|item| (kind.clone(), form_of(kind, item))));
    }
    missing.retain(|form| !known.contains(form));
    if !missing.is_empty() && std::env::var_os("HEARTLINK_WRITE_FIXTURES").is_some() {
        let build = fixtures.keys().last().map_or(1, |last| last + 1);
        let folder = folder().join(build.to_string());
        std::fs::create_dir_all(&folder).unwrap();
        for (kind, items) in &written {
            let text = serde_json::to_string_pretty(items).unwrap();
            std::fs::write(folder.join(format!("{kind}.json")), format!("{text}\n")).unwrap();
        }
        return;
    }
    assert!(missing.is_empty(), "stored in a form of which there is no fixture:\n{missing:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_earlier_builds_stored_is_read_and_repeated() {
    for (build, kinds) in fixtures() {
        eprintln!("what build {build} stored");
        let system = system().await;
        // Connections come last: a push of what else is stored would find that
        // they are gone, and forget them.
        let (connections, others): (Kinds, Kinds) =
            kinds.into_iter().partition(|(kind, _)| kind.starts_with("realtime-c"));
        put(&system, &others).await;
        system.settled().await;
        // A gateway that remembers nothing.
        let calls = Calls { system: system.killed_and_restarted().await, again: true };
        put(&calls.system, &connections).await;
        let store = calls.system.gateway.store();
        let open = store.connections_of(&"ann".parse().unwrap()).await.unwrap();
        assert_eq!(open.len(), 1, "{open:#?}");
        calls.all().await;
    }
}

/// A kind of key that no fixture has would be a kind of item that nobody reads
/// in a later build.
#[test]
fn every_kind_of_key_has_a_fixture() {
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/store/src/keys.rs");
    let source = std::fs::read_to_string(source).unwrap();
    let begin = source.find("impl Key {").unwrap();
    let keys = &source[begin..begin + source[begin..].find("\n}").unwrap()];
    let of_keys = keys.matches("-> Self {").count() - 1;
    let kinds: BTreeSet<String> = fixtures().into_values().flat_map(Kinds::into_keys).collect();
    let stems: BTreeSet<&str> = FIXTURE_OF_KEY.iter().map(|(_, stem)| *stem).collect();
    assert_eq!(FIXTURE_OF_KEY.len(), of_keys, "a key was added: say which fixture is its");
    for (key, _) in FIXTURE_OF_KEY {
        assert!(keys.contains(&format!("pub fn {key}(")), "there is no key {key}");
    }
    for stem in stems {
        assert!(kinds.iter().any(|kind| kind.starts_with(stem)), "no fixture {stem} among {kinds:?}");
    }
}

/// Each way to make a key, and how its fixtures' names begin.
const FIXTURE_OF_KEY: [(&str, &str); 31] = [
    ("person", "matching-person"),
    ("relation", "matching-rel"),
    ("room", "matching-room"),
    ("message", "matching-msg"),
    ("matching_counters", "matching-tally"),
    ("feed", "realtime-n"),
    ("user_connection", "realtime-c"),
    ("connection", "realtime-connection"),
    ("head", "ledger-head-"),
    ("entry", "ledger-e-"),
    ("reversal_mark", "ledger-rev-"),
    ("reference_mark", "ledger-ref"),
    ("hold", "ledger-hold-"),
    ("audit", "ledger-audit-"),
    ("checkpoint", "ledger-checkpoint-"),
    ("event_mark", "ledger-mark-"),
    ("watch", "ledger-watch"),
    ("grant", "ledger-grant-"),
    ("devices", "ledger-devices"),
    ("job", "jobs-job"),
    ("slice", "jobs-s"),
    ("failures", "jobs-f"),
    ("wallet_figures", "ledger-wallet-figures"),
    ("wallet_figures_beginning", "ledger-wallet-figures"),
    ("document", "documents-document-"),
    ("revision", "documents-revision-"),
    ("idempotency", "idempotency-key"),
    ("report", "safety-report"),
    ("evidence", "safety-evidence"),
    ("reports_made", "safety-reports"),
    ("sanction_record", "safety-sanction"),
];
