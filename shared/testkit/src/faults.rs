//! Faults of the store, injected between the AWS SDK and any engine.
//!
//! Owns the plan (which call is hit by what), its chance and the counts. What
//! the engines of the tests never do by themselves — throttle, conflict, lose
//! an answer, read a stale index, cut a page short — is only ever seen through
//! this. Never reorders calls.

mod answers;
mod connector;

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use serde_json::Value;

/// Answers of index queries kept to be given again when they are stale; all
/// are forgotten when there would be more.
const SNAPSHOTS: usize = 1_000;

/// What can go wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The connection fails before the request is sent: nothing is applied.
    RefusedBefore,
    /// The request is carried out, and its answer never arrives: the caller
    /// sees a time-out.
    AnswerLost,
    /// The service refuses for lack of capacity: nothing is applied. One of
    /// the ways it says so, a cancelled transaction among them.
    Throttled,
    /// Another transaction was under way on at least one of the items:
    /// nothing is applied.
    TransactionConflict,
    /// The request is sent only after this long.
    Slow(Duration),
    /// A query of an index is answered as it was the last time it was asked
    /// and reached the engine, or with nothing if it never was. Other calls
    /// are not touched. At probability 1 an index never catches up.
    StaleIndex,
    /// A query finds fewer items than it asked for, though there are more: the
    /// service ends a page where it likes, and says where the next begins.
    ShortPage,
}

impl Fault {
    /// The name under which the fault is counted.
    pub fn name(self) -> &'static str {
        match self {
            Self::RefusedBefore => "RefusedBefore",
            Self::AnswerLost => "AnswerLost",
            Self::Throttled => "Throttled",
            Self::TransactionConflict => "TransactionConflict",
            Self::Slow(_) => "Slow",
            Self::StaleIndex => "StaleIndex",
            Self::ShortPage => "ShortPage",
        }
    }
}

/// A plan of faults. Clones are handles on the same plan and the same counts.
///
/// The same seed, rules and order of calls give the same faults. Every rule
/// draws from a sub-stream of its own, so that one more rule does not shift
/// what the others do.
#[derive(Clone)]
pub struct Faults {
    seed: u64,
    state: Arc<Mutex<State>>,
}

struct State {
    on: bool,
    rules: Vec<Rule>,
    /// Operations with the text in whose presence a request is invalid.
    rejected: Vec<(String, String)>,
    /// Which way a throttled or conflicting call is refused.
    answers: SmallRng,
    calls: BTreeMap<String, u64>,
    injected: BTreeMap<(String, &'static str), u64>,
    consumed_units: BTreeMap<String, f64>,
    snapshots: HashMap<String, Vec<u8>>,
}

struct Rule {
    operation: String,
    fault: Fault,
    when: When,
}

enum When {
    Chance { probability: f64, draws: SmallRng },
    NthCall(u64),
}

impl Faults {
    /// A plan without rules, switched on.
    pub fn seeded(seed: u64) -> Self {
        Self {
            seed,
            state: Arc::new(Mutex::new(State {
                on: true,
                rules: Vec::new(),
                rejected: Vec::new(),
                answers: SmallRng::seed_from_u64(seed),
                calls: BTreeMap::new(),
                injected: BTreeMap::new(),
                consumed_units: BTreeMap::new(),
                snapshots: HashMap::new(),
            })),
        }
    }

    /// What replays the plan; print it when a test fails.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Hits calls of `operation` (such as `TransactWriteItems`) with `fault`
    /// at `probability` (0 to 1). Of several rules that would hit a call, the
    /// one added first does.
    #[must_use]
    pub fn with(self, operation: &str, fault: Fault, probability: f64) -> Self {
        {
            let mut state = self.state();
            let stream = u64::try_from(state.rules.len()).unwrap_or(u64::MAX).wrapping_add(1);
            // An odd multiplier spreads the streams of neighbouring rules.
            let seed = self.seed ^ stream.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let when = When::Chance { probability, draws: SmallRng::seed_from_u64(seed) };
            state.rules.push(Rule { operation: operation.to_owned(), fault, when });
        }
        self
    }

    /// Hits the `nth` call of `operation` from now on (1 is the next) with
    /// `fault`. It passes unharmed if the plan is off when it comes.
    pub fn script(&self, operation: &str, nth: u64, fault: Fault) {
        let mut state = self.state();
        let so_far = state.calls.get(operation).copied().unwrap_or(0);
        let when = When::NthCall(so_far.saturating_add(nth));
        state.rules.push(Rule { operation: operation.to_owned(), fault, when });
    }

    /// Answers each call of `operation` whose request contains `text` as invalid,
    /// for good: nothing is applied, as with an item that is too large, or that
    /// the caller has no right to.
    pub fn reject(&self, operation: &str, text: &str) {
        self.state().rejected.push((operation.to_owned(), text.to_owned()));
    }

    /// Switches the faults on. Counting never stops.
    pub fn on(&self) {
        self.state().on = true;
    }

    /// Lets every call through from now on, calls under way included.
    pub fn off(&self) {
        self.state().on = false;
    }

    /// The client through which the calls are made that the plan hits.
    pub fn wrap(&self, inner: SharedHttpClient) -> SharedHttpClient {
        SharedHttpClient::new(connector::FaultyClient::new(inner, self.clone()))
    }

    /// Calls made so far by operation, those that were hit included. A call
    /// the SDK sends again counts again.
    pub fn calls(&self) -> BTreeMap<String, u64> {
        self.state().calls.clone()
    }

    /// Faults injected so far by operation and [`Fault::name`].
    pub fn injected(&self) -> BTreeMap<(String, &'static str), u64> {
        self.state().injected.clone()
    }

    /// How often `fault` was injected so far, whatever the operation.
    pub fn count(&self, fault: Fault) -> u64 {
        let state = self.state();
        state.injected.iter().filter(|((_, name), _)| *name == fault.name()).map(|(_, count)| count).sum()
    }

    /// Capacity units consumed so far by operation, summed over the answers
    /// that reported them; answers that were lost are included.
    pub fn consumed_units(&self) -> BTreeMap<String, f64> {
        self.state().consumed_units.clone()
    }

    /// Counts a call and says what hits it. `index_query` says whether it is a
    /// query of an index, the only call that can be stale.
    fn next(&self, operation: &str, index_query: bool) -> Option<Fault> {
        let mut state = self.state();
        let call = state.calls.entry(operation.to_owned()).or_default();
        *call += 1;
        let call = *call;
        let on = state.on;
        let mut hit = None;
        // Every rule draws, hit or not, so that the draws stay in step.
        for rule in state.rules.iter_mut().filter(|rule| rule.operation == operation) {
            let applies = rule.fault != Fault::StaleIndex || index_query;
            if applies && rule.when.hits(call) && hit.is_none() {
                hit = Some(rule.fault);
            }
        }
        let fault = hit.filter(|_| on)?;
        *state.injected.entry((operation.to_owned(), fault.name())).or_default() += 1;
        Some(fault)
    }

    /// Whether the plan rejects this request, and counts it if so.
    fn rejects(&self, operation: &str, request: &Value) -> bool {
        let mut state = self.state();
        let of_operation = state.rejected.iter().filter(|(rejected, _)| rejected == operation);
        let texts: Vec<&String> = of_operation.map(|(_, text)| text).collect();
        if !state.on || texts.is_empty() {
            return false;
        }
        let request = request.to_string();
        let rejected = texts.into_iter().any(|text| request.contains(text));
        if rejected {
            *state.injected.entry((operation.to_owned(), "Rejected")).or_default() += 1;
        }
        rejected
    }

    /// Whether answers of index queries have to be kept.
    fn may_be_stale(&self) -> bool {
        self.state().rules.iter().any(|rule| rule.fault == Fault::StaleIndex)
    }

    fn keep_answer(&self, query: String, answer: &[u8]) {
        let mut state = self.state();
        if state.snapshots.len() >= SNAPSHOTS {
            state.snapshots.clear();
        }
        state.snapshots.insert(query, answer.to_vec());
    }

    fn kept_answer(&self, query: &str) -> Option<Vec<u8>> {
        self.state().snapshots.get(query).cloned()
    }

    fn draw(&self, below: usize) -> usize {
        self.state().answers.random_range(0..below.max(1))
    }

    fn consumed(&self, operation: &str, units: f64) {
        *self.state().consumed_units.entry(operation.to_owned()).or_default() += units;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl When {
    fn hits(&mut self, call: u64) -> bool {
        match self {
            Self::Chance { probability, draws } => draws.random::<f64>() < *probability,
            Self::NthCall(nth) => *nth == call,
        }
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Faults").field("seed", &self.seed).finish_non_exhaustive()
    }
}
