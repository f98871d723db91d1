//! Read → decide → commit → decide again: the loop of every change of a ledger.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Store;
use crate::error::StoreError;
use crate::idempotency::IdempotencyKey;
use crate::keys::Key;
use crate::ledger::account_locks::{AccountGuard, AccountLock};
use crate::ledger::commit_batch::{BatchOutcome, CommitBatch};
use crate::ledger::guard::{Guard, GuardFailed};
use crate::ledger::snapshot::Snapshot;
use crate::ledger::verdict::Verdict;
use crate::plan::Plan;
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

/// A refusal by the rules of an account.
pub(crate) trait Refused {
    /// Whether its cause passes by itself, so that waiting is worth while.
    fn is_transient(&self) -> bool;
    /// The refusal of a change that a [`Guard`] keeps off.
    fn barred(_why: GuardFailed) -> Option<Self>
    where
        Self: Sized,
    {
        None
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
    /// What else must hold.
    pub guards: Vec<Guard>,
}

/// What to write, what to record of it, and the answer while it is at hand.
pub(crate) struct Decision<T, A> {
    /// All writes but the idempotency record.
    pub plan: Plan,
    /// What the idempotency record keeps.
    pub receipt: T,
    /// The answer to the first call.
    pub answer: A,
    /// Whether it says no to something, so that it must not rest on the cache.
    pub refuses: bool,
}

/// What came of a change.
pub(crate) enum Done<T, A> {
    /// It took effect just now.
    Applied(A),
    /// It took effect in an earlier call with the same key.
    Replayed(T),
}

/// How often a writer decides again at no cost because of another writer's key.
const FREE_RETRIES: u32 = 10;

/// What one attempt may rely on.
#[derive(Clone, Copy)]
struct Mode {
    /// Whether it may decide on the cache.
    cached: bool,
    /// Whether it commits apart from other writers.
    alone: bool,
}

/// How one attempt ended.
enum Attempt<T, A, R> {
    Done(Done<T, A>),
    /// Lost, with the fraction of the longest wait to wait, and whether the loss
    /// told what is stored now.
    Again {
        jitter: f64,
        state_refreshed: bool,
    },
    /// Only the key of another writer of the batch was in the way.
    Free {
        jitter: f64,
    },
    /// The batch failed, and perhaps because of somebody else.
    Alone,
    /// Somebody is in the way for a while.
    Wait(R),
}

/// What became of a plan that was to be added to an open batch.
enum Joined<A> {
    /// It is part of the batch.
    Added(CommitBatch, A),
    /// It is not: the batch is as it was.
    Unfit(CommitBatch),
}

/// What was decided under the locks.
enum Decided<T, A, R> {
    /// There is something to commit, decided on the items at `keys`.
    ToCommit { batch: CommitBatch, keys: Vec<Key>, answer: A },
    /// There is not.
    Settled(Attempt<T, A, R>),
}

/// What a change depends on beyond its own keys, and what it comes to. Both are
/// pure.
trait Change {
    type Receipt: Serialize + DeserializeOwned;
    type Answer;
    type Refusal: Refused;

    fn plan_reads(&self, read: &Snapshot) -> Vec<Key>;
    fn decide(&self, read: &Snapshot) -> DecisionOf<Self>;
}

type DecisionOf<C> =
    Result<Decision<<C as Change>::Receipt, <C as Change>::Answer>, ChangeError<<C as Change>::Refusal>>;
type AttemptOf<C> = Attempt<<C as Change>::Receipt, <C as Change>::Answer, <C as Change>::Refusal>;
type DecidedOf<C> = Decided<<C as Change>::Receipt, <C as Change>::Answer, <C as Change>::Refusal>;

/// A change by two functions.
struct Steps<F, D> {
    plan_reads: F,
    decide: D,
}

impl ChangeOptions<'_> {
    /// The head that the change is all about, if it may be committed together
    /// with others of the same account. An outcome that is not known is settled
    /// by the key, so it takes one.
    fn shared_head(&self, mode: Mode) -> Option<&Key> {
        match self.keys.as_slice() {
            [head] if self.idempotency.is_some() && !mode.alone && self.guards.is_empty() => Some(head),
            _ => None,
        }
    }

    fn can_join(&self, batch: &CommitBatch, mode: Mode) -> bool {
        (mode.cached || batch.fresh) && self.shared_head(mode).is_some_and(|head| batch.writes(head))
    }
}

impl<F, D, T, A, R> Change for Steps<F, D>
where
    F: Fn(&Snapshot) -> Vec<Key>,
    D: Fn(&Snapshot) -> Result<Decision<T, A>, ChangeError<R>>,
    T: Serialize + DeserializeOwned,
    R: Refused,
{
    type Receipt = T;
    type Answer = A;
    type Refusal = R;

    fn plan_reads(&self, read: &Snapshot) -> Vec<Key> {
        (self.plan_reads)(read)
    }

    fn decide(&self, read: &Snapshot) -> DecisionOf<Self> {
        (self.decide)(read)
    }
}

impl Store {
    /// Carries out the change that `decide` comes to on what is stored at the
    /// keys of `options`.
    ///
    /// `decide` is called again whenever the state it was given proves to be out
    /// of date.
    ///
    /// # Errors
    /// What `decide` refuses, once the stored state and the idempotency record
    /// were read to confirm it; the store's.
    pub(crate) async fn change<T, A, R>(
        &self,
        options: &ChangeOptions<'_>,
        decide: impl Fn(&Snapshot) -> Result<Decision<T, A>, ChangeError<R>>,
    ) -> Result<Done<T, A>, ChangeError<R>>
    where
        T: Serialize + DeserializeOwned,
        R: Refused,
    {
        self.change_in_steps(options, |_| Vec::new(), decide).await
    }

    /// The same where only what is stored at the keys of `options` says what else
    /// the decision depends on: `plan_reads` names its keys, and `decide` is given
    /// all of it.
    ///
    /// # Errors
    /// Those of [`Store::change`].
    pub(crate) async fn change_in_steps<T, A, R>(
        &self,
        options: &ChangeOptions<'_>,
        plan_reads: impl Fn(&Snapshot) -> Vec<Key>,
        decide: impl Fn(&Snapshot) -> Result<Decision<T, A>, ChangeError<R>>,
    ) -> Result<Done<T, A>, ChangeError<R>>
    where
        T: Serialize + DeserializeOwned,
        R: Refused,
    {
        let steps = Steps { plan_reads, decide };
        let mut attempts = self.attempts(options.policy);
        // The first retry is immediate, on the winner's state. Later ones have
        // waited: on a contended account others have written since.
        let mut cached_tries_left = 2_u32;
        let mut free_retries = FREE_RETRIES;
        let mut alone = false;
        loop {
            let mode = Mode { cached: cached_tries_left > 0, alone };
            match self.attempt(options, &steps, mode).await? {
                Attempt::Done(done) => return Ok(done),
                Attempt::Alone => {
                    alone = true;
                    continue;
                }
                Attempt::Free { .. } if free_retries > 0 => {
                    free_retries -= 1;
                    continue;
                }
                Attempt::Free { jitter } => attempts.again_by(jitter, true).await?,
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

    async fn attempt<C: Change>(
        &self,
        options: &ChangeOptions<'_>,
        change: &C,
        mode: Mode,
    ) -> Result<AttemptOf<C>, ChangeError<C::Refusal>> {
        match self.shared.account_locks.acquire(&options.keys).await {
            AccountGuard::OpenBatch(lock, batch) if options.can_join(&batch, mode) => {
                match self.join(options, change, batch) {
                    Joined::Added(batch, answer) => {
                        let outcome = self.commit_or_wait(lock, batch).await;
                        self.conclude::<C>(options, &options.keys, answer, &outcome)
                    }
                    Joined::Unfit(batch) => self.flush_and_lead(options, change, mode, (lock, batch)).await,
                }
            }
            AccountGuard::OpenBatch(lock, batch) => {
                self.flush_and_lead(options, change, mode, (lock, batch)).await
            }
            AccountGuard::Single(lock) => self.lead(options, change, mode, Some(lock)).await,
            AccountGuard::Many(mut locks) => {
                let mut mode = mode;
                for batch in locks.iter_mut().filter_map(AccountLock::take_batch) {
                    self.commit_batch(batch).await;
                    mode.cached = true;
                }
                self.lead(options, change, mode, None).await
            }
        }
    }

    /// Decides on the pending state of `batch` and adds the plan, if it fits. A
    /// refusal does not fit, since the batch may yet fail; nor does what reads
    /// more, or a defect, which shows again without the batch.
    fn join<C: Change>(
        &self,
        options: &ChangeOptions<'_>,
        change: &C,
        mut batch: CommitBatch,
    ) -> Joined<C::Answer> {
        let [head] = options.keys.as_slice() else { return Joined::Unfit(batch) };
        let pending = batch.pending_state(head).filter(|pending| change.plan_reads(pending).is_empty());
        let decided = pending.map(|pending| change.decide(&pending));
        let Some(Ok(Decision { mut plan, receipt, answer, refuses: false })) = decided else {
            return Joined::Unfit(batch);
        };
        if self.add_idempotency_record(&mut plan, options.idempotency, &receipt).is_err() {
            return Joined::Unfit(batch);
        }
        if batch.try_add(head, &plan) { Joined::Added(batch, answer) } else { Joined::Unfit(batch) }
    }

    /// Commits the batch that was left open, and goes on with the state that it
    /// leads to.
    async fn flush_and_lead<C: Change>(
        &self,
        options: &ChangeOptions<'_>,
        change: &C,
        mode: Mode,
        (lock, batch): (AccountLock<'_>, CommitBatch),
    ) -> Result<AttemptOf<C>, ChangeError<C::Refusal>> {
        self.commit_batch(batch).await;
        self.lead(options, change, Mode { cached: true, ..mode }, Some(lock)).await
    }

    /// Decides, and commits; under the lock of a single account, in a batch that
    /// others may add to.
    async fn lead<C: Change>(
        &self,
        options: &ChangeOptions<'_>,
        change: &C,
        mode: Mode,
        lock: Option<AccountLock<'_>>,
    ) -> Result<AttemptOf<C>, ChangeError<C::Refusal>> {
        let (batch, keys, answer) = match self.decide_now(options, change, mode.cached).await? {
            Decided::ToCommit { batch, keys, answer } => (batch, keys, answer),
            Decided::Settled(attempt) => return Ok(attempt),
        };
        let outcome = match (lock, options.shared_head(mode)) {
            (Some(lock), Some(head)) if keys.len() == 1 && batch.writes(head) => {
                self.commit_or_wait(lock, batch).await
            }
            (_lock, _) => self.commit_batch(batch).await,
        };
        for guard in &options.guards {
            if let Some(failed) = guard.failed(&outcome)? {
                let refusal = C::Refusal::barred(failed);
                let refusal = refusal.ok_or_else(|| StoreError::bug("a guard without a refusal"))?;
                return self.refused::<C>(options, refusal).await;
            }
        }
        self.conclude::<C>(options, &keys, answer, &outcome)
    }

    /// Decides on the cache, or else on what is stored.
    async fn decide_now<C: Change>(
        &self,
        options: &ChangeOptions<'_>,
        change: &C,
        cached: bool,
    ) -> Result<DecidedOf<C>, ChangeError<C::Refusal>> {
        let mut decided = None;
        if let Some(snapshot) = self.shared.head_cache.get(&options.keys).filter(|_| cached) {
            let (snapshot, keys) = self.read_further(options, change, snapshot, true).await?;
            decided = Some((change.decide(&snapshot), keys, false)).filter(|(decided, ..)| !says_no(decided));
        }
        let (decided, keys, fresh) = match decided {
            Some(decided) => decided,
            None => {
                let snapshot = self.load(&options.keys).await?;
                let (snapshot, keys) = self.read_further(options, change, snapshot, false).await?;
                (change.decide(&snapshot), keys, true)
            }
        };
        let Decision { mut plan, receipt, answer, .. } = match decided {
            Ok(decision) => decision,
            Err(ChangeError::Refused(refusal)) => {
                return self.refused::<C>(options, refusal).await.map(Decided::Settled);
            }
            Err(error) => return Err(error),
        };
        self.add_idempotency_record(&mut plan, options.idempotency, &receipt)?;
        if !plan.actions.is_empty() {
            options.guards.iter().for_each(|guard| plan.check(guard.key(), guard.expect(self.now())));
        }
        Ok(if plan.actions.is_empty() {
            Decided::Settled(Attempt::Done(Done::Applied(answer)))
        } else {
            Decided::ToCommit { batch: CommitBatch::new(plan, fresh), keys, answer }
        })
    }

    /// Adds to `snapshot` what else the decision depends on, and says what keys
    /// that makes.
    async fn read_further<C: Change>(
        &self,
        options: &ChangeOptions<'_>,
        change: &C,
        snapshot: Snapshot,
        cached: bool,
    ) -> Result<(Snapshot, Vec<Key>), StoreError> {
        let mut keys = options.keys.clone();
        let further = change.plan_reads(&snapshot);
        if further.is_empty() {
            return Ok((snapshot, keys));
        }
        let more = match self.shared.head_cache.get(&further).filter(|_| cached) {
            Some(more) => more,
            None => self.load(&further).await?,
        };
        keys.extend(further);
        Ok((snapshot.with(more), keys))
    }

    /// Ends the attempt of a writer who decided on the items at `keys` and whose
    /// batch came to `outcome`.
    fn conclude<C: Change>(
        &self,
        options: &ChangeOptions<'_>,
        keys: &[Key],
        answer: C::Answer,
        outcome: &BatchOutcome,
    ) -> Result<AttemptOf<C>, ChangeError<C::Refusal>> {
        let key = options.idempotency;
        Ok(match outcome.verdict(keys, key.map(IdempotencyKey::key)) {
            Verdict::Applied => Attempt::Done(Done::Applied(answer)),
            Verdict::Replay { record, jitter } => {
                let first = key.map(|key| self.decode_result(key, record.clone())).transpose()?;
                match first.flatten() {
                    Some(first) => Attempt::Done(Done::Replayed(first.value)),
                    None => Attempt::Again { jitter, state_refreshed: true },
                }
            }
            Verdict::Again { jitter, state_refreshed } => Attempt::Again { jitter, state_refreshed },
            Verdict::CacheStale { jitter } => {
                self.shared.head_cache.invalidate(keys);
                Attempt::Again { jitter, state_refreshed: true }
            }
            Verdict::AnotherKeyTaken { jitter } => Attempt::Free { jitter },
            Verdict::Alone => Attempt::Alone,
            Verdict::Unknown => {
                Attempt::Again { jitter: self.chance("retry").fraction(), state_refreshed: true }
            }
            Verdict::Failed(error) => return Err(error.into()),
        })
    }

    /// A refusal stands only if the same call did not take effect before. The
    /// record is read after the state that the refusal rests on: an effect of the
    /// same call that made it be refused is recorded by then.
    async fn refused<C: Change>(
        &self,
        options: &ChangeOptions<'_>,
        refusal: C::Refusal,
    ) -> Result<AttemptOf<C>, ChangeError<C::Refusal>> {
        if options.idempotency.is_some()
            && let Some(outcome) = self.find_idempotency_record(options.idempotency).await?
        {
            return Ok(Attempt::Done(Done::Replayed(outcome.value)));
        }
        if !options.waits || !refusal.is_transient() {
            return Err(ChangeError::Refused(refusal));
        }
        Ok(Attempt::Wait(refusal))
    }
}

fn says_no<T, A, R>(decided: &Result<Decision<T, A>, ChangeError<R>>) -> bool {
    match decided {
        Ok(decision) => decision.refuses,
        Err(ChangeError::Refused(_)) => true,
        Err(ChangeError::Store(_)) => false,
    }
}
