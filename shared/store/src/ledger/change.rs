//! Read → decide → commit → decide again: the loop of every change of a ledger.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Store;
use crate::error::StoreError;
use crate::idempotency::IdempotencyKey;
use crate::keys::Key;
use crate::ledger::commit_batch::{BatchOutcome, CommitBatch};
use crate::plan::{Plan, Stored};
use crate::retry::Policy;
use crate::tables::Table;

/// Why a change did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError<R> {
    /// A rule said no; nothing changed.
    #[error("refused: {0:?}")]
    Refused(R),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl<R> From<StoreError> for ChangeError<R> {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What the rules of an account say no with.
pub(crate) trait Refused {
    /// Whether it passes by itself, so that the policy's waits are worth it.
    fn is_transient(&self) -> bool;
}

/// What was read: the items that exist, by key.
#[derive(Debug, Default)]
pub(crate) struct Snapshot(HashMap<Key, Arc<Stored>>);

impl FromIterator<(Key, Arc<Stored>)> for Snapshot {
    fn from_iter<I: IntoIterator<Item = (Key, Arc<Stored>)>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl Snapshot {
    /// What is stored at `key`.
    pub(crate) fn get<T: DeserializeOwned + Clone + 'static>(
        &self,
        key: &Key,
    ) -> Result<Option<T>, StoreError> {
        self.0.get(key).map(|stored| stored.read()).transpose()
    }
}

/// How a change is carried out.
pub(crate) struct ChangeOptions<'a> {
    /// What the decision depends on.
    pub keys: Vec<Key>,
    /// The caller's key.
    pub idempotency: Option<&'a IdempotencyKey>,
    /// How patient it is.
    pub policy: Policy,
    /// Whether it waits, under its policy, for what passes by itself.
    pub waits: bool,
}

/// What to write, what to record of it, and the answer while it is at hand.
pub(crate) struct Decision<T, A> {
    /// All writes but the idempotency record.
    pub plan: Plan,
    /// What the idempotency record keeps.
    pub receipt: T,
    /// The answer to the first call.
    pub answer: A,
    /// Whether it says no to something, so that it must not rest on a memory.
    pub refuses: bool,
}

/// What came of a change.
pub(crate) enum Done<T, A> {
    /// It took effect just now.
    Applied(A),
    /// It took effect in an earlier call with the same key.
    Replayed(T),
}

/// Times that an operation goes again for another one's sake without paying
/// for it with its patience.
const FREE_RETRIES: u32 = 10;

enum Attempt<T, A, R> {
    Done(Done<T, A>),
    /// Lost, with the fraction of the longest wait to wait, and whether the
    /// present was learnt by it.
    Again {
        jitter: f64,
        state_refreshed: bool,
    },
    /// Only the key of another operation of the group was in the way.
    ForAnother {
        jitter: f64,
    },
    /// Somebody is in the way for a while.
    Wait(R),
}

impl ChangeOptions<'_> {
    /// The head that it is all about, if the change may be committed together
    /// with others of the same account. An outcome that is not known is settled
    /// by the key, so it takes one.
    fn joins(&self) -> Option<&Key> {
        match self.keys.as_slice() {
            [head] if self.idempotency.is_some() => Some(head),
            _ => None,
        }
    }
}

impl Store {
    /// Carries out the change that `decide` comes to on what is stored at the
    /// keys of `options`.
    ///
    /// `decide` is called again whenever what it saw proves to be out of date.
    ///
    /// # Errors
    /// What `decide` refuses, once the present and the idempotency record were
    /// read to confirm it; the store's.
    pub(crate) async fn change<T, A, R>(
        &self,
        options: &ChangeOptions<'_>,
        decide: impl Fn(&Snapshot) -> Result<Decision<T, A>, ChangeError<R>>,
    ) -> Result<Done<T, A>, ChangeError<R>>
    where
        T: Serialize + DeserializeOwned,
        R: Refused,
    {
        let mut attempts = self.attempts(options.policy);
        // The first retry is immediate, on the winner's state. Later ones have
        // waited: on a contended account others have written since.
        let mut cached_tries_left = 2_u32;
        let mut free_retries = FREE_RETRIES;
        loop {
            match self.attempt(options, &decide, cached_tries_left > 0).await? {
                Attempt::Done(done) => return Ok(done),
                Attempt::ForAnother { .. } if free_retries > 0 => {
                    free_retries -= 1;
                    continue;
                }
                Attempt::ForAnother { jitter } => attempts.again_by(jitter, true).await?,
                Attempt::Again { jitter, state_refreshed } => {
                    attempts.again_by(jitter, state_refreshed).await?
                }
                Attempt::Wait(refusal) => match attempts.again().await {
                    Err(StoreError::Busy) => return Err(ChangeError::Refused(refusal)),
                    waited => waited?,
                },
            }
            cached_tries_left = cached_tries_left.saturating_sub(1);
        }
    }

    async fn attempt<T, A, R>(
        &self,
        options: &ChangeOptions<'_>,
        decide: &impl Fn(&Snapshot) -> Result<Decision<T, A>, ChangeError<R>>,
        from_memory: bool,
    ) -> Result<Attempt<T, A, R>, ChangeError<R>>
    where
        T: Serialize + DeserializeOwned,
        R: Refused,
    {
        let places = self.shared.account_locks.acquire_tickets(&options.keys);
        let mut turns = Vec::with_capacity(places.len());
        for place in &places {
            turns.push(place.turn().await);
        }
        let open = turns.first_mut().and_then(|turn| turn.as_mut());
        if let Some(group) = open.filter(|group| from_memory || group.fresh)
            && let Some(answer) = self.join(options, decide, group)?
            && let ([place], Some(mut turn)) = (places.as_slice(), turns.pop())
            && let Some(group) = turn.take()
        {
            let told = self.commit_or_wait(place, turn, group).await;
            return self.told(options, answer, told.as_deref());
        }
        // What was left open and cannot be joined comes first.
        let mut current = from_memory;
        for turn in &mut turns {
            if let Some(group) = turn.take() {
                self.commit_batch(group).await;
                current = true;
            }
        }
        let (decided, fresh) = self.decided(options, decide, current).await?;
        let decision = match decided {
            Ok(decision) => decision,
            Err(ChangeError::Refused(refusal)) => return self.refused(options, refusal).await,
            Err(error) => return Err(error),
        };
        let Decision { mut plan, receipt, answer, .. } = decision;
        self.add_idempotency_record(&mut plan, options.idempotency, &receipt)?;
        if plan.actions.is_empty() {
            return Ok(Attempt::Done(Done::Applied(answer)));
        }
        let group = CommitBatch::new(plan, fresh);
        let told = match (options.joins().filter(|head| group.writes(head)), places.as_slice(), turns.pop()) {
            (Some(_), [place], Some(turn)) => self.commit_or_wait(place, turn, group).await,
            (_, _, _turn) => Some(self.commit_batch(group).await),
        };
        self.told(options, answer, told.as_deref())
    }

    /// Decides on what `group` pending_state and adds it, if it fits. What is refused
    /// does not: the group may yet fail.
    fn join<T: Serialize, A, R>(
        &self,
        options: &ChangeOptions<'_>,
        decide: &impl Fn(&Snapshot) -> Result<Decision<T, A>, ChangeError<R>>,
        group: &mut CommitBatch,
    ) -> Result<Option<A>, StoreError> {
        let Some((head, seen)) = options.joins().and_then(|head| Some((head, group.pending_state(head)?)))
        else {
            return Ok(None);
        };
        let mut decision = match decide(&seen) {
            Ok(decision) if !decision.refuses => decision,
            _ => return Ok(None),
        };
        self.add_idempotency_record(&mut decision.plan, options.idempotency, &decision.receipt)?;
        Ok(group.try_add(head, &decision.plan).then_some(decision.answer))
    }

    /// Decides on a memory, or else on what is stored, and says whether it did
    /// on the latter.
    async fn decided<T, A, R>(
        &self,
        options: &ChangeOptions<'_>,
        decide: &impl Fn(&Snapshot) -> Result<Decision<T, A>, ChangeError<R>>,
        from_memory: bool,
    ) -> Result<(Result<Decision<T, A>, ChangeError<R>>, bool), StoreError> {
        let remembered = self.shared.head_cache.get(&options.keys).filter(|_| from_memory);
        Ok(match remembered.map(|seen| decide(&seen)) {
            Some(decided) if !says_no(&decided) => (decided, false),
            _ => (decide(&self.load(&options.keys).await?), true),
        })
    }

    /// What the outcome of its group means to one operation.
    fn told<T: DeserializeOwned, A, R>(
        &self,
        options: &ChangeOptions<'_>,
        answer: A,
        outcome: Option<&BatchOutcome>,
    ) -> Result<Attempt<T, A, R>, ChangeError<R>> {
        let (lost, fresh, jitter) = match outcome {
            Some(BatchOutcome::Committed) => return Ok(Attempt::Done(Done::Applied(answer))),
            Some(BatchOutcome::Failed(error)) => return Err(error.clone().into()),
            Some(BatchOutcome::Contended { jitter }) => {
                return Ok(Attempt::Again { jitter: *jitter, state_refreshed: false });
            }
            // Nobody knows: if it is stored, the key tells the next attempt.
            None => {
                return Ok(Attempt::Again { jitter: self.chance("retry").fraction(), state_refreshed: true });
            }
            Some(BatchOutcome::Lost { lost, fresh, jitter }) => (lost, *fresh, *jitter),
        };
        if let Some((key, record)) = options.idempotency.and_then(|key| Some((key, lost.item(key.key())?))) {
            let first = self.decode_result::<T>(key, record.clone())?;
            let again = Attempt::Again { jitter, state_refreshed: true };
            return Ok(first.map_or(again, |first| Attempt::Done(Done::Replayed(first.value))));
        }
        if lost.items().any(|(key, _)| key.table == Table::Idempotency) {
            return Ok(Attempt::ForAnother { jitter });
        }
        if !options.keys.iter().any(|key| lost.concerns(key)) {
            // What only this account's own next change may write is there.
            if fresh {
                return Err(StoreError::bug("an item stands beyond the head of its ledger").into());
            }
            self.shared.head_cache.invalidate(&options.keys);
        }
        Ok(Attempt::Again { jitter, state_refreshed: true })
    }

    /// A refusal stands only if the same call did not take effect before. The
    /// record is read after what the refusal rests on: an effect of the same
    /// call that made it be refused is then recorded.
    async fn refused<T: DeserializeOwned, A, R: Refused>(
        &self,
        options: &ChangeOptions<'_>,
        refusal: R,
    ) -> Result<Attempt<T, A, R>, ChangeError<R>> {
        if options.idempotency.is_some()
            && let Some(outcome) = self.find_idempotency_record::<T>(options.idempotency).await?
        {
            return Ok(Attempt::Done(Done::Replayed(outcome.value)));
        }
        if !options.waits || !refusal.is_transient() {
            return Err(ChangeError::Refused(refusal));
        }
        Ok(Attempt::Wait(refusal))
    }

    /// Reads the items at `keys`, strongly consistent, in one round trip, and
    /// remembers those of ledgers that have a version.
    pub(crate) async fn load(&self, keys: &[Key]) -> Result<Snapshot, StoreError> {
        let items = match keys {
            [key] => self.get(key).await?.into_iter().collect(),
            _ => self.batch_get(keys).await?,
        };
        let mut seen = Snapshot::default();
        for item in items {
            let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned();
            let (Some(pk), Some(sk)) = (text("pk"), text("sk")) else { continue };
            let Some(key) = keys.iter().find(|key| key.pk == pk && key.sk == sk).cloned() else { continue };
            let stored = Arc::new(item.into());
            self.shared.head_cache.insert_if_newer(&key, &stored);
            seen.0.insert(key, stored);
        }
        Ok(seen)
    }
}

fn says_no<T, A, R>(decided: &Result<Decision<T, A>, ChangeError<R>>) -> bool {
    match decided {
        Ok(decision) => decision.refuses,
        Err(ChangeError::Refused(_)) => true,
        Err(ChangeError::Store(_)) => false,
    }
}
