//! What each operation costs, as the store itself counts it, against its
//! budget and against the table in `docs/data-model.md`.
//!
//! Measured on the embedded engine, uncontended, with items of ordinary size.

mod affinity;

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use futures::FutureExt;
use heartlink_domain::documents::Editor;
use heartlink_domain::events::{Event, EventType};
use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::matching::MatchPreferences;
use heartlink_domain::points::{PointsOrder, PointsPlan, PointsRule, Profile, Standing};
use heartlink_domain::roles::{Caller, Role};
use heartlink_domain::settings::Settings;
use heartlink_domain::time::Timestamp;
use heartlink_domain::wallet::{Currency, HoldStatus, HoldTerms, LeaseTerms, Note, Operation, OperationKind};
use heartlink_engine::Engine;
use heartlink_store::Store;
use heartlink_store::client::local_client;
use heartlink_store::clock::Clock;
use heartlink_store::idempotency::IdempotencyKey;
use heartlink_store::jobs::Visibility;
use heartlink_store::ledger::EntryFilter;
use heartlink_store::meter::{Cost, measure};
use heartlink_store::points::{self, VerificationMode};
use heartlink_store::realtime::feed::EventId;
use heartlink_store::retry::Policy;
use heartlink_store::rooms::FeedbackGiven;
use heartlink_store::sweep::Scope;
use heartlink_store::wallet::{HoldPlace, Order, Payment};

use crate::{assert_in_step, read};

const PREFIX: &str = "cost-";
const DOCUMENT: &str = "docs/data-model.md";
const BEGIN: &str = "<!-- measured: begin -->\n";
const END: &str = "<!-- measured: end -->\n";

/// What an operation may cost at most: round trips, write units, read units.
type Budget = (u32, f64, f64);

struct Measured {
    operation: &'static str,
    cost: Cost,
    budget: Option<Budget>,
}

#[derive(Default)]
struct Table(Vec<Measured>);

impl Table {
    async fn row<T, E: std::fmt::Debug>(
        &mut self,
        operation: &'static str,
        budget: Option<Budget>,
        work: impl Future<Output = Result<T, E>>,
    ) -> T {
        let (result, cost) = measure(work.boxed_local()).await;
        self.0.push(Measured { operation, cost, budget });
        result.unwrap()
    }

    fn markdown(&self) -> String {
        let mut text = String::from(
            "| operation | round trips | write units | read units | index write units |\n\
             | --- | --- | --- | --- | --- |\n",
        );
        for Measured { operation, cost, .. } in &self.0 {
            let Cost { calls, write_units, read_units, index_write_units, .. } = cost;
            text.push_str(&format!(
                "| {operation} | {calls} | {write_units} | {read_units} | {index_write_units} |\n"
            ));
        }
        text
    }
}

struct TestEnv {
    store: Store,
    clock: Clock,
    client: Client,
}

impl TestEnv {
    /// A store of the same tables that has seen nothing, with chance of its own.
    fn another_process(&self) -> Store {
        let seed = self.store.chance("process").integer(2, i64::MAX).unsigned_abs();
        Store::new(self.client.clone(), PREFIX, self.store.settings().clone(), self.clock.clone(), seed)
    }
}

async fn env(settings: Settings) -> TestEnv {
    let engine = Engine::in_memory().unwrap();
    let clock = Clock::frozen(Timestamp::from_unix_millis(4_000_000_000_000));
    let client = local_client(engine.http_client(), "http://embedded.local");
    let store = Store::new(client.clone(), PREFIX, settings, clock.clone(), 1);
    store.create_tables().await.unwrap();
    TestEnv { store, clock, client }
}

fn person(name: &str) -> UserId {
    name.parse().unwrap()
}

#[tokio::test]
async fn the_documented_costs_are_what_operations_cost() {
    let mut table = Table::default();
    let TestEnv { store, clock, .. } = env(Settings::default()).await;
    let room = measure_matching(&mut table, &store).await;
    measure_room(&mut table, &store, &clock, &room).await;
    measure_realtime(&mut table, &store).await;
    measure_background(&mut table, &clock, &store).await;
    measure_points(&mut table, &clock, &store).await;
    measure_jobs(&mut table, &store).await;
    let mut acceptance = Settings::default();
    acceptance.matching.acceptance = true;
    measure_acceptance(&mut table, &env(acceptance).await.store).await;
    let money = env(Settings::default()).await;
    measure_payments(&mut table, &money).boxed_local().await;
    measure_holds(&mut table, &money.store).boxed_local().await;
    measure_many(&mut table, &money).boxed_local().await;
    measure_looks(&mut table, &money).boxed_local().await;
    affinity::measure(&mut table, &env(Settings::default()).await).boxed_local().await;

    for Measured { operation, cost, budget } in &table.0 {
        let Some((calls, write_units, read_units)) = budget else { continue };
        let within =
            cost.calls <= *calls && cost.write_units <= *write_units && cost.read_units <= *read_units;
        assert!(within, "{operation} costs {cost:?}, and may cost {budget:?}");
    }
    let document = read(DOCUMENT);
    let (before, rest) = document.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    assert_in_step(DOCUMENT, &format!("{before}{BEGIN}{}{END}{after}", table.markdown()));
}

async fn measure_matching(table: &mut Table, store: &Store) -> RoomId {
    let (ann, bob, cat) = (person("ann"), person("bob"), person("cat"));
    let preferences = MatchPreferences::default();
    table.row("ask, nobody suitable waits", None, store.ask(&ann, &preferences, None)).await;
    table.row("ask again while waiting", None, store.ask(&ann, &preferences, None)).await;
    table.row("status while waiting, first in 10 s", None, store.current(&ann)).await;
    table.row("status while waiting", Some((2, 0.0, 2.0)), store.current(&ann)).await;
    let met =
        table.row("ask, and find a partner", Some((4, 16.0, 8.0)), store.ask(&bob, &preferences, None)).await;
    table.row("status once matched", Some((2, 0.0, 2.0)), store.current(&ann)).await;
    store.ask(&cat, &preferences, None).await.unwrap();
    table.row("cancel", None, store.cancel(&cat, None)).await;
    met.value.meeting.unwrap().room_id
}

async fn measure_room(table: &mut Table, store: &Store, clock: &Clock, room: &RoomId) {
    let (ann, bob) = (person("ann"), person("bob"));
    let send = |key| store.send_message(room, &ann, "Hello!".to_owned(), None, key);
    table.row("look at a room", None, store.room_for(room, &ann)).await;
    table.row("send a message", None, send(None)).await;
    let key = IdempotencyKey::new("ann", "rooms-send", "k", b"");
    table.row("send a message with an idempotency key", None, send(Some(&key))).await;
    table.row("the same again: a replay", None, send(Some(&key))).await;
    table.row("read 20 messages", None, store.messages(room, 20, true, None)).await;
    clock.advance(Duration::from_secs(31));
    table.row("activity, first in 30 s", None, store.touch(&ann)).await;
    table.row("activity within 30 s", Some((0, 0.0, 0.0)), store.touch(&ann)).await;
    let given = FeedbackGiven { rating: 5, tags: vec!["kind".to_owned()], report: None };
    table.row("leave a room", None, store.leave_room(room, &ann, None)).await;
    table.row("give feedback", None, store.give_feedback(room, &ann, &given, None)).await;
    table.row("history of 20 matches, one there", None, store.rooms_of(&ann, 20, true, None)).await;
    table.row("block", None, store.block(&ann, &bob)).await;
    table.row("unblock", None, store.unblock(&ann, &bob)).await;
}

async fn measure_realtime(table: &mut Table, store: &Store) {
    let dan = person("dan");
    let connection = "connection-1".parse().unwrap();
    table
        .row(
            "open a connection",
            None,
            store.open_connection(&connection, &Caller::new(dan.clone(), &[Role::User])),
        )
        .await;
    let event = |sequence: &str| {
        let data = serde_json::json!({ "room_id": "01KBD2Z3N8E5X6Q7R8S9T0V1W2", "text": "Hello!" });
        let event = Event { to: dan.clone(), kind: EventType::RoomMessage, at: store.now(), data };
        let id = EventId::of_change(("R#1", sequence), None, event.kind, 0);
        (event, id)
    };
    for (operation, sequence, budget) in [
        ("store and push an event, feed not seen by this process", "1", None),
        ("store and push an event", "2", Some((2, 2.0, 1.0))),
    ] {
        let (event, id) = event(sequence);
        let work = async {
            store.append_to_feed(&event, &id).await?;
            store.connections_of(&dan).await
        };
        table.row(operation, budget, work).await;
    }
    table.row("replay a feed, two events there", None, store.feed_after(&dan, 0, 100)).await;
    table.row("count open connections, one there", None, store.count_connections()).await;
    table.row("close a connection", None, store.close_connection(&connection)).await;
}

async fn measure_background(table: &mut Table, clock: &Clock, store: &Store) {
    table.row("pairing run, nobody waits", None, store.pair_waiting(Vec::new())).await;
    table.row("sweep, nothing is due", None, store.sweep(Scope::Cleanup, false)).await;
    store.ask(&person("eve"), &MatchPreferences::default(), None).await.unwrap();
    clock.advance(Duration::from_secs(10 * 60));
    table.row("sweep, one request expires", None, store.sweep(Scope::Cleanup, false)).await;
    table.row("stats", None, store.stats()).await;
}

fn by(key: &str) -> points::Order {
    let key = IdempotencyKey::new("lee", "points", key, b"");
    points::Order::new(person("lee"), Standing::Unbounded, Some(key))
}

fn given(points: i64) -> PointsOrder {
    let kind = "adjust".parse().unwrap();
    PointsOrder { points, kind, reason: "homework".to_owned(), teacher_id: None }
}

async fn measure_points(table: &mut Table, clock: &Clock, store: &Store) {
    let editor = Editor { operator: person("admin"), reason: None, expected: None, now: store.now() };
    let plan = PointsPlan { expires_after_days: Some(365), ..PointsPlan::default() };
    store.put_document(&"yearly".parse().unwrap(), &plan, &editor).await.unwrap();
    let rule: PointsRule = serde_json::from_str(r#"{"points": 2, "caps": {"day": 3}}"#).unwrap();
    store.put_document(&"chat".parse().unwrap(), &rule, &editor).await.unwrap();
    store.documents::<PointsPlan>().await.unwrap();
    // Boxed: together they are more than a test's stack holds.
    Box::pin(measure_points_changes(table, clock, store)).await;
    Box::pin(measure_points_rules(table, store)).await;
    Box::pin(measure_points_reads(table, clock, store)).await;
}

async fn measure_points_changes(table: &mut Table, clock: &Clock, store: &Store) {
    let (ann, ben, five) = (person("ann"), person("ben"), given(5));
    let change = Some((2, 6.0, 1.0));
    for (operation, key) in
        [("points change, account not seen by this process", "k1"), ("points change", "k2")]
    {
        table.row(operation, change, store.change_points(&ann, &five, &by(key))).await;
    }
    clock.advance(Duration::from_secs(60));
    store.documents::<PointsPlan>().await.unwrap();
    for (operation, budget) in
        [("points change, first in a minute", change), ("the same again: a replay of points", None)]
    {
        table.row(operation, budget, store.change_points(&ann, &five, &by("k3"))).await;
    }
    let profile = Profile { group: "5b".parse().ok(), plan: "yearly".parse().ok(), teachers: vec![] };
    table.row("points profile", None, store.set_points_profile(&ben, &profile, &by("p1"))).await;
    for (operation, key) in
        [("points change, in a group, a first lot", "b1"), ("points change, in a group, on a plan", "b2")]
    {
        table.row(operation, change, store.change_points(&ben, &five, &by(key))).await;
    }
}

async fn measure_points_rules(table: &mut Table, store: &Store) {
    let (ann, chat) = (person("ann"), "chat".parse().unwrap());
    store.documents::<PointsRule>().await.unwrap();
    for (operation, key) in [("points by a rule", "e1"), ("points by a rule, the event again", "e2")] {
        table.row(operation, None, store.award_points(&ann, &chat, "event-1", &by(key))).await;
    }
    table.row("points reversed", None, store.reverse_points(&ann, 4, None, &by("r1"))).await;
}

async fn measure_points_reads(table: &mut Table, clock: &Clock, store: &Store) {
    let (ann, group) = (person("ann"), "5b".parse().unwrap());
    table.row("points, read", None, store.points(&ann, true)).await;
    table.row("points, read within 5 s", Some((0, 0.0, 0.0)), store.points(&ann, false)).await;
    table.row("leaderboard, a page", None, store.leaderboard(&group, 20, None)).await;
    for (operation, mode) in [
        ("check of an account, in full", VerificationMode::Full),
        ("check of an account, nothing added", VerificationMode::Incremental),
    ] {
        table.row(operation, None, store.verify_points(&ann, mode)).await;
    }
    table.row("expiry run, nothing is due", None, store.expire_points()).await;
    clock.advance(Duration::from_secs(370 * 24 * 3_600));
    table.row("expiry run, one account", None, store.expire_points()).await;
}

async fn measure_jobs(table: &mut Table, store: &Store) {
    let reward = |n| serde_json::from_value(serde_json::json!({ "user_id": format!("r{n}"), "amount": 5 }));
    let rewards: Vec<_> = (0..100).map(reward).collect::<Result<_, _>>().unwrap();
    let key = IdempotencyKey::new("shop", "wallet-rewards", "k", b"");
    let shop = person("shop");
    let made = store.create_job_of(&rewards, &shop, &key);
    let id = table.row("make a reward job with one slice", None, made).await.value.id;
    // For each of 100 people two round trips, 6 write units, 1 read unit; beside
    // them the job, its slice, and what counts them.
    let budget = Some((200 + 5, 600.0 + 2.0, 100.0 + 6.0));
    table.row("pay 100 people of a reward job, and count them", budget, store.work_on_job(&id, None)).await;
    let own = store.jobs(Visibility::Own(&shop), 20, true, None);
    table.row("list 20 jobs of one's own, one there", None, own).await;
    let all = store.jobs(Visibility::All, 20, true, None);
    table.row("list 20 jobs of everybody, one there", None, all).await;
}

async fn measure_acceptance(table: &mut Table, store: &Store) {
    let (ann, bob) = (person("ann"), person("bob"));
    let preferences = MatchPreferences::default();
    store.ask(&ann, &preferences, None).await.unwrap();
    let ask = store.ask(&bob, &preferences, None);
    table.row("ask, and a match is proposed", Some((4, 16.0, 8.0)), ask).await;
    table.row("accept first", None, store.accept(&ann, None)).await;
    table.row("accept last: matched", None, store.accept(&bob, None)).await;
}

fn credits() -> Currency {
    "CREDIT".parse().unwrap()
}

fn payment(name: &str, amount: i64) -> Payment {
    let note = Note { description: Some("An order of books".to_owned()), reference: None };
    Payment {
        user_id: person(name),
        currency: credits(),
        amount: amount.try_into().unwrap(),
        note,
        reference_scope: None,
    }
}

fn order(key: &str) -> Order {
    Order::new(person("shop"), Some(IdempotencyKey::new("shop", "any", key, b"")))
}

async fn measure_payments(table: &mut Table, env: &TestEnv) {
    let (hundred, bob) = (payment("ann", 100), person("bob"));
    let keys = ["0", "1", "2", "3", "4", "5", "6", "7"].map(order);
    env.store.credit_wallet(&payment("ann", 10_000), &keys[0]).await.unwrap();
    let cold = env.another_process();
    let credit = |order| cold.credit_wallet(&hundred, order);
    let first = Some((2, 6.0, 1.0));
    table.row("credit, wallet not seen by this process", first, credit(&keys[1])).await;
    table.row("credit", Some((1, 6.0, 1.0)), credit(&keys[2])).await;
    table.row("the same again: a replay", None, credit(&keys[2])).await;
    let cold = env.another_process();
    let withdraw = |order| cold.withdraw_from_wallet(&hundred, order);
    table.row("withdraw, wallet not seen by this process", first, withdraw(&keys[3])).await;
    table.row("withdraw", Some((1, 6.0, 1.0)), withdraw(&keys[4])).await;
    let cold = env.another_process();
    let transfer = |order| cold.transfer(&hundred, &bob, order);
    // Ten for what it writes, two for each condition: that neither has blocked the
    // other, and that the sender is not suspended.
    let budget = Some((2, 14.0, 2.0));
    table.row("transfer, wallets not seen by this process", budget, transfer(&keys[5])).await;
    table.row("transfer", budget, transfer(&keys[6])).await;
    let (ann, note) = (person("ann"), Note::default());
    let back = cold.reverse_entry(&ann, &hundred.currency, 2, &note, &keys[7]);
    table.row("reverse an entry", None, back).await;
}

async fn measure_holds(table: &mut Table, store: &Store) {
    let (ann, note, currency) = (person("ann"), Note::default(), credits());
    let terms = HoldTerms { amount: 50.try_into().unwrap(), expires_in_secs: None, note: note.clone() };
    let keys = ["h0", "h1", "h2", "h3", "h4", "h5"].map(order);
    store.wallet(&ann, &currency).await.unwrap();
    let hold = |order| store.hold_in_wallet(&ann, &currency, &terms, order);
    let held = table.row("hold", None, hold(&keys[0])).await.value.hold;
    let mut place = HoldPlace { status: None, limit: 20, newest_first: true, after: None };
    table.row("list 20 holds, one there", None, store.wallet_holds(&ann, &currency, &place)).await;
    place.status = Some(HoldStatus::Open);
    table.row("list the open holds, one there", None, store.wallet_holds(&ann, &currency, &place)).await;
    table.row("capture a hold", None, store.capture_hold(&ann, &held.id, None, &note, &keys[1])).await;
    let held = hold(&keys[2]).await.unwrap().value.hold;
    table.row("void a hold", None, store.void_hold(&ann, &held.id, &keys[3])).await;
    let lease = LeaseTerms { owner: "ops".to_owned(), purpose: None, ttl_secs: None };
    table.row("lock a wallet", None, store.lock_wallet(&ann, &currency, &lease, &keys[4])).await;
    table.row("unlock a wallet", None, store.unlock_wallet(&ann, &currency, "ops", &keys[5])).await;
}

/// Of a call for many, each user may cost 1 to 2 round trips, 6 write units and
/// a read unit; the call's own record comes on top, once.
async fn measure_many(table: &mut Table, env: &TestEnv) {
    const REWARDS: Option<Budget> = Some((2 * 10 + 1, 6.0 * 10.0 + 2.0, 10.0));
    let reward = |n: u32| Operation {
        user_id: person(&format!("user-{n}")),
        currency: credits(),
        kind: OperationKind::Reward,
        amount: 5.try_into().unwrap(),
        note: Note::default(),
    };
    let ten: Vec<Operation> = (0..10).map(reward).collect();
    let [first, again, third] = ["m0", "m1", "m2"].map(|key| Order { policy: Policy::Rewards, ..order(key) });
    env.store.run_batch(&ten, 1_000, &first).await.unwrap();
    let cold = env.another_process();
    let name = "rewards to 10 users, wallets not seen by this process";
    table.row(name, REWARDS, cold.run_batch(&ten, 1_000, &again)).await;
    table.row("rewards to 10 users", REWARDS, cold.run_batch(&ten, 1_000, &third)).await;
}

async fn measure_looks(table: &mut Table, env: &TestEnv) {
    let (ann, currency, store) = (person("ann"), credits(), &env.store);
    table.row("look at a wallet", None, store.wallet(&ann, &currency)).await;
    table.row("list the wallets of somebody", None, store.wallets_of(&ann, None)).await;
    let all = EntryFilter::default();
    let entries = store.wallet_entries(&ann, &currency, &all, (20, true, None));
    table.row("read 20 entries, 9 there", None, entries).await;
    table.row("verify a ledger of 9 entries", None, store.verify_wallet(&ann, &currency, false)).await;
    table.row("verify it again, nothing added", None, store.verify_wallet(&ann, &currency, true)).await;
    table.row("tell the first figures of wallets", None, told(store)).await;
    store.credit_wallet(&payment("ann", 1), &order("last")).await.unwrap();
    table.row("tell figures of wallets, at most once in 10 s", None, told(store)).await;
    table.row("stats of wallets, nothing to tell", None, store.wallet_stats()).await;
}

async fn told(store: &Store) -> Result<(), std::convert::Infallible> {
    store.tell_wallet_figures_now().await;
    Ok(())
}
