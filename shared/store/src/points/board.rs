//! The leaderboard of a group: a page costs the same however large the group.

use heartlink_domain::ids::{GroupId, UserId};
use heartlink_domain::ledger::MAX_MINOR;
use heartlink_domain::points::PointsAccount;

use crate::Store;
use crate::calls::{Query, Range};
use crate::error::StoreError;
use crate::keys;
use crate::plan::Item;
use crate::tables::{BOARD, Table};

/// Where somebody stands: the more points, the further in front; of those with
/// the same points, by id.
pub(super) fn place(points: i64, student: &str) -> String {
    let behind = MAX_MINOR.saturating_sub(points.clamp(-MAX_MINOR, MAX_MINOR));
    format!("{behind:020}#{student}")
}

/// One on the leaderboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// 1 for the first; those with the same points share one.
    pub rank: u64,
    /// Who.
    pub student_id: UserId,
    /// With how many points.
    pub points: i64,
}

/// Where a page ended, and the next begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardPlace {
    /// How many stand in front of the next.
    pub before: u64,
    /// The last one.
    pub last: Ranked,
}

/// A page of a leaderboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardPage {
    /// Most points first.
    pub items: Vec<Ranked>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<BoardPlace>,
}

impl std::fmt::Display for BoardPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Ranked { rank, student_id, points } = &self.last;
        write!(f, "{}/{rank}/{points}/{student_id}", self.before)
    }
}

impl std::str::FromStr for BoardPlace {
    type Err = std::fmt::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.splitn(4, '/');
        let mut part = || parts.next().ok_or(std::fmt::Error);
        let number = |text: &str| text.parse::<u64>().map_err(|_| std::fmt::Error);
        let (before, rank) = (number(part()?)?, number(part()?)?);
        let points = part()?.parse().map_err(|_| std::fmt::Error)?;
        let student_id = part()?.parse().map_err(|_| std::fmt::Error)?;
        Ok(Self { before, last: Ranked { rank, student_id, points } })
    }
}

impl Store {
    /// A page of a group's leaderboard, as of everybody's last change.
    ///
    /// # Errors
    /// The store's.
    pub async fn leaderboard(
        &self,
        group: &GroupId,
        limit: u32,
        after: Option<&BoardPlace>,
    ) -> Result<BoardPage, StoreError> {
        let range = after.map_or(Range::All, |after| {
            Range::MoreThan(place(after.last.points, after.last.student_id.as_str()))
        });
        let query = Query {
            table: Table::Ledger,
            index: Some(BOARD),
            hash: group.to_string(),
            range,
            limit,
            newest_first: false,
            consistent: false,
        };
        let page = self.query(&query).await?;
        let mut before = after.map_or(0, |after| after.before);
        let mut last = after.map(|after| after.last.clone());
        let mut items = Vec::with_capacity(page.items.len());
        for (student_id, points) in page.items.iter().filter_map(standing) {
            before += 1;
            let tie = last.as_ref().filter(|last| last.points == points);
            let ranked = Ranked { rank: tie.map_or(before, |last| last.rank), student_id, points };
            last = Some(ranked.clone());
            items.push(ranked);
        }
        let next = last.filter(|_| page.next.is_some()).map(|last| BoardPlace { before, last });
        Ok(BoardPage { items, next })
    }
}

/// Who stands in an entry of the index, and with how many points.
fn standing(item: &Item) -> Option<(UserId, i64)> {
    let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok());
    let behind: i64 = text("board_at")?.split_once('#')?.0.parse().ok()?;
    let student_id = PointsAccount::owner_of(&keys::account_in(text("pk")?)?)?;
    Some((student_id, MAX_MINOR.saturating_sub(behind)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_points_stand_in_front_and_ties_go_by_id() {
        let mut places: Vec<_> =
            [(5, "b"), (-5, "a"), (MAX_MINOR, "z"), (5, "a"), (-MAX_MINOR, "a"), (0, "a"), (40, "a")]
                .map(|(points, who)| (place(points, who), points))
                .to_vec();
        places.sort();
        let points: Vec<_> = places.iter().map(|(_, points)| *points).collect();
        assert_eq!(points, [MAX_MINOR, 40, 5, 5, 0, -5, -MAX_MINOR]);
        assert!(place(5, "a") < place(5, "b"));
    }

    #[test]
    fn a_cursor_gives_back_its_place() {
        let last = Ranked { rank: 2, student_id: "ann".parse().unwrap(), points: -7 };
        let place = BoardPlace { before: 3, last };
        assert_eq!(place.to_string().parse(), Ok(place));
        for wrong in ["", "1/2/3", "x/1/1/ann", "1/1/1/a\tb"] {
            assert!(wrong.parse::<BoardPlace>().is_err(), "{wrong}");
        }
    }
}
