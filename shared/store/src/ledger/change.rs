//! Read → decide → commit → decide again: the loop of every change of a ledger.

use std::collections::HashMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Store;
use crate::commit::CommitError;
use crate::error::StoreError;
use crate::idempotency::IdempotencyKey;
use crate::keys::Key;
use crate::plan::{Item, Plan, from_item};
use crate::retry::Policy;

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
    fn worth_waiting_for(&self) -> bool;
}

/// What was read: the items that exist, by key.
#[derive(Debug, Default)]
pub(crate) struct Seen(HashMap<Key, Item>);

impl FromIterator<(Key, Item)> for Seen {
    fn from_iter<I: IntoIterator<Item = (Key, Item)>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl Seen {
    /// What is stored at `key`.
    pub(crate) fn get<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, StoreError> {
        self.0.get(key).cloned().map(from_item).transpose()
    }
}

/// How a change is carried out.
pub(crate) struct Terms<'a> {
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
    Fresh(A),
    /// It took effect in an earlier call with the same key.
    Replayed(T),
}

enum Attempt<T, A, R> {
    Done(Done<T, A>),
    Again,
    /// Somebody is in the way for a while.
    Wait(R),
}

impl Store {
    /// Carries out the change that `decide` comes to on what is stored at the
    /// keys of `terms`.
    ///
    /// `decide` is called again whenever what it saw proves to be out of date.
    ///
    /// # Errors
    /// What `decide` refuses, once the present and the idempotency record were
    /// read to confirm it; the store's.
    pub(crate) async fn change<T, A, R>(
        &self,
        terms: &Terms<'_>,
        decide: impl Fn(&Seen) -> Result<Decision<T, A>, ChangeError<R>>,
    ) -> Result<Done<T, A>, ChangeError<R>>
    where
        T: Serialize + DeserializeOwned,
        R: Refused,
    {
        let mut attempts = self.attempts(terms.policy);
        // The first retry is immediate, on the winner's state. Later ones have
        // waited: on a contended account others have written since.
        let mut memories = 2_u32;
        loop {
            match self.attempt(terms, &decide, memories > 0).await? {
                Attempt::Done(done) => return Ok(done),
                Attempt::Again => attempts.again().await?,
                Attempt::Wait(refusal) => match attempts.again().await {
                    Err(StoreError::Busy) => return Err(ChangeError::Refused(refusal)),
                    waited => waited?,
                },
            }
            memories = memories.saturating_sub(1);
        }
    }

    async fn attempt<T, A, R>(
        &self,
        terms: &Terms<'_>,
        decide: &impl Fn(&Seen) -> Result<Decision<T, A>, ChangeError<R>>,
        from_memory: bool,
    ) -> Result<Attempt<T, A, R>, ChangeError<R>>
    where
        T: Serialize + DeserializeOwned,
        R: Refused,
    {
        let _turns = self.shared.turns.take(&terms.keys).await;
        let remembered = self.shared.heads.recall(&terms.keys).filter(|_| from_memory);
        let remembered = remembered.map(|seen| decide(&seen));
        let confirmed = remembered.is_none();
        let decided = match remembered {
            Some(decided) if !says_no(&decided) => decided,
            _ => decide(&self.see(&terms.keys).await?),
        };
        let decision = match decided {
            Ok(decision) => decision,
            Err(ChangeError::Refused(refusal)) => return self.refused(terms, refusal).await,
            Err(error) => return Err(error),
        };
        let Decision { mut plan, receipt, answer, .. } = decision;
        self.remember(&mut plan, terms.idempotency, &receipt)?;
        if plan.actions.is_empty() {
            return Ok(Attempt::Done(Done::Fresh(answer)));
        }
        match self.commit(&plan).await {
            Ok(()) => {
                self.shared.heads.written(&plan);
                Ok(Attempt::Done(Done::Fresh(answer)))
            }
            Err(CommitError::Lost(lost)) => {
                self.shared.heads.lost(&lost);
                if !terms.keys.iter().any(|key| lost.concerns(key)) {
                    // What only this account's own next change may write is there.
                    if confirmed {
                        return Err(StoreError::bug("an item stands beyond the head of its ledger").into());
                    }
                    self.shared.heads.forget(&terms.keys);
                }
                Ok(Attempt::Again)
            }
            Err(CommitError::Contended) => Ok(Attempt::Again),
            Err(CommitError::Replay(record)) => {
                let key = terms.idempotency.ok_or_else(|| StoreError::bug("a replay without a key"))?;
                let outcome = self.replay::<T>(key, record)?;
                Ok(outcome.map_or(Attempt::Again, |first| Attempt::Done(Done::Replayed(first.value))))
            }
            Err(CommitError::Store(error)) => {
                self.shared.heads.forget(&terms.keys);
                Err(error.into())
            }
        }
    }

    /// A refusal stands only if the same call did not take effect before. The
    /// record is read after what the refusal rests on: an effect of the same
    /// call that made it be refused is then recorded.
    async fn refused<T: DeserializeOwned, A, R: Refused>(
        &self,
        terms: &Terms<'_>,
        refusal: R,
    ) -> Result<Attempt<T, A, R>, ChangeError<R>> {
        if let Some(outcome) = self.recall::<T>(terms.idempotency).await? {
            return Ok(Attempt::Done(Done::Replayed(outcome.value)));
        }
        if !terms.waits || !refusal.worth_waiting_for() {
            return Err(ChangeError::Refused(refusal));
        }
        Ok(Attempt::Wait(refusal))
    }

    /// Reads the items at `keys`, strongly consistent, in one round
    /// trip, and remembers those with a version.
    pub(crate) async fn see(&self, keys: &[Key]) -> Result<Seen, StoreError> {
        let items = match keys {
            [key] => self.get(key).await?.into_iter().collect(),
            _ => self.batch_get(keys).await?,
        };
        let mut seen = Seen::default();
        for item in items {
            let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned();
            let (Some(pk), Some(sk)) = (text("pk"), text("sk")) else { continue };
            let Some(key) = keys.iter().find(|key| key.pk == pk && key.sk == sk).cloned() else { continue };
            self.shared.heads.read(&key, &item);
            seen.0.insert(key, item);
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
