//! What must hold whatever happened: read from the tables themselves, behind
//! the system's back. Never repairs anything.

#![expect(clippy::expect_used, reason = "what does not parse has failed the test")]

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use heartlink_domain::counters::{MatchingCounters, Stats};
use heartlink_domain::events::EventType;
use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::matching::{Person, RequestStatus};
use heartlink_domain::rooms::{Message, Room, RoomStatus};
use heartlink_store::Store;
use heartlink_store::keys::LEDGER_PREFIX;
use heartlink_store::realtime::feed::FeedItem;
use heartlink_store::tables::Table;

use crate::ledgers::Ledger;

pub(crate) type Item = std::collections::HashMap<String, AttributeValue>;

/// Everything that is stored, parsed.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// People by id.
    pub people: BTreeMap<UserId, Person>,
    /// Rooms by id.
    pub rooms: BTreeMap<RoomId, Room>,
    /// Messages by room, in order.
    pub messages: BTreeMap<RoomId, Vec<Message>>,
    /// Feeds by owner, in order.
    pub feeds: BTreeMap<UserId, Vec<FeedItem>>,
    /// The matching counters, summed.
    pub counters: BTreeMap<String, i64>,
    /// Accounts of any kind, by partition.
    pub ledgers: BTreeMap<String, Ledger>,
}

/// Reads every item of the matching, realtime and ledger tables.
///
/// # Panics
/// If the engine fails or an item does not parse: the test has failed.
pub async fn snapshot(client: &Client, store: &Store) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for item in scan(client, &store.table_name(Table::Matching)).await {
        snapshot.take_matching(item);
    }
    for item in scan(client, &store.table_name(Table::Realtime)).await {
        if text(&item, "sk").starts_with("N#") {
            let owner: UserId = text(&item, "pk").trim_start_matches("U#").parse().expect("a feed's owner");
            let item: FeedItem = serde_dynamo::from_item(item).expect("a feed item");
            snapshot.feeds.entry(owner).or_default().push(item);
        }
    }
    for item in scan(client, &store.table_name(Table::Ledger)).await {
        let partition = text(&item, "pk");
        // Beside ledgers there are lists, of a user's devices say.
        if partition.starts_with(LEDGER_PREFIX) {
            snapshot.ledgers.entry(partition).or_default().take(&text(&item, "sk"), item);
        }
    }
    for feed in snapshot.feeds.values_mut() {
        feed.sort_by_key(|item| item.n);
    }
    for messages in snapshot.messages.values_mut() {
        messages.sort_by_key(|message| message.seq);
    }
    snapshot
}

async fn scan(client: &Client, table: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let mut start = None;
    loop {
        let page = client
            .scan()
            .table_name(table)
            .consistent_read(true)
            .set_exclusive_start_key(start)
            .send()
            .await
            .expect("a scan");
        items.extend(page.items.unwrap_or_default());
        start = page.last_evaluated_key;
        if start.is_none() {
            return items;
        }
    }
}

fn text(item: &Item, name: &str) -> String {
    item.get(name).and_then(|value| value.as_s().ok()).cloned().unwrap_or_default()
}

impl Snapshot {
    fn take_matching(&mut self, item: Item) {
        match text(&item, "sk").as_str() {
            "PERSON" => {
                let person: Person = serde_dynamo::from_item(item).expect("a person");
                self.people.insert(person.user_id.clone(), person);
            }
            "ROOM" => {
                let room: Room = serde_dynamo::from_item(item).expect("a room");
                self.rooms.insert(room.id.clone(), room);
            }
            "TALLY" => {
                for (name, value) in item {
                    if let Some(count) = value.as_n().ok().and_then(|n| n.parse::<i64>().ok()) {
                        *self.counters.entry(name).or_default() += count;
                    }
                }
            }
            sk if sk.starts_with("MSG#") => {
                let message: Message = serde_dynamo::from_item(item).expect("a message");
                self.messages.entry(message.room_id.clone()).or_default().push(message);
            }
            _ => {}
        }
    }

    /// Rooms that are open.
    pub fn active_rooms(&self) -> impl Iterator<Item = &Room> {
        self.rooms.values().filter(|room| room.status == RoomStatus::Active)
    }

    /// People whose request has `status`.
    pub fn with_status(&self, status: RequestStatus) -> Vec<&UserId> {
        let has = |person: &&Person| person.request.as_ref().is_some_and(|request| request.status == status);
        self.people.values().filter(has).map(|person| &person.user_id).collect()
    }

    /// Everything that is wrong with people, rooms, messages, figures and ledgers.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        self.check_rooms(&mut problems);
        self.check_people(&mut problems);
        self.check_messages(&mut problems);
        self.check_figures(&mut problems);
        problems.extend(self.ledgers.iter().flat_map(|(name, ledger)| ledger.problems(name)));
        problems
    }

    fn check_rooms(&self, problems: &mut Vec<String>) {
        let mut housed = BTreeSet::new();
        for room in self.active_rooms() {
            let [a, b] = &room.members;
            if a == b {
                problems.push(format!("room {} has one member twice", room.id));
            }
            for member in &room.members {
                if !housed.insert(member.clone()) {
                    problems.push(format!("{member} is in two rooms"));
                }
                let pointer = self.people.get(member).and_then(|person| person.room_id.as_ref());
                if pointer != Some(&room.id) {
                    problems.push(format!("room {} is open, but {member} points at {pointer:?}", room.id));
                }
            }
        }
    }

    fn check_people(&self, problems: &mut Vec<String>) {
        for person in self.people.values() {
            let who = &person.user_id;
            if let Some(id) = &person.room_id {
                let open = self
                    .rooms
                    .get(id)
                    .is_some_and(|room| room.status == RoomStatus::Active && room.members.contains(who));
                if !open {
                    problems.push(format!("{who} points at {id}, which is not an open room of theirs"));
                }
                if person.request.as_ref().is_some_and(|request| request.status.is_live()) {
                    problems.push(format!("{who} waits while in a room"));
                }
            }
            let Some(request) = &person.request else { continue };
            let proposed = request.claim.as_ref().is_some_and(|claim| {
                self.rooms.get(&claim.room_id).is_some_and(|room| room.status == RoomStatus::Proposed)
            });
            if (request.status == RequestStatus::Matching) != proposed {
                problems.push(format!("{who} is {:?} with the claim {:?}", request.status, request.claim));
            }
        }
    }

    fn check_messages(&self, problems: &mut Vec<String>) {
        for room in self.rooms.values() {
            let numbers: Vec<u64> =
                self.messages.get(&room.id).into_iter().flatten().map(|message| message.seq).collect();
            if numbers != (1..=room.last_seq).collect::<Vec<_>>() {
                problems.push(format!("room {} says {} messages, has {numbers:?}", room.id, room.last_seq));
            }
        }
    }

    fn check_figures(&self, problems: &mut Vec<String>) {
        let pending = self.with_status(RequestStatus::Pending).len() as u64;
        let stats = Stats::from_counters(&MatchingCounters::from_counters(&self.counters), pending);
        let ended = self.rooms.values().filter(|room| room.status == RoomStatus::Ended).count();
        let figures = [
            ("active rooms", stats.active_rooms, self.active_rooms().count()),
            ("ended rooms", stats.ended_rooms, ended),
            ("matching", stats.matching, self.with_status(RequestStatus::Matching).len()),
        ];
        for (name, counted, found) in figures {
            if counted != found as u64 {
                problems.push(format!("the figures say {counted} {name}, there are {found}"));
            }
        }
    }

    /// What the feeds lack or have twice.
    pub fn feed_problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut expected: BTreeMap<(&UserId, &'static str, String), usize> = BTreeMap::new();
        for room in self.rooms.values() {
            for member in &room.members {
                let mut expect = |kind: EventType, mark: String| {
                    *expected.entry((member, kind.as_str(), mark)).or_default() += 1;
                };
                if matches!(room.status, RoomStatus::Active | RoomStatus::Ended) {
                    expect(EventType::MatchFound, room.id.to_string());
                }
                if room.status == RoomStatus::Ended {
                    expect(EventType::RoomEnded, room.id.to_string());
                }
                for message in self.messages.get(&room.id).into_iter().flatten() {
                    expect(EventType::RoomMessage, format!("{} {}", room.id, message.seq));
                }
            }
        }
        let mut found: BTreeMap<(&UserId, &'static str, String), usize> = BTreeMap::new();
        for (owner, feed) in &self.feeds {
            let numbers: Vec<u64> = feed.iter().map(|item| item.n).collect();
            if numbers.windows(2).any(|pair| pair[1] != pair[0] + 1) {
                problems.push(format!("the feed of {owner} has the numbers {numbers:?}"));
            }
            for item in feed {
                let room = item.data["room_id"].as_str().unwrap_or_default();
                let mark = match item.kind {
                    EventType::MatchFound | EventType::RoomEnded => room.to_owned(),
                    EventType::RoomMessage => format!("{room} {}", item.data["seq"]),
                    _ => continue,
                };
                *found.entry((owner, item.kind.as_str(), mark)).or_default() += 1;
            }
        }
        for key in expected.keys().chain(found.keys()).collect::<BTreeSet<_>>() {
            let (wanted, got) = (expected.get(key).copied(), found.get(key).copied());
            if wanted != got {
                problems.push(format!("{key:?}: expected {wanted:?}, in the feed {got:?}"));
            }
        }
        problems
    }
}
