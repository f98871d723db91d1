//! Points that expire, in lots: oldest first.
//!
//! Owns how lots are filled, spent and given back. Never moves points: a lot
//! only says which part of a balance expires when.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Lots that an account has at most. More of them would take its item beyond
/// 1 KB, and every change would pay for it. Beyond, the two that expire closest
/// to each other become one, which expires with the later of them.
pub const MAX_LOTS: usize = 24;

/// Points that expire together. Stored as seconds and points, to be small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(i64, i64)", into = "(i64, i64)")]
pub struct Lot {
    /// From then on they no longer count; a whole second.
    pub expires_at: Timestamp,
    /// How many; at least 1.
    pub points: i64,
}

impl From<(i64, i64)> for Lot {
    fn from((secs, points): (i64, i64)) -> Self {
        Self { expires_at: Timestamp::from_unix_millis(secs.saturating_mul(1_000)), points }
    }
}

impl From<Lot> for (i64, i64) {
    fn from(lot: Lot) -> Self {
        (lot.expires_at.unix_secs(), lot.points)
    }
}

/// All lots of an account, the one that expires first in front.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lots(Vec<Lot>);

impl Lots {
    /// Lots of so many points each.
    pub fn of(lots: &[(Timestamp, i64)]) -> Self {
        let mut all = Self::default();
        lots.iter().for_each(|(expires_at, points)| all.add(*expires_at, *points));
        all
    }

    /// Whether no points expire.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The lots, first to expire first.
    pub fn as_slice(&self) -> &[Lot] {
        &self.0
    }

    /// The lot that expires next.
    pub fn next(&self) -> Option<Lot> {
        self.0.first().copied()
    }

    /// All points that expire some day.
    pub fn total(&self) -> i64 {
        self.0.iter().fold(0, |sum, lot| sum.saturating_add(lot.points))
    }

    /// Points that have expired and are still there.
    pub fn expired(&self, now: Timestamp) -> i64 {
        let gone = self.0.iter().take_while(|lot| lot.expires_at <= now);
        gone.fold(0, |sum, lot| sum.saturating_add(lot.points))
    }

    /// The same without those that have expired.
    #[must_use]
    pub fn live(&self, now: Timestamp) -> Self {
        Self(self.0.iter().filter(|lot| lot.expires_at > now).copied().collect())
    }

    /// Adds points; those that expire together are one lot.
    pub fn add(&mut self, expires_at: Timestamp, points: i64) {
        if points <= 0 {
            return;
        }
        match self.0.binary_search_by_key(&expires_at, |lot| lot.expires_at) {
            Ok(place) => {
                if let Some(lot) = self.0.get_mut(place) {
                    lot.points = lot.points.saturating_add(points);
                }
            }
            Err(place) => self.0.insert(place, Lot { expires_at, points }),
        }
        if self.0.len() > MAX_LOTS {
            self.join_closest();
        }
    }

    fn join_closest(&mut self) {
        let gap = |pair: &[Lot]| match pair {
            [one, next] => next.expires_at.since(one.expires_at),
            _ => std::time::Duration::MAX,
        };
        let closest = self.0.windows(2).enumerate().min_by_key(|(_, pair)| gap(pair)).map(|(place, _)| place);
        if let Some(place) = closest {
            let joined = self.0.remove(place);
            if let Some(later) = self.0.get_mut(place) {
                later.points = later.points.saturating_add(joined.points);
            }
        }
    }

    /// Takes up to `points`, oldest first, and says from which lots.
    pub fn take(&mut self, points: i64) -> Vec<Lot> {
        let mut left = points.max(0);
        let mut taken = Vec::new();
        for lot in &mut self.0 {
            let part = lot.points.min(left);
            if part == 0 {
                break;
            }
            lot.points -= part;
            left -= part;
            taken.push(Lot { points: part, ..*lot });
        }
        self.0.retain(|lot| lot.points > 0);
        taken
    }

    /// Takes up to `points` of the lot that expires at `expires_at`.
    pub fn take_from(&mut self, expires_at: Timestamp, points: i64) -> i64 {
        let Some(lot) = self.0.iter_mut().find(|lot| lot.expires_at == expires_at) else { return 0 };
        let part = lot.points.min(points.max(0));
        lot.points -= part;
        self.0.retain(|lot| lot.points > 0);
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::fixture::at;

    fn pairs(lots: &[Lot]) -> Vec<(Timestamp, i64)> {
        lots.iter().map(|lot| (lot.expires_at, lot.points)).collect()
    }

    #[test]
    fn points_that_expire_together_are_one_lot() {
        let lots = Lots::of(&[(at(20), 1), (at(10), 2), (at(20), 4), (at(5), 0)]);
        assert_eq!(pairs(lots.as_slice()), [(at(10), 2), (at(20), 5)]);
        assert_eq!((lots.total(), lots.next().unwrap().expires_at), (7, at(10)));
    }

    #[test]
    fn the_oldest_are_taken_first_and_never_more_than_there_are() {
        let mut lots = Lots::of(&[(at(10), 2), (at(20), 5)]);
        assert_eq!(pairs(&lots.take(3)), [(at(10), 2), (at(20), 1)]);
        assert_eq!(pairs(&lots.take(9)), [(at(20), 4)]);
        assert!(lots.is_empty() && lots.take(1).is_empty());
    }

    #[test]
    fn a_lot_expires_at_its_very_instant() {
        let lots = Lots::of(&[(at(10), 2), (at(20), 5)]);
        assert_eq!((lots.expired(at(9)), lots.expired(at(10)), lots.expired(at(20))), (0, 2, 7));
        assert_eq!(lots.live(at(10)).total(), 5);
    }

    #[test]
    fn beyond_the_limit_the_closest_become_one_and_nothing_expires_earlier() {
        let mut lots = Lots::default();
        for n in 0..24 {
            lots.add(at(n * 100), 1);
        }
        lots.add(at(1_010), 1);
        assert_eq!(lots.as_slice().len(), MAX_LOTS);
        assert_eq!(lots.total(), 25);
        assert!(lots.as_slice().iter().any(|lot| lot.expires_at == at(1_010) && lot.points == 2));
    }

    #[test]
    fn a_lot_is_stored_as_two_numbers() {
        let lots = Lots::of(&[(at(10), 2)]);
        let text = serde_json::to_string(&lots).unwrap();
        assert_eq!(text, "[[1790000010,2]]");
        assert_eq!(serde_json::from_str::<Lots>(&text).unwrap(), lots);
    }
}
