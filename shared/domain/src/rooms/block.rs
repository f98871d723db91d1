//! Blocking somebody and taking it back.
//!
//! Owns how a block stands in both directions' records; never ends the room
//! that the two may share: see [`crate::rooms::end`].

use crate::matching::Relation;
use crate::time::Timestamp;

/// The first relation's owner blocks the second's: both records, changed, to
/// be committed together; `None` when they say so already.
///
/// `relations` are the two directions of one pair, the blocker's own first.
pub fn block(relations: [&Relation; 2], now: Timestamp) -> Option<[Relation; 2]> {
    set(relations, true, Some(now))
}

/// Takes a [`block`] back; the other's own block, if any, stands.
pub fn unblock(relations: [&Relation; 2]) -> Option<[Relation; 2]> {
    set(relations, false, None)
}

fn set(
    [own, mirror]: [&Relation; 2],
    blocks: bool,
    blocks_since: Option<Timestamp>,
) -> Option<[Relation; 2]> {
    if own.blocks == blocks && mirror.blocked == blocks {
        return None;
    }
    let own = Relation { blocks, blocks_since, ..own.clone() };
    Some([own, Relation { blocked: blocks, ..mirror.clone() }])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rooms::fixture::{at, user};

    fn strangers() -> [Relation; 2] {
        let [ann, bob] = [user("ann"), user("bob")];
        [
            Relation { last_matched_at: Some(at(1)), ..Relation::new(ann.clone(), bob.clone()) },
            Relation { last_matched_at: Some(at(1)), ..Relation::new(bob, ann) },
        ]
    }

    #[test]
    fn a_block_stands_in_both_records_and_changes_nothing_else() {
        let [own, mirror] = strangers();
        assert_eq!(
            block([&own, &mirror], at(9)),
            Some([
                Relation { blocks: true, blocks_since: Some(at(9)), ..own.clone() },
                Relation { blocked: true, ..mirror.clone() },
            ])
        );
    }

    #[test]
    fn blocking_or_unblocking_again_changes_nothing() {
        let [own, mirror] = strangers();
        assert_eq!(unblock([&own, &mirror]), None);
        let [own, mirror] = block([&own, &mirror], at(9)).unwrap();
        assert_eq!(block([&own, &mirror], at(9)), None);
    }

    #[test]
    fn a_half_written_block_is_completed() {
        let [own, mirror] = strangers();
        let own = Relation { blocks: true, ..own };
        let [own, mirror] = block([&own, &mirror], at(9)).unwrap();
        assert!(own.blocks && mirror.blocked);
    }

    #[test]
    fn the_block_of_the_other_stands_when_ones_own_is_taken_back() {
        let [ann, bob] = strangers();
        let [ann, bob] = block([&ann, &bob], at(9)).unwrap();
        let [bob, ann] = block([&bob, &ann], at(9)).unwrap();
        let [ann, bob] = unblock([&ann, &bob]).unwrap();
        assert!(!ann.blocks && !bob.blocked);
        assert!(bob.blocks && ann.blocked);
    }

    proptest! {
        #[test]
        fn the_last_word_of_each_side_stands_in_both_records(
            words in proptest::collection::vec((any::<bool>(), any::<bool>()), 0..20),
        ) {
            let [mut ann, mut bob] = strangers();
            let (mut by_ann, mut by_bob) = (false, false);
            for (ann_speaks, blocks) in words {
                let word = |pair: [&Relation; 2]| if blocks { block(pair, at(9)) } else { unblock(pair) };
                if ann_speaks {
                    by_ann = blocks;
                    if let Some(changed) = word([&ann, &bob]) { [ann, bob] = changed; }
                } else {
                    by_bob = blocks;
                    if let Some(changed) = word([&bob, &ann]) { [bob, ann] = changed; }
                }
                prop_assert_eq!((ann.blocks, bob.blocked), (by_ann, by_ann));
                prop_assert_eq!((bob.blocks, ann.blocked), (by_bob, by_bob));
            }
        }
    }
}
