//! Accounts of points for the tests of this module. Never part of a build.

use crate::ids::{DocumentName, UserId};
use crate::ledger::{Draft, Entry, append};
use crate::points::{Changed, Context, Lots, PointsAccount, PointsOrder, PointsPlan, Standing, apply};
use crate::settings::PointsSettings;
use crate::time::Timestamp;

/// Seconds after an arbitrary origin.
pub fn at(secs: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_790_000_000_000 + secs * 1_000)
}

pub fn time(text: &str) -> Timestamp {
    serde_json::from_value(text.into()).unwrap()
}

pub fn user(name: &str) -> UserId {
    name.parse().unwrap()
}

pub fn name(name: &str) -> DocumentName {
    name.parse().unwrap()
}

pub fn settings() -> PointsSettings {
    PointsSettings::default()
}

/// Miss Lee orders something, so many seconds after the origin.
pub fn context(secs: i64) -> Context {
    Context {
        operator: user("miss-lee"),
        standing: Standing::Teacher,
        idempotency_key: Some("key".into()),
        now: at(secs),
    }
}

pub fn teacher(name: &str) -> Context {
    Context { operator: user(name), ..context(1) }
}

pub fn order(points: i64) -> PointsOrder {
    let kind = if points < 0 { "deduct_points" } else { "add_points" };
    PointsOrder { points, kind: kind.parse().unwrap(), reason: "homework".into(), teacher_id: None }
}

/// Points expire so many days after they are earned.
pub fn expiring(days: u32) -> PointsPlan {
    PointsPlan { expires_after_days: Some(days), ..PointsPlan::default() }
}

pub fn account(name: &str, balance: i64) -> PointsAccount {
    let mut account = PointsAccount::new(user(name));
    if balance != 0 {
        let draft = Draft { amount: balance, kind: "adjust".into(), ..Draft::default() };
        account.account = append(&account.account, draft, at(0)).unwrap().0;
    }
    account
}

pub fn changed(account: &PointsAccount, points: i64, plan: &PointsPlan) -> Changed {
    apply(account, &order(points), plan, &context(1), &settings()).unwrap()
}

pub fn given(account: &PointsAccount, points: i64, plan: &PointsPlan) -> PointsAccount {
    changed(account, points, plan).account
}

/// An account with these changes, and its entries.
pub fn history(changes: &[i64]) -> (PointsAccount, Vec<Entry>) {
    let mut account = account("ann", 0);
    let mut entries = Vec::new();
    for points in changes {
        let done = changed(&account, *points, &PointsPlan::default());
        account = done.account;
        entries.extend(done.entries);
    }
    (account, entries)
}

/// An account with all that one typically carries.
pub fn busy_account() -> PointsAccount {
    let mut account = account("01JD2KZ8T5M4Q9R7V3X6Y1W0AB", 12_345);
    account.group = "class-5b".parse().ok();
    account.plan = "yearly".parse().ok();
    account.teachers = vec![user("01JD2KZ8T5M4Q9R7V3X6Y1W0T1")];
    account.lots = Lots::of(&[1, 2, 3, 4, 5, 6].map(|n| (at(n * 86_400), 100 + n)));
    account.updated_at = Some(at(1));
    account.version = 41;
    account
}
