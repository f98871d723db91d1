//! What each operation costs, as the store itself counts it, against its
//! budget and against the table in `docs/data-model.md`.
//!
//! Measured on the embedded engine, uncontended, with items of ordinary size.

use std::time::Duration;

use heartlink_domain::events::{Event, EventType};
use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::matching::Wish;
use heartlink_domain::settings::Settings;
use heartlink_domain::time::Timestamp;
use heartlink_engine::Engine;
use heartlink_store::Store;
use heartlink_store::client::local_client;
use heartlink_store::clock::Clock;
use heartlink_store::feed::Position;
use heartlink_store::idempotency::IdempotencyKey;
use heartlink_store::meter::{Cost, measure};
use heartlink_store::rooms::FeedbackGiven;
use heartlink_store::sweep::Scope;

use crate::{assert_in_step, read};

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
        let (result, cost) = measure(work).await;
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

struct World {
    store: Store,
    clock: Clock,
}

async fn world(settings: Settings) -> World {
    let engine = Engine::in_memory().unwrap();
    let clock = Clock::frozen(Timestamp::from_unix_millis(4_000_000_000_000));
    let client = local_client(engine.http_client(), "http://embedded.local");
    let store = Store::new(client, "cost-", settings, clock.clone(), 1);
    store.create_tables().await.unwrap();
    World { store, clock }
}

fn person(name: &str) -> UserId {
    name.parse().unwrap()
}

#[tokio::test]
async fn the_documented_costs_are_what_operations_cost() {
    let mut table = Table::default();
    let World { store, clock } = world(Settings::default()).await;
    let room = measure_matching(&mut table, &store).await;
    measure_room(&mut table, &store, &clock, &room).await;
    measure_realtime(&mut table, &store).await;
    measure_background(&mut table, &clock, &store).await;
    measure_jobs(&mut table, &store).await;
    let mut acceptance = Settings::default();
    acceptance.matching.acceptance = true;
    measure_acceptance(&mut table, &world(acceptance).await.store).await;

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
    let wish = Wish::default();
    table.row("ask, nobody suitable waits", None, store.ask(&ann, &wish, None)).await;
    table.row("ask again while waiting", None, store.ask(&ann, &wish, None)).await;
    table.row("status while waiting, first in 10 s", None, store.current(&ann)).await;
    table.row("status while waiting", Some((2, 0.0, 2.0)), store.current(&ann)).await;
    let met = table.row("ask, and find a partner", Some((4, 16.0, 8.0)), store.ask(&bob, &wish, None)).await;
    table.row("status once matched", Some((2, 0.0, 2.0)), store.current(&ann)).await;
    store.ask(&cat, &wish, None).await.unwrap();
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
    table.row("open a connection", None, store.open_connection(&connection, &dan)).await;
    let event = |sequence: &str| {
        let data = serde_json::json!({ "room_id": "01KBD2Z3N8E5X6Q7R8S9T0V1W2", "text": "Hello!" });
        let event = Event { to: dan.clone(), kind: EventType::RoomMessage, at: store.now(), data };
        (event, Position { sequence: sequence.to_owned(), part: 0 })
    };
    for (operation, sequence, budget) in [
        ("store and push an event, feed not seen by this process", "1", None),
        ("store and push an event", "2", Some((2, 2.0, 1.0))),
    ] {
        let (event, position) = event(sequence);
        let work = async {
            store.append_to_feed(&event, "shard", &position).await?;
            store.connections_of(&dan).await
        };
        table.row(operation, budget, work).await;
    }
    table.row("replay a feed, two events there", None, store.feed_after(&dan, 0, 100)).await;
    table.row("close a connection", None, store.close_connection(&connection)).await;
}

async fn measure_background(table: &mut Table, clock: &Clock, store: &Store) {
    table.row("pairing run, nobody waits", None, store.pair_waiting(Vec::new())).await;
    table.row("sweep, nothing is due", None, store.sweep(Scope::Cleanup, false)).await;
    store.ask(&person("eve"), &Wish::default(), None).await.unwrap();
    clock.advance(Duration::from_secs(10 * 60));
    table.row("sweep, one request expires", None, store.sweep(Scope::Cleanup, false)).await;
    table.row("stats", None, store.stats()).await;
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
}

async fn measure_acceptance(table: &mut Table, store: &Store) {
    let (ann, bob) = (person("ann"), person("bob"));
    let wish = Wish::default();
    store.ask(&ann, &wish, None).await.unwrap();
    let ask = store.ask(&bob, &wish, None);
    table.row("ask, and a match is proposed", Some((4, 16.0, 8.0)), ask).await;
    table.row("accept first", None, store.accept(&ann, None)).await;
    table.row("accept last: matched", None, store.accept(&bob, None)).await;
}
