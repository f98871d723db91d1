//! Pairing those who wait: the work of the stream function.
//!
//! Any number of pairers may run at once, on any state of the index: what they
//! read is a hint, and the transaction proves it.

use std::collections::HashMap;

use futures::stream::{self, StreamExt};
use heartlink_domain::counters::MatchingCounters;
use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::matching::{
    Person, PlannedPair, Relation, RequestStatus, Score, Unpairable, best_pairs, pair,
};
use heartlink_domain::rooms::{Room, RoomStatus};
use serde::Serialize;

use crate::Store;
use crate::commit::{CommitError, Lost};
use crate::context::carried;
use crate::error::StoreError;
use crate::matching::relations::Known;
use crate::plan::{Plan, Record};

/// Rounds of reading the pool and pairing it that one run makes at most.
const ROUNDS: u32 = 8;
/// Commits of one round under way at a time.
const COMMITS_AT_ONCE: usize = 16;

/// What a run of the pairer did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PairingReport {
    /// Matches made.
    pub paired: u32,
    /// Pairs that another writer was faster with.
    pub lost: u32,
    /// Whether pairs may be left that another run must look for.
    pub unfinished: bool,
}

/// A pairing ready to be committed.
pub(crate) struct Planned {
    pub plan: Plan,
    pub room: Room,
    people: [Person; 2],
}

/// Why two people have no plan.
#[derive(Debug)]
pub(crate) enum PlanError {
    Unpairable,
    Store(StoreError),
}

enum Tried {
    Paired,
    Lost(Lost),
    Contended,
    Unpairable,
}

impl Store {
    /// The transaction that pairs `people` (the one who asked last, the one who
    /// waited), and the room it makes.
    pub(crate) fn plan_pairing(
        &self,
        people: [&Person; 2],
        relations: &[Relation; 2],
        score: Score,
        conflicts: u64,
    ) -> Result<Planned, PlanError> {
        let now = self.now();
        let room_id = RoomId::generate(now, &mut self.chance("room"));
        let known = [&relations[0], &relations[1]];
        let pairing = pair(people[0], people[1], known, score, room_id, now, self.settings())
            .map_err(|_: Unpairable| PlanError::Unpairable)?;
        let mut plan = Plan::default();
        for person in &pairing.people {
            plan.put(person, self.settings()).map_err(PlanError::Store)?;
        }
        plan.put(&pairing.room, self.settings()).map_err(PlanError::Store)?;
        for relation in &pairing.relations {
            plan.put(relation, self.settings()).map_err(PlanError::Store)?;
        }
        let waits = people.map(|person| {
            person.request.as_ref().map_or(std::time::Duration::ZERO, |request| now.since(request.created_at))
        });
        let tally = match pairing.room.status {
            RoomStatus::Proposed => MatchingCounters::proposed(),
            _ => MatchingCounters::matched(waits),
        };
        self.add_counters(&mut plan, &tally.merge(&MatchingCounters::conflicts(conflicts)));
        Ok(Planned { plan, room: pairing.room, people: pairing.people })
    }

    /// Remembers the people of a pairing that took effect.
    pub(crate) fn paired(&self, planned: &Planned) {
        for person in &planned.people {
            self.shared.person_cache.written(person);
        }
    }

    /// Pairs everybody in the pool who can be paired, best total score first.
    /// `woken_by` are people whom the index may not show yet.
    ///
    /// # Errors
    /// The store's.
    pub async fn pair_waiting(&self, woken_by: Vec<Person>) -> Result<PairingReport, StoreError> {
        let report = self.pair_in_rounds(woken_by).await?;
        if report.lost > 0 {
            let mut plan = Plan::default();
            self.add_counters(&mut plan, &MatchingCounters::conflicts(u64::from(report.lost)));
            // A figure: losing it is no reason to pair again.
            if let Err(error) = self.commit(&plan).await {
                tracing::warn!(?error, "conflicts were not counted");
            }
        }
        Ok(report)
    }

    async fn pair_in_rounds(&self, woken_by: Vec<Person>) -> Result<PairingReport, StoreError> {
        let mut report = PairingReport::default();
        let mut known = Known::default();
        let mut truer: HashMap<UserId, Person> = HashMap::new();
        for person in woken_by {
            keep_newer(&mut truer, person);
        }
        for _ in 0..ROUNDS {
            let pool = self.pool(&mut truer).await?;
            let mut chance = self.chance("pairing");
            let pairs = best_pairs(&pool, &known.rules, self.now(), self.settings(), &mut chance);
            if pairs.is_empty() {
                report.unfinished = false;
                return Ok(report);
            }
            let tries: Vec<_> =
                pairs.into_iter().map(|pair| self.clone().spawn_try(&pool, pair, &known)).collect();
            let tried: Vec<_> = stream::iter(tries).buffer_unordered(COMMITS_AT_ONCE).collect().await;
            report.unfinished = true;
            for result in tried {
                let (people, outcome) = result?;
                match outcome {
                    Tried::Paired => {
                        report.paired += 1;
                        for person in &people {
                            forget(&mut truer, person);
                        }
                    }
                    Tried::Contended => report.lost += 1,
                    Tried::Unpairable => people.iter().for_each(|person| forget(&mut truer, person)),
                    Tried::Lost(lost) => {
                        report.lost += 1;
                        let pair = known.both_ways(&people[0].user_id, &people[1].user_id);
                        known.learn(&lost, &pair)?;
                        for person in people {
                            if let Some(latest) = lost.latest::<Person>(&person.key())? {
                                keep_newer(&mut truer, latest);
                            }
                        }
                    }
                }
            }
        }
        Ok(report)
    }

    /// Tries a pair on a task of its own, so that a burst uses every core.
    async fn spawn_try(
        self,
        pool: &[Person],
        pair: PlannedPair,
        known: &Known,
    ) -> Result<([Person; 2], Tried), StoreError> {
        let people = [pool[pair.asker].clone(), pool[pair.waiting].clone()];
        let relations = known.both_ways(&people[0].user_id, &people[1].user_id);
        let trying = async move {
            let tried = self.try_pair([&people[0], &people[1]], &relations, pair.score).await;
            tried.map(|tried| (people, tried))
        };
        tokio::spawn(carried(trying)).await.map_err(StoreError::bug)?
    }

    async fn try_pair(
        &self,
        people: [&Person; 2],
        relations: &[Relation; 2],
        score: Score,
    ) -> Result<Tried, StoreError> {
        let reservations = &self.shared.reservations;
        let reserved = people.map(|person| reservations.take(&person.user_id));
        if reserved.iter().any(Option::is_none) {
            return Ok(Tried::Contended);
        }
        let planned = match self.plan_pairing(people, relations, score, 0) {
            Ok(planned) => planned,
            Err(PlanError::Unpairable) => return Ok(Tried::Unpairable),
            Err(PlanError::Store(error)) => return Err(error),
        };
        let outcome = match self.commit(&planned.plan).await {
            Ok(()) => {
                self.paired(&planned);
                Tried::Paired
            }
            Err(CommitError::Lost(lost)) => Tried::Lost(lost),
            Err(CommitError::Contended | CommitError::Replay(_)) => Tried::Contended,
            Err(CommitError::Store(error)) => return Err(error),
        };
        Ok(outcome)
    }

    /// Everybody who waits, as the index tells, corrected by what is known to
    /// be newer.
    async fn pool(&self, truer: &mut HashMap<UserId, Person>) -> Result<Vec<Person>, StoreError> {
        let mut left = self.settings().matching.pairing_scan;
        let mut pool: HashMap<UserId, Person> = truer.clone();
        for shard in 0..=self.settings().matching.pool_shards {
            if left == 0 {
                break;
            }
            let waiting = self.waiting(shard, left).await?;
            left = left.saturating_sub(u32::try_from(waiting.len()).unwrap_or(u32::MAX));
            self.shared.burst_shards.seen(shard, !waiting.is_empty());
            for person in waiting {
                keep_newer(&mut pool, person);
            }
        }
        let mut pool: Vec<Person> = pool.into_values().filter(is_pending).collect();
        pool.sort_by(|a, b| place(a).cmp(&place(b)));
        Ok(pool)
    }
}

fn is_pending(person: &Person) -> bool {
    person.request.as_ref().is_some_and(|request| request.status == RequestStatus::Pending)
}

/// The place in the line.
fn place(person: &Person) -> (Option<heartlink_domain::time::Timestamp>, &UserId) {
    (person.request.as_ref().map(|request| request.created_at), &person.user_id)
}

fn keep_newer(people: &mut HashMap<UserId, Person>, person: Person) {
    let known = people.get(&person.user_id).map_or(0, |known| known.version);
    if known == 0 || person.version > known {
        people.insert(person.user_id.clone(), person);
    }
}

/// Remembers that this version of a person waits no more, whatever a stale
/// index says.
fn forget(people: &mut HashMap<UserId, Person>, person: &Person) {
    let mut gone = person.clone();
    gone.version += 1;
    gone.request = None;
    people.insert(gone.user_id.clone(), gone);
}
