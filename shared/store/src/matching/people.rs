//! People: activity, and the items that every decision about them begins with.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use heartlink_domain::activity::{self, ActivityKind};
use heartlink_domain::ids::UserId;
use heartlink_domain::matching::{Person, Relation, RequestStatus, request_due_at};
use heartlink_domain::safety::Sanction;
use heartlink_domain::settings::Settings;
use heartlink_domain::time::Timestamp;
use lru::LruCache;
use serde::Serialize;

use crate::Store;
use crate::calls::{Query, Range};
use crate::commit::{CommitError, Lost};
use crate::error::StoreError;
use crate::keys::{self, Key};
use crate::plan::{Plan, Record, from_item};
use crate::retry::Policy;
use crate::tables::{DUE, POOL, Table};

/// Relations that are read along with a person; more are proven at the commit.
const RELATIONS_READ: u32 = 100;

/// People whose items this process remembers.
const PEOPLE_REMEMBERED: NonZeroUsize = NonZeroUsize::new(20_000).unwrap();

/// The people whom this process saw last, as they were then: a hint that saves
/// a read. A wrong memory costs a retry, never a wrong answer, because each
/// write is conditional on the version remembered.
pub(crate) struct PersonCache(Mutex<LruCache<UserId, Person>>);

impl Default for PersonCache {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(PEOPLE_REMEMBERED)))
    }
}

impl PersonCache {
    pub(crate) fn recall(&self, user: &UserId) -> Option<Person> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(user).cloned()
    }

    /// Remembers a person as read.
    pub(crate) fn read(&self, person: &Person) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.peek(&person.user_id).is_none_or(|known| known.version <= person.version) {
            known.put(person.user_id.clone(), person.clone());
        }
    }

    /// Remembers a person as written: one version on.
    pub(crate) fn written(&self, person: &Person) {
        self.read(&Person { version: person.version + 1, ..person.clone() });
    }
}

impl Record for Person {
    fn key(&self) -> Key {
        Key::person(&self.user_id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
    fn index_attributes(&self, settings: &Settings) -> Vec<(&'static str, String)> {
        let mut attributes = Vec::new();
        // In no index: what else is written is conditional on it.
        if let Some(until) = self.sanction.as_ref().and_then(Sanction::suspends_until) {
            attributes.push(("suspended_until", until));
        }
        let Some(request) = self.request.as_ref().filter(|r| r.status == RequestStatus::Pending) else {
            return attributes;
        };
        attributes.push((POOL.hash, keys::pool_shard(request.shard)));
        attributes.push((POOL.range, format!("{}#{}", request.created_at, self.user_id)));
        if let Some(due) = request_due_at(self, settings) {
            attributes.push((DUE.hash, keys::due_shard(self.user_id.as_str(), settings.sweep.due_shards)));
            attributes.push((DUE.range, due.to_string()));
        }
        attributes
    }
}

/// A person and what their record says of others.
#[derive(Debug, Clone)]
pub(crate) struct PersonWithRelations {
    pub person: Person,
    pub relations: Vec<Relation>,
}

/// Whether somebody is there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Presence {
    /// Who.
    pub user_id: UserId,
    /// Whether they count as active.
    pub active: bool,
    /// When they did something last.
    pub last_active_at: Option<Timestamp>,
}

impl Store {
    /// Whether the two are there.
    ///
    /// # Errors
    /// The store's.
    pub async fn presence(&self, users: [&UserId; 2]) -> Result<[Presence; 2], StoreError> {
        let now = self.now();
        Ok(self.two_people(users).await?.map(|person| Presence {
            active: activity::is_active(&person, now, &self.settings().activity),
            last_active_at: person.last_activity_at,
            user_id: person.user_id,
        }))
    }

    /// The person; a new one if nothing is stored.
    ///
    /// # Errors
    /// The store's.
    pub async fn person(&self, user: &UserId) -> Result<Person, StoreError> {
        let person = match self.get(&Key::person(user)).await? {
            Some(item) => from_item(item)?,
            None => Person::new(user.clone()),
        };
        self.shared.person_cache.read(&person);
        Ok(person)
    }

    /// Two people, in the order asked.
    pub(crate) async fn two_people(&self, users: [&UserId; 2]) -> Result<[Person; 2], StoreError> {
        let items = self.batch_get(&users.map(Key::person)).await?;
        let found: Vec<Person> = items.into_iter().map(from_item).collect::<Result<_, _>>()?;
        Ok(users.map(|user| {
            let person = found.iter().find(|person| person.user_id == *user);
            person.cloned().unwrap_or_else(|| Person::new(user.clone()))
        }))
    }

    /// A person with relations, in one round trip.
    pub(crate) async fn person_with_relations(
        &self,
        user: &UserId,
    ) -> Result<PersonWithRelations, StoreError> {
        // PERSON sorts before every REL#: one query reads both.
        let query = Query {
            table: Table::Matching,
            index: None,
            hash: keys::user_partition(user),
            range: Range::Between(keys::PERSON.to_owned(), format!("{}\u{10ffff}", keys::RELATION_PREFIX)),
            limit: RELATIONS_READ + 1,
            newest_first: false,
            consistent: true,
        };
        let mut person = Person::new(user.clone());
        let mut relations = Vec::new();
        for item in self.query(&query).await?.items {
            if item.get("sk").and_then(|sk| sk.as_s().ok()).is_some_and(|sk| sk == keys::PERSON) {
                person = from_item(item)?;
            } else {
                relations.push(from_item(item)?);
            }
        }
        self.shared.person_cache.read(&person);
        Ok(PersonWithRelations { person, relations })
    }

    /// Records that `user` did something, at most once in
    /// `activity.write_every_secs`.
    ///
    /// # Errors
    /// The store's; [`StoreError::Busy`] after too many lost races.
    pub async fn touch(&self, user: &UserId) -> Result<(), StoreError> {
        self.record_activity(user, ActivityKind::Heartbeat).await
    }

    /// Records an activity or a login of `user`.
    ///
    /// # Errors
    /// The store's; [`StoreError::Busy`] after too many lost races.
    pub async fn record_activity(&self, user: &UserId, kind: ActivityKind) -> Result<(), StoreError> {
        let person = match self.shared.person_cache.recall(user) {
            Some(person) => person,
            None => self.person(user).await?,
        };
        let record = |person: &Person| activity::record(person, kind, self.now(), self.settings());
        self.change_person(person, Policy::Normal, record).await
    }

    /// Records that `user` has no connection any more.
    pub(crate) async fn record_absence(&self, user: &UserId) -> Result<(), StoreError> {
        // What is remembered of them may be from before they asked.
        let person = self.person(user).await?;
        self.change_person(person, Policy::Normal, |person| activity::gone(person, self.now())).await
    }

    /// Writes what `change` makes of `person`, or of whom a faster writer left.
    pub(crate) async fn change_person(
        &self,
        mut person: Person,
        policy: Policy,
        change: impl Fn(&Person) -> Option<Person>,
    ) -> Result<(), StoreError> {
        let mut attempts = self.attempts(policy);
        loop {
            let Some(changed) = change(&person) else { return Ok(()) };
            let mut plan = Plan::default();
            plan.put(&changed, self.settings())?;
            match self.commit(&plan).await {
                Ok(()) => {
                    self.shared.person_cache.written(&changed);
                    return Ok(());
                }
                Err(CommitError::Lost(lost)) => {
                    attempts.again().await?;
                    person = self.latest_person(&lost, &person.user_id).await?;
                }
                Err(CommitError::Contended) => attempts.again().await?,
                Err(CommitError::Replay(_)) => return Err(StoreError::bug("a replay without a key")),
                Err(CommitError::Store(error)) => return Err(error),
            }
        }
    }

    /// `person`, who is there right now: recorded where that is due. A record
    /// that fails is somebody else's, or the next call's.
    pub(crate) async fn present(&self, person: Person) -> Person {
        let recorded = activity::record(&person, ActivityKind::Heartbeat, self.now(), self.settings());
        let Some(active) = recorded else { return person };
        let mut plan = Plan::default();
        let planned = plan.put(&active, self.settings()).is_ok();
        if planned && self.commit(&plan).await.is_ok() {
            self.shared.person_cache.written(&active);
            return Person { version: active.version + 1, ..active };
        }
        person
    }

    /// The person as the winner of a race left them.
    pub(crate) async fn latest_person(&self, lost: &Lost, user: &UserId) -> Result<Person, StoreError> {
        match lost.latest::<Person>(&Key::person(user))? {
            Some(person) => {
                self.shared.person_cache.read(&person);
                Ok(person)
            }
            None => self.person(user).await,
        }
    }
}
