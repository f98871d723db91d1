//! What is known of former matches and blocks within a pool.
//!
//! Owns the symmetric look-up. Holds what its caller inserts and no more, so
//! the caller bounds it.

use std::collections::HashMap;

use crate::ids::UserId;
use crate::matching::Relation;
use crate::time::Timestamp;

/// What is known of two people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Known {
    last_matched_at: Option<Timestamp>,
    blocked: bool,
}

/// Relations of the people in a pool; whoever is not in it is a stranger.
#[derive(Debug, Clone, Default)]
pub struct Relations {
    known: HashMap<UserId, HashMap<UserId, Known>>,
}

impl Relations {
    /// Adds what one of two people's records says, for both ways.
    pub fn insert(&mut self, relation: &Relation) {
        for (one, other) in [(&relation.user_id, &relation.other), (&relation.other, &relation.user_id)] {
            let known = self.known.entry(one.clone()).or_default().entry(other.clone()).or_default();
            known.last_matched_at = known.last_matched_at.max(relation.last_matched_at);
            known.blocked |= relation.blocks || relation.blocked;
        }
    }

    /// When the two were last matched with each other.
    pub fn last_matched_at(&self, a: &UserId, b: &UserId) -> Option<Timestamp> {
        self.get(a, b).last_matched_at
    }

    /// Whether either has blocked the other.
    pub fn is_blocked(&self, a: &UserId, b: &UserId) -> bool {
        self.get(a, b).blocked
    }

    fn get(&self, a: &UserId, b: &UserId) -> Known {
        self.known.get(a).and_then(|others| others.get(b)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fixture::{at, user};

    #[test]
    fn a_record_of_one_side_is_known_from_both() {
        let [ann, bob, eve] = ["ann", "bob", "eve"].map(user);
        let relation = Relation {
            last_matched_at: Some(at(5)),
            blocked: true,
            ..Relation::new(ann.clone(), bob.clone())
        };
        let mut relations = Relations::default();
        relations.insert(&relation);
        for (a, b) in [(&ann, &bob), (&bob, &ann)] {
            assert!(relations.is_blocked(a, b));
            assert_eq!(relations.last_matched_at(a, b), Some(at(5)));
        }
        assert!(!relations.is_blocked(&ann, &eve) && !relations.is_blocked(&eve, &bob));
        assert_eq!(relations.last_matched_at(&ann, &eve), None);
    }

    #[test]
    fn records_of_both_sides_add_up_in_any_order() {
        let [ann, bob] = ["ann", "bob"].map(user);
        let older = Relation { last_matched_at: Some(at(1)), ..Relation::new(ann.clone(), bob.clone()) };
        let newer = Relation { last_matched_at: Some(at(2)), ..Relation::new(bob.clone(), ann.clone()) };
        let block = Relation { blocks: true, ..Relation::new(ann.clone(), bob.clone()) };
        for order in [[&older, &newer, &block], [&block, &newer, &older]] {
            let mut relations = Relations::default();
            order.into_iter().for_each(|relation| relations.insert(relation));
            assert!(relations.is_blocked(&ann, &bob));
            assert_eq!(relations.last_matched_at(&bob, &ann), Some(at(2)));
        }
    }
}
