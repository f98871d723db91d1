//! Read → decide → commit → decide again: the loop of every change of a ledger.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Store;
use crate::error::StoreError;
use crate::idempotency::IdempotencyKey;
use crate::keys::Key;
use crate::ledger::group::{Group, Outcome};
use crate::plan::{Item, Plan, from_item};
use crate::retry::Policy;
use crate::rights;
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
    fn worth_waiting_for(&self) -> bool;
}

/// What was read: the items that exist, by key.
#[derive(Debug, Default)]
pub(crate) struct Seen(HashMap<Key, Arc<Item>>);

impl FromIterator<(Key, Arc<Item>)> for Seen {
    fn from_iter<I: IntoIterator<Item = (Key, Arc<Item>)>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl Seen {
    /// What is stored at `key`.
    pub(crate) fn get<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, StoreError> {
        self.0.get(key).map(|item| from_item(Item::clone(item))).transpose()
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

/// Times that an operation goes again for another one's sake without paying
/// for it with its patience.
const FAVOURS: u32 = 10;

enum Attempt<T, A, R> {
    Done(Done<T, A>),
    /// Lost, with the fraction of the longest wait to wait, and whether the
    /// present was learnt by it.
    Again {
        luck: f64,
        informed: bool,
    },
    /// Only the key of another operation of the group was in the way.
    ForAnother {
        luck: f64,
    },
    /// Somebody is in the way for a while.
    Wait(R),
}

impl Terms<'_> {
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
        let mut favours = FAVOURS;
        loop {
            match self.attempt(terms, &decide, memories > 0).await? {
                Attempt::Done(done) => return Ok(done),
                Attempt::ForAnother { .. } if favours > 0 => {
                    favours -= 1;
                    continue;
                }
                Attempt::ForAnother { luck } => attempts.again_by(luck, true).await?,
                Attempt::Again { luck, informed } => attempts.again_by(luck, informed).await?,
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
        let places = self.shared.turns.places(&terms.keys);
        let mut turns = Vec::with_capacity(places.len());
        for place in &places {
            turns.push(place.turn().await);
        }
        let open = turns.first_mut().and_then(|turn| turn.as_mut());
        if let Some(group) = open.filter(|group| from_memory || group.fresh)
            && let Some(answer) = self.join(terms, decide, group)?
            && let ([place], Some(mut turn)) = (places.as_slice(), turns.pop())
            && let Some(group) = turn.take()
        {
            let told = self.carry(place, turn, group).await;
            return self.told(terms, answer, told.as_deref());
        }
        // What was left open and cannot be joined comes first.
        let mut current = from_memory;
        for turn in &mut turns {
            if let Some(group) = turn.take() {
                self.settle(group).await;
                current = true;
            }
        }
        let (decided, fresh) = self.decided(terms, decide, current).await?;
        let decision = match decided {
            Ok(decision) => decision,
            Err(ChangeError::Refused(refusal)) => return self.refused(terms, refusal).await,
            Err(error) => return Err(error),
        };
        let Decision { mut plan, receipt, answer, .. } = decision;
        self.remember(&mut plan, terms.idempotency, &receipt)?;
        rights::writing(&plan);
        if plan.actions.is_empty() {
            return Ok(Attempt::Done(Done::Fresh(answer)));
        }
        let group = Group::new(plan, fresh);
        let told = match (terms.joins().filter(|head| group.writes(head)), places.as_slice(), turns.pop()) {
            (Some(_), [place], Some(turn)) => self.carry(place, turn, group).await,
            (_, _, _turn) => Some(self.settle(group).await),
        };
        self.told(terms, answer, told.as_deref())
    }

    /// Decides on what `group` leaves and adds it, if it fits. What is refused
    /// does not: the group may yet fail.
    fn join<T: Serialize, A, R>(
        &self,
        terms: &Terms<'_>,
        decide: &impl Fn(&Seen) -> Result<Decision<T, A>, ChangeError<R>>,
        group: &mut Group,
    ) -> Result<Option<A>, StoreError> {
        let Some((head, seen)) = terms.joins().and_then(|head| Some((head, group.leaves(head)?))) else {
            return Ok(None);
        };
        let mut decision = match decide(&seen) {
            Ok(decision) if !decision.refuses => decision,
            _ => return Ok(None),
        };
        self.remember(&mut decision.plan, terms.idempotency, &decision.receipt)?;
        rights::writing(&decision.plan);
        Ok(group.admit(head, &decision.plan).then_some(decision.answer))
    }

    /// Decides on a memory, or else on what is stored, and says whether it did
    /// on the latter.
    async fn decided<T, A, R>(
        &self,
        terms: &Terms<'_>,
        decide: &impl Fn(&Seen) -> Result<Decision<T, A>, ChangeError<R>>,
        from_memory: bool,
    ) -> Result<(Result<Decision<T, A>, ChangeError<R>>, bool), StoreError> {
        rights::reading(&terms.keys);
        terms.idempotency.iter().for_each(|key| rights::reading(std::slice::from_ref(key.key())));
        let remembered = self.shared.heads.recall(&terms.keys).filter(|_| from_memory);
        Ok(match remembered.map(|seen| decide(&seen)) {
            Some(decided) if !says_no(&decided) => (decided, false),
            _ => (decide(&self.see(&terms.keys).await?), true),
        })
    }

    /// What the outcome of its group means to one operation.
    fn told<T: DeserializeOwned, A, R>(
        &self,
        terms: &Terms<'_>,
        answer: A,
        outcome: Option<&Outcome>,
    ) -> Result<Attempt<T, A, R>, ChangeError<R>> {
        let (lost, fresh, luck) = match outcome {
            Some(Outcome::Committed) => return Ok(Attempt::Done(Done::Fresh(answer))),
            Some(Outcome::Failed(error)) => return Err(error.clone().into()),
            Some(Outcome::Contended { luck }) => return Ok(Attempt::Again { luck: *luck, informed: false }),
            // Nobody knows: if it is stored, the key tells the next attempt.
            None => return Ok(Attempt::Again { luck: self.chance("retry").fraction(), informed: true }),
            Some(Outcome::Lost { lost, fresh, luck }) => (lost, *fresh, *luck),
        };
        if let Some((key, record)) = terms.idempotency.and_then(|key| Some((key, lost.item(key.key())?))) {
            let first = self.replay::<T>(key, record.clone())?;
            let again = Attempt::Again { luck, informed: true };
            return Ok(first.map_or(again, |first| Attempt::Done(Done::Replayed(first.value))));
        }
        if lost.items().any(|(key, _)| key.table == Table::Idempotency) {
            return Ok(Attempt::ForAnother { luck });
        }
        if !terms.keys.iter().any(|key| lost.concerns(key)) {
            // What only this account's own next change may write is there.
            if fresh {
                return Err(StoreError::bug("an item stands beyond the head of its ledger").into());
            }
            self.shared.heads.forget(&terms.keys);
        }
        Ok(Attempt::Again { luck, informed: true })
    }

    /// A refusal stands only if the same call did not take effect before. The
    /// record is read after what the refusal rests on: an effect of the same
    /// call that made it be refused is then recorded.
    async fn refused<T: DeserializeOwned, A, R: Refused>(
        &self,
        terms: &Terms<'_>,
        refusal: R,
    ) -> Result<Attempt<T, A, R>, ChangeError<R>> {
        if terms.idempotency.is_some()
            && let Some(outcome) = self.recall::<T>(terms.idempotency).await?
        {
            return Ok(Attempt::Done(Done::Replayed(outcome.value)));
        }
        if !terms.waits || !refusal.worth_waiting_for() {
            return Err(ChangeError::Refused(refusal));
        }
        Ok(Attempt::Wait(refusal))
    }

    /// Reads the items at `keys`, strongly consistent, in one round trip, and
    /// remembers those of ledgers that have a version.
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
            let item = Arc::new(item);
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
