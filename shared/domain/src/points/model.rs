//! The state that points are decided on: one stored item, whose `version` is
//! what every commit is conditional on.

use serde::{Deserialize, Serialize};

use crate::ids::{DocumentName, GroupId, UserId};
use crate::ledger::{Account, AccountId};
use crate::points::import::Importing;
use crate::points::lots::Lots;
use crate::points::rule::Counters;
use crate::time::Timestamp;

/// The kind of account that points are.
pub const ACCOUNT_KIND: &str = "points";

/// The points of one student, or of whoever else collects them.
///
/// Being one item, it makes floor, lots, caps and teachers a condition of the
/// write: whatever an operation depends on has this version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsAccount {
    /// Whose.
    pub student_id: UserId,
    /// Rises by one with each stored change; 0 before the first.
    pub version: u64,
    /// Balance and head of the ledger.
    pub account: Account,
    /// The group whose leaderboard it stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// The plan that says how low points may fall and whether they expire; the
    /// default plan if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<DocumentName>,
    /// The only teachers who may change it; any teacher if none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teachers: Vec<UserId>,
    /// Points that expire.
    #[serde(default, skip_serializing_if = "Lots::is_empty")]
    pub lots: Lots,
    /// What capped rules gave in the present day, week or month.
    #[serde(default, skip_serializing_if = "Counters::is_empty")]
    pub counters: Counters,
    /// An import that is not finished; nothing else changes the points meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importing: Option<Importing>,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl PointsAccount {
    /// An account of which nothing is stored yet: at zero, on the default plan.
    pub fn new(student_id: UserId) -> Self {
        let account = Account::new(Self::account_id(&student_id));
        Self {
            student_id,
            version: 0,
            account,
            group: None,
            plan: None,
            teachers: Vec::new(),
            lots: Lots::default(),
            counters: Counters::default(),
            importing: None,
            updated_at: None,
        }
    }

    /// The name of a student's ledger of points.
    pub fn account_id(student_id: &UserId) -> AccountId {
        AccountId::new(ACCOUNT_KIND, &[student_id.as_str()])
    }

    /// Whose points a ledger is of; `None` for a ledger of another kind.
    pub fn owner_of(account: &AccountId) -> Option<UserId> {
        match account.parts_of(ACCOUNT_KIND)?.as_slice() {
            [student_id] => student_id.parse().ok(),
            _ => None,
        }
    }

    /// The points that count at `now`: what has expired does not, whether or not
    /// its entry was written yet.
    pub fn points(&self, now: Timestamp) -> i64 {
        self.account.balance.saturating_sub(self.lots.expired(now))
    }

    /// Whether `teacher` may see and change it.
    pub fn is_taught_by(&self, teacher: &UserId) -> bool {
        self.teachers.is_empty() || self.teachers.contains(teacher)
    }

    /// What is stored once this, decided from the version read, was committed.
    #[must_use]
    pub fn committed(mut self) -> Self {
        self.version = self.version.saturating_add(1);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::fixture::{at, busy_account, user};

    #[test]
    fn a_new_account_is_at_zero_and_open_to_every_teacher() {
        let account = PointsAccount::new(user("ann"));
        assert_eq!((account.points(at(0)), account.version), (0, 0));
        assert!(account.is_taught_by(&user("anybody")));
    }

    #[test]
    fn a_ledger_names_its_student() {
        let id = PointsAccount::account_id(&user("ann"));
        assert_eq!(PointsAccount::owner_of(&id), Some(user("ann")));
        assert_eq!(PointsAccount::owner_of(&AccountId::new("wallet", &["ann"])), None);
        assert_eq!(PointsAccount::owner_of(&AccountId::new("points", &["ann", "x"])), None);
    }

    #[test]
    fn what_has_expired_does_not_count_from_that_very_instant() {
        let mut account = busy_account();
        account.lots = Lots::of(&[(at(10), 4)]);
        let balance = account.account.balance;
        let just_before = Timestamp::from_unix_millis(at(10).unix_millis() - 1);
        assert_eq!(account.points(just_before), balance);
        assert_eq!(account.points(at(10)), balance - 4);
    }

    #[test]
    fn an_account_survives_the_way_to_the_store_and_back_and_is_small() {
        let account = busy_account();
        let text = serde_json::to_string(&account).unwrap();
        assert_eq!(serde_json::from_str::<PointsAccount>(&text).unwrap(), account);
        assert!(text.len() < 800, "{} bytes: {text}", text.len());
    }
}
