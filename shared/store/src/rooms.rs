//! Rooms and messages in the store.

use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::problem::FieldProblem;
use heartlink_domain::rooms::{Message, Report, Room, RoomRefusal, RoomStatus, give_feedback, leave, send};
use heartlink_domain::safety::{Complaint, Evidence, MAX_REPORTS_PER_DAY};
use heartlink_domain::settings::Settings;
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::calls::{Query, Range};
use crate::commit::CommitError;
use crate::error::StoreError;
use crate::idempotency::{IdempotencyKey, Outcome};
use crate::keys::{self, Key};
use crate::plan::{Plan, Record, from_item};
use crate::retry::Policy;
use crate::safety::Filed;
use crate::tables::{DUE, Index, ROOMS_OF_ASKER, ROOMS_OF_WAITING, Table};

impl Record for Room {
    fn key(&self) -> Key {
        Key::room(&self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
    fn index_attributes(&self, settings: &Settings) -> Vec<(&'static str, String)> {
        let mut attributes = Vec::new();
        if matches!(self.status, RoomStatus::Active | RoomStatus::Proposed) {
            attributes.push((DUE.hash, keys::due_shard(self.id.as_str(), settings.sweep.due_shards)));
            attributes.push((DUE.range, self.sweep_at.to_string()));
        }
        if matches!(self.status, RoomStatus::Active | RoomStatus::Ended) {
            let [asker, waiting] = &self.members;
            attributes.push((ROOMS_OF_ASKER.hash, asker.to_string()));
            attributes.push((ROOMS_OF_WAITING.hash, waiting.to_string()));
        }
        attributes
    }
}

/// A message is written once, with its room's next sequence number.
#[derive(Clone, Serialize, Deserialize, PartialEq)]
struct StoredMessage {
    #[serde(flatten)]
    message: Message,
}

impl Record for StoredMessage {
    fn key(&self) -> Key {
        Key::message(&self.message.room_id, self.message.seq)
    }
    fn version(&self) -> u64 {
        0
    }
    fn set_version(&mut self, _version: u64) {}
}

/// Why an operation on a room did not happen.
#[derive(Debug, thiserror::Error)]
pub enum RoomError {
    /// A rule said no.
    #[error("refused: {0:?}")]
    Refused(RoomRefusal),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a member says of a room.
#[derive(Debug, Clone)]
pub struct FeedbackGiven {
    /// 1 … 5.
    pub rating: i64,
    /// Short words.
    pub tags: Vec<String>,
    /// For the operators.
    pub report: Option<Report>,
}

impl Store {
    /// A room, whoever asks.
    pub(crate) async fn room(&self, id: &RoomId) -> Result<Option<Room>, StoreError> {
        self.get(&Key::room(id)).await?.map(from_item).transpose()
    }

    /// A room as one of its members sees it.
    ///
    /// # Errors
    /// `NotMember` for everybody else and for a room that does not exist.
    pub async fn room_for(&self, id: &RoomId, member: &UserId) -> Result<Room, RoomError> {
        let room = self.room(id).await?.ok_or(RoomError::Refused(RoomRefusal::NotMember))?;
        room.check_member(member).map_err(RoomError::Refused)?;
        Ok(room)
    }

    /// Appends a message.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn send_message(
        &self,
        id: &RoomId,
        sender: &UserId,
        text: String,
        client_id: Option<String>,
        key: Option<&IdempotencyKey>,
    ) -> Result<Outcome<Message>, RoomError> {
        let sent = self.change_room(id, (sender, Policy::Batch), key, |room| {
            let (room, message) =
                send(room, sender, text.clone(), client_id.clone(), self.now(), &self.settings().rooms)?;
            Ok(Change { room: Some(room), message: Some(message.clone()), filed: None, outcome: message })
        });
        match sent.await {
            // The room of one who is suspended has ended: they are told of the cause.
            Err(RoomError::Refused(RoomRefusal::Ended)) => {
                let why = self.barred(sender).await?;
                Err(RoomError::Refused(why.map_or(RoomRefusal::Ended, RoomRefusal::Barred)))
            }
            sent => sent,
        }
    }

    /// Stores what `member` says of the room. A report in it that is new becomes one of
    /// its own, which nothing said later changes.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn give_feedback(
        &self,
        id: &RoomId,
        member: &UserId,
        given: &FeedbackGiven,
        key: Option<&IdempotencyKey>,
    ) -> Result<Outcome<()>, RoomError> {
        let evidence = match given.report {
            Some(_) => self.evidence_of(id, &[]).await?,
            None => Evidence::default(),
        };
        self.change_room(id, (member, Policy::Rewards), key, |room| {
            let said = room.feedback.get(member).and_then(|said| said.report.as_ref());
            let fresh = given.report.as_ref().filter(|report| said != Some(report));
            let filed = fresh.zip(room.partner_of(member)).map(|(report, partner)| {
                let complaint = Complaint::in_words(&report.reason);
                self.file(member, partner.clone(), Some(id.clone()), complaint, evidence.clone())
            });
            let room = give_feedback(
                room,
                member,
                given.rating,
                given.tags.clone(),
                given.report.clone(),
                self.now(),
            )?;
            Ok(Change { room: Some(room), message: None, filed, outcome: () })
        })
        .await
    }

    /// The loop of every change that concerns the room alone. Those of one process
    /// go one after the other, first come, first served.
    async fn change_room<T>(
        &self,
        id: &RoomId,
        (member, policy): (&UserId, Policy),
        key: Option<&IdempotencyKey>,
        decide: impl Fn(&Room) -> Result<Change<T>, RoomRefusal>,
    ) -> Result<Outcome<T>, RoomError>
    where
        T: Serialize + serde::de::DeserializeOwned,
    {
        let _turn = self.shared.account_locks.turn(&Key::room(id)).await;
        let mut attempts = self.attempts(policy);
        let mut room = self.room_for(id, member).await?;
        loop {
            let change = match decide(&room) {
                Ok(change) => change,
                Err(refusal) => {
                    return self.find_idempotency_record(key).await?.ok_or(RoomError::Refused(refusal));
                }
            };
            let mut plan = Plan::default();
            if let Some(changed) = &change.room {
                plan.put(changed, self.settings())?;
            }
            if let Some(message) = change.message {
                plan.put(&StoredMessage { message }, self.settings())?;
            }
            if let Some(filed) = &change.filed {
                self.plan_report(&mut plan, filed)?;
            }
            self.add_idempotency_record(&mut plan, key, &change.outcome)?;
            match self.commit(&plan).await {
                Ok(()) => return Ok(Outcome::fresh(change.outcome)),
                Err(CommitError::Replay(record)) => {
                    if let Some(outcome) =
                        key.map(|key| self.decode_result(key, record)).transpose()?.flatten()
                    {
                        return Ok(outcome);
                    }
                    attempts.again().await?;
                }
                Err(CommitError::Lost(lost)) => {
                    if change.filed.is_some() && self.check_reports_left(&lost, member).is_err() {
                        let refusal = RoomRefusal::TooManyReports { limit: MAX_REPORTS_PER_DAY };
                        return Err(RoomError::Refused(refusal));
                    }
                    attempts.again().await?;
                    room = match lost.latest(&Key::room(id))? {
                        Some(latest) => latest,
                        None => self.room_for(id, member).await?,
                    };
                }
                Err(CommitError::Contended) => attempts.again().await?,
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
    }

    /// `member` leaves; the room ends for both. Leaving again changes nothing. It
    /// is more patient than any sending: nobody is kept in a room by being flooded.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn leave_room(
        &self,
        id: &RoomId,
        member: &UserId,
        key: Option<&IdempotencyKey>,
    ) -> Result<Outcome<Room>, RoomError> {
        let _turn = self.shared.account_locks.turn(&Key::room(id)).await;
        let mut attempts = self.attempts(Policy::Rewards);
        loop {
            let room = self.room_for(id, member).await?;
            let people = self.two_people([&room.members[0], &room.members[1]]).await?;
            let left = leave(&room, [&people[0], &people[1]], member, self.now());
            let Some(ended) = left.map_err(RoomError::Refused)? else {
                let replayed = self.find_idempotency_record(key).await?;
                return Ok(replayed.unwrap_or(Outcome::fresh(room)));
            };
            let mut plan = Plan::default();
            self.plan_end(&mut plan, &ended)?;
            self.add_idempotency_record(&mut plan, key, &ended.room)?;
            match self.commit(&plan).await {
                Ok(()) => return Ok(Outcome::fresh(ended.room)),
                Err(CommitError::Lost(_) | CommitError::Replay(_) | CommitError::Contended) => {
                    attempts.again().await?;
                }
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
    }

    /// A page of the room's messages.
    ///
    /// # Errors
    /// A cursor that is none, or the store's.
    pub async fn messages(
        &self,
        id: &RoomId,
        limit: u32,
        newest_first: bool,
        after: Option<&str>,
    ) -> Result<Vec<Message>, RoomError> {
        let edge = |seq: u64| keys::numbered(keys::MESSAGE_PREFIX, seq);
        let last = format!("{}\u{7f}", keys::MESSAGE_PREFIX);
        let range = match (after.map(str::parse::<u64>).transpose(), newest_first) {
            (Err(_), _) => {
                let problem = FieldProblem {
                    pointer: "?cursor".to_owned(),
                    detail: "is not a cursor that was handed out".to_owned(),
                };
                return Err(RoomError::Refused(RoomRefusal::Invalid(vec![problem])));
            }
            (Ok(None), _) => Range::BeginsWith(keys::MESSAGE_PREFIX.to_owned()),
            (Ok(Some(0)), true) => return Ok(Vec::new()),
            (Ok(Some(seq)), true) => Range::Between(edge(0), edge(seq - 1)),
            (Ok(Some(seq)), false) => Range::Between(edge(seq.saturating_add(1)), last),
        };
        let query = Query {
            table: Table::Matching,
            index: None,
            hash: keys::room_partition(id),
            range,
            limit,
            newest_first,
            consistent: true,
        };
        Ok(self.query(&query).await?.read()?)
    }

    /// A page of the rooms that `user` was matched into, by id.
    ///
    /// # Errors
    /// The store's.
    pub async fn rooms_of(
        &self,
        user: &UserId,
        limit: u32,
        newest_first: bool,
        after: Option<&RoomId>,
    ) -> Result<Vec<Room>, StoreError> {
        let mut ids: Vec<RoomId> = Vec::new();
        for index in [ROOMS_OF_ASKER, ROOMS_OF_WAITING] {
            ids.extend(self.room_ids(index, user, limit, newest_first, after).await?);
        }
        ids.sort();
        ids.dedup();
        if newest_first {
            ids.reverse();
        }
        ids.truncate(limit as usize);
        let items = self.batch_get(&ids.iter().map(Key::room).collect::<Vec<_>>()).await?;
        let mut rooms: Vec<Room> = items.into_iter().map(from_item).collect::<Result<_, _>>()?;
        rooms.sort_by(|a, b| a.id.cmp(&b.id));
        if newest_first {
            rooms.reverse();
        }
        Ok(rooms)
    }

    async fn room_ids(
        &self,
        index: Index,
        user: &UserId,
        limit: u32,
        newest_first: bool,
        after: Option<&RoomId>,
    ) -> Result<Vec<RoomId>, StoreError> {
        #[derive(Deserialize)]
        struct Entry {
            id: RoomId,
        }
        let range = match after {
            None => Range::All,
            Some(id) if newest_first => Range::LessThan(id.to_string()),
            Some(id) => Range::MoreThan(id.to_string()),
        };
        let query = Query {
            table: Table::Matching,
            index: Some(index),
            hash: user.to_string(),
            range,
            limit,
            newest_first,
            consistent: false,
        };
        let entries: Vec<Entry> = self.query(&query).await?.read()?;
        Ok(entries.into_iter().map(|entry| entry.id).collect())
    }
}

/// What a decision about a room changes.
struct Change<T> {
    room: Option<Room>,
    message: Option<Message>,
    filed: Option<Filed>,
    outcome: T,
}
