//! The forms of what admins edit and callers send along: documents and
//! profiles, as their trails keep them, and rows of an import.

use heartlink_domain::calendar::Zone;
use heartlink_domain::ids::{DocumentName, GroupId, UserId};
use heartlink_domain::points::TransactionType;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::wire::*;
use utoipa::ToSchema;

heartlink_runtime::wire! {
    /// What holds for the accounts on a plan. Edited by admins.
    #[serde(deny_unknown_fields)]
    pub struct PointsPlan {
        #[serde(default)]
        #[schema(nullable, default = 0, maximum = 0)]
        floor: Option<i64>, "How low points may fall: 0 or less, or `null` for as low as they will.";
        #[serde(default)]
        #[schema(nullable, minimum = 1, maximum = 3660)]
        expires_after_days: Option<u32>, "Points earned expire at the end of the day so many days after; \
            never if\nabsent.";
        #[serde(default)]
        timezone: Zone, "Whose days.";
    }

    /// Points for an event, up to caps. Edited by admins.
    #[serde(deny_unknown_fields)]
    pub struct PointsRule {
        #[schema(minimum = 1, maximum = 9_000_000_000_000_000_i64)]
        points: i64, "For each event.";
        #[serde(default)]
        caps: Caps, "Most points by this rule.";
        #[serde(default)]
        timezone: Zone, "Whose days, weeks and months.";
        #[serde(default)]
        #[schema(default = true)]
        enabled: bool, "Whether it gives points.";
        #[serde(default)]
        #[schema(nullable, min_length = 1, max_length = 200)]
        description: Option<String>, "What its transactions are for, as students read it; the name of the \
            rule\nif absent.";
        #[serde(default)]
        #[schema(nullable)]
        transaction_type: Option<TransactionType>, "The type of its transactions; `add_points` if absent.";
    }

    /// Most points by a rule in a day, from Monday to Monday, and in a month. What
    /// is absent is not limited.
    #[serde(deny_unknown_fields)]
    pub struct Caps {
        #[serde(default)]
        #[schema(nullable, minimum = 1, maximum = 9_000_000_000_000_000_i64)]
        day: Option<i64>, "In a day.";
        #[serde(default)]
        #[schema(nullable, minimum = 1, maximum = 9_000_000_000_000_000_i64)]
        week: Option<i64>, "In a week.";
        #[serde(default)]
        #[schema(nullable, minimum = 1, maximum = 9_000_000_000_000_000_i64)]
        month: Option<i64>, "In a month.";
    }

    /// A transaction of another system.
    #[serde(deny_unknown_fields)]
    pub struct ImportRow {
        #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64)]
        points_change: i64, "How many points; negative takes away.";
        transaction_type: TransactionType, "Of which type.";
        #[schema(min_length = 1, max_length = 200)]
        reason: String, "Why.";
        #[serde(default)]
        #[schema(nullable)]
        teacher_id: Option<UserId>, "By which teacher.";
        #[serde(default)]
        #[schema(nullable)]
        at: Option<Timestamp>, "When; with the import if absent.";
        #[serde(default)]
        #[schema(nullable)]
        balance_after: Option<i64>, "What the other system says the points were after it.";
    }

    /// What is said about an account.
    #[serde(deny_unknown_fields)]
    pub struct Profile {
        #[serde(default)]
        #[schema(nullable)]
        group: Option<GroupId>, "The group on whose leaderboard it stands; none if absent.";
        #[serde(default)]
        #[schema(nullable)]
        plan: Option<DocumentName>, "Its plan; the default one if absent.";
        #[serde(default)]
        #[schema(max_items = 20)]
        teachers: Vec<UserId>, "The only teachers who may see and change it; any teacher if none is named.";
    }
}

/// What can be done to an account of points beside its transactions.
#[derive(Debug, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PointsAction {
    /// Its profile was set.
    ProfileSet {
        /// Before.
        from: Profile,
        /// After.
        to: Profile,
    },
}
