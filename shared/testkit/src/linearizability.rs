//! Whether a history of concurrent operations could have happened one by one.
//!
//! Owns the search: Wing and Gong's, with the memory of Lowe that Porcupine
//! uses as well. Every operation that was answered must take effect at one
//! instant between its call and its answer; one that was not may take effect at
//! any instant after its call, or never. Never knows what is being checked:
//! that is the [`Model`]'s.

use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;

/// States looked at before the search gives up.
const MOST_STATES: usize = 200_000;

/// What operations do, one by one.
pub trait Model {
    /// What they change.
    type State: Clone + Eq + Hash + fmt::Debug;
    /// What is asked for.
    type Input;
    /// What is answered.
    type Output;

    /// The state before the first.
    fn start(&self) -> Self::State;

    /// The state after `input` is carried out in `state` and answered with
    /// `output`; `None` if it would not be answered so. Without an output: the
    /// state after it took effect, `None` if it could not.
    fn step(
        &self,
        state: &Self::State,
        input: &Self::Input,
        output: Option<&Self::Output>,
    ) -> Option<Self::State>;

    /// Whether `input` may still be answered with `output` some time after
    /// `state`. To say no where that is plain spares the search most of the
    /// places in which what nobody knows of could have happened.
    fn may_follow(&self, _: &Self::State, _: &Self::Input, _: &Self::Output) -> bool {
        true
    }
}

/// An operation as its caller saw it. Instants are of a clock that all callers
/// share, like a counter.
#[derive(Debug, Clone)]
pub struct Operation<I, O> {
    /// What was asked for.
    pub input: I,
    /// When.
    pub called: u64,
    /// What was answered and when; `None` if nobody knows what became of it.
    pub answered: Option<(O, u64)>,
}

/// Why a history was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// No order of its operations explains it.
    NotLinearizable {
        /// The longest explanation, by place in the history.
        explained: Vec<usize>,
        /// The state after it, and the operations of which none may follow.
        stuck: String,
    },
    /// The search was given up: nothing is known.
    TooHard,
}

/// An order of the operations of `history`, by their places in it, in which
/// they could have happened one by one.
///
/// # Errors
/// [`Refused`] if there is none.
pub fn check<M: Model>(model: &M, history: &[Operation<M::Input, M::Output>]) -> Result<Vec<usize>, Refused> {
    let mut search = Search { model, history, seen: HashSet::new() };
    let mut path = vec![search.node(model.start(), Done::new(history.len()))];
    let mut order: Vec<usize> = Vec::new();
    let mut best = (Vec::new(), String::new());
    while let Some(node) = path.last_mut() {
        if node.unanswered_only {
            return Ok(order);
        }
        let Some(next) = node.candidates.pop() else {
            if best.1.is_empty() || order.len() > best.0.len() {
                best = (order.clone(), format!("{:?}, then one of {:?}", node.state, node.open));
            }
            path.pop();
            order.pop();
            continue;
        };
        let operation = &history[next];
        let output = operation.answered.as_ref().map(|(output, _)| output);
        let Some(state) = model.step(&node.state, &operation.input, output) else { continue };
        let done = node.done.with(next);
        if !search.may_go_on(&state, &done) {
            continue;
        }
        if search.seen.len() >= MOST_STATES {
            return Err(Refused::TooHard);
        }
        if search.seen.insert((done.clone(), state.clone())) {
            path.push(search.node(state, done));
            order.push(next);
        }
    }
    Err(Refused::NotLinearizable { explained: best.0, stuck: best.1 })
}

struct Search<'a, M: Model> {
    model: &'a M,
    history: &'a [Operation<M::Input, M::Output>],
    /// What was done and what state it led to: never to be looked at again.
    seen: HashSet<(Done, M::State)>,
}

struct Node<S> {
    state: S,
    done: Done,
    /// Operations that may come next, the earliest answer last.
    candidates: Vec<usize>,
    open: Vec<usize>,
    /// Whether all that was answered is explained.
    unanswered_only: bool,
}

impl<M: Model> Search<'_, M> {
    /// Whether all that was answered and is not explained may still come.
    fn may_go_on(&self, state: &M::State, done: &Done) -> bool {
        let left = self.history.iter().enumerate().filter(|(place, _)| !done.has(*place));
        left.filter_map(|(_, operation)| Some((&operation.input, &operation.answered.as_ref()?.0)))
            .all(|(input, output)| self.model.may_follow(state, input, output))
    }

    fn node(&self, state: M::State, done: Done) -> Node<M::State> {
        let left = || self.history.iter().enumerate().filter(|(place, _)| !done.has(*place));
        let answer = |operation: &Operation<M::Input, M::Output>| {
            operation.answered.as_ref().map_or(u64::MAX, |(_, at)| *at)
        };
        // What is called after another one's answer comes after it.
        let first_answer = left().map(|(_, operation)| answer(operation)).min().unwrap_or(u64::MAX);
        let mut candidates: Vec<usize> =
            left().filter(|(_, operation)| operation.called < first_answer).map(|(place, _)| place).collect();
        candidates.sort_by_key(|place| std::cmp::Reverse(answer(&self.history[*place])));
        let open = candidates.clone();
        Node { state, done, candidates, open, unanswered_only: first_answer == u64::MAX }
    }
}

/// A set of places.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Done(Vec<u64>);

impl Done {
    fn new(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn has(&self, place: usize) -> bool {
        self.0[place / 64] & (1 << (place % 64)) != 0
    }

    fn with(&self, place: usize) -> Self {
        let mut done = self.clone();
        done.0[place / 64] |= 1 << (place % 64);
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number that is added to and read.
    struct Counter;

    #[derive(Debug, Clone, Copy)]
    enum Ask {
        Add(u64),
        Read,
    }

    impl Model for Counter {
        type State = u64;
        type Input = Ask;
        type Output = u64;

        fn start(&self) -> u64 {
            0
        }

        fn step(&self, state: &u64, input: &Ask, output: Option<&u64>) -> Option<u64> {
            let next = match input {
                Ask::Add(by) => state + by,
                Ask::Read => *state,
            };
            output.is_none_or(|told| *told == next || matches!(input, Ask::Add(_))).then_some(next)
        }
    }

    fn op(input: Ask, called: u64, answered: Option<(u64, u64)>) -> Operation<Ask, u64> {
        Operation { input, called, answered }
    }

    fn add(by: u64, called: u64, answered: u64) -> Operation<Ask, u64> {
        op(Ask::Add(by), called, Some((0, answered)))
    }

    fn lost(by: u64, called: u64) -> Operation<Ask, u64> {
        op(Ask::Add(by), called, None)
    }

    fn read(told: u64, called: u64, answered: u64) -> Operation<Ask, u64> {
        op(Ask::Read, called, Some((told, answered)))
    }

    fn accepted(history: &[Operation<Ask, u64>]) -> bool {
        match check(&Counter, history) {
            Err(Refused::TooHard) => panic!("given up"),
            found => found.is_ok(),
        }
    }

    #[test]
    fn what_overlaps_may_come_in_any_order_and_what_does_not_may_not() {
        assert!(accepted(&[]));
        assert!(accepted(&[add(1, 0, 9), read(1, 1, 2), read(1, 3, 4)]));
        assert!(accepted(&[add(1, 0, 9), read(0, 1, 2), read(1, 3, 4)]));
        assert!(!accepted(&[add(1, 0, 9), read(1, 1, 2), read(0, 3, 4)]), "a read went back in time");
        assert!(!accepted(&[add(1, 0, 1), read(0, 2, 3)]), "a read of what was before");
        assert!(!accepted(&[read(1, 0, 1), add(1, 2, 3)]), "a read of what was to come");
        assert!(!accepted(&[add(1, 0, 5), add(1, 1, 6), read(1, 7, 8)]), "an effect was lost");
        assert!(!accepted(&[add(1, 0, 5), read(2, 6, 7)]), "an effect was doubled");
    }

    #[test]
    fn what_nobody_knows_of_may_have_happened_at_any_time_after_its_call_or_never() {
        assert!(accepted(&[lost(1, 0), read(0, 1, 2)]));
        assert!(accepted(&[lost(1, 0), read(1, 1, 2)]));
        assert!(accepted(&[lost(1, 0), read(0, 1, 2), read(0, 3, 4), read(1, 5, 6)]), "late");
        assert!(!accepted(&[lost(1, 0), read(1, 1, 2), read(0, 3, 4)]), "and undone");
        assert!(!accepted(&[lost(1, 0), read(2, 1, 2)]), "twice");
        assert!(!accepted(&[read(1, 0, 1), lost(1, 2)]), "before it was called");
    }

    #[test]
    fn the_order_found_explains_the_history() {
        let order = check(&Counter, &[read(3, 0, 9), add(1, 1, 2), add(2, 3, 8), read(1, 4, 5)]);
        assert_eq!(order, Ok(vec![1, 3, 2, 0]));
    }

    #[test]
    fn a_refusal_tells_how_far_an_explanation_went() {
        let refused = check(&Counter, &[add(1, 0, 1), read(1, 2, 3), read(7, 4, 5)]);
        let Err(Refused::NotLinearizable { explained, stuck }) = refused else { panic!("{refused:?}") };
        assert_eq!((explained, stuck.as_str()), (vec![0, 1], "1, then one of [2]"));
    }

    #[test]
    fn many_at_once_are_told_apart_in_good_time() {
        let burst = |last: u64| {
            let mut history: Vec<_> = (0..8).map(|n| add(1, n, 100 + n)).collect();
            history.extend((0..4).map(|n| read(n, 20 + n * 2, 21 + n * 2)));
            history.extend((0..3).map(|n| lost(32, n)));
            history.push(read(last, 200, 201));
            history
        };
        assert!(accepted(&burst(8)));
        assert!(accepted(&burst(8 + 32 * 3)));
        assert!(!accepted(&burst(9)));
        assert!(!accepted(&burst(7)));
    }
}
