//! The forms of what admins edit and callers send along: documents as their
//! trail keeps them, and the ids of events and grants.

use heartlink_domain::affinity::Reporter;
use heartlink_domain::calendar::Zone;
use heartlink_domain::wallet::{Amount, Currency};
use heartlink_runtime::wire::*;
use utoipa::ToSchema;

/// The member of the trail's levels that names those taken out; it is not edited.
pub(crate) const REMOVED: &str = "removed";

heartlink_runtime::wire! {
    /// What an event is worth, how often and how much of it a day.
    #[serde(deny_unknown_fields)]
    pub struct Rule {
        #[schema(minimum = -1_000_000_000, maximum = 1_000_000_000)]
        min_change: i64, "The least that is drawn; negative takes away.";
        #[schema(minimum = -1_000_000_000, maximum = 1_000_000_000)]
        max_change: i64, "The most that is drawn.";
        #[schema(minimum = 1, maximum = 1_000_000_000)]
        single_cap: i64, "What is drawn goes no further from zero than this.";
        #[schema(minimum = 0, maximum = 1_000_000_000)]
        daily_cap: i64, "What the rule may change in a natural day, up and down added up.";
        #[serde(default)]
        #[schema(maximum = 31_536_000, default = 0)]
        cooldown_seconds: u64, "Seconds after a change in which the rule does nothing.";
        #[serde(default)]
        #[schema(default = true)]
        enabled: bool, "Whether it is in force.";
        #[serde(default)]
        #[schema(default = "service")]
        #[schema(value_type = ReporterForm)]
        reported_by: Reporter, "Who may report what it is for: services only, or the owner too.";
    }

    /// All levels, the lowest first.
    #[serde(deny_unknown_fields)]
    pub struct Levels {
        #[schema(max_items = 50)]
        levels: Vec<Level>, "In the order of their thresholds.";
    }

    /// A level.
    #[serde(deny_unknown_fields)]
    pub struct Level {
        #[serde(default)]
        #[schema(minimum = 1, maximum = 999_999_999)]
        id: Option<u32>, "What it is known by for good. Where none is sent, that of the level of this name, else\n\
            of the one at this threshold whose name is gone, else a new one.";
        #[schema(minimum = 0, maximum = 1_000_000_000)]
        threshold: i64, "The least value that has it.";
        #[schema(min_length = 1, max_length = 60)]
        name: String, "For people to read.";
        #[serde(default)]
        #[schema(max_items = 5)]
        rewards: Vec<Reward>, "What reaching it grants, once in the life of a binding.";
    }

    /// What holds for all bindings. A field that is left out has its default.
    #[serde(deny_unknown_fields)]
    pub struct AffinitySettings {
        #[serde(default)]
        #[schema(minimum = 1, maximum = 1_000_000_000, default = 1000)]
        max_affinity: i64, "The highest value. One that lies above when it is lowered stays \
            until\nsomething takes away from it.";
        #[serde(default)]
        #[schema(minimum = 0, maximum = 1_000_000_000, default = 100)]
        global_daily_cap: i64, "What rules may raise a value by in a natural day, all of them together.";
        #[serde(default)]
        #[schema(default = "Asia/Shanghai")]
        timezone: Zone, "Whose natural days are counted.";
        #[serde(default)]
        #[schema(default = true)]
        enable_notify: bool, "Whether owners are told of changes.";
        #[serde(default)]
        #[schema(default = json!({ "enabled": true, "idle_hours": 72 }))]
        decay: DecaySettings, "What idleness costs.";
    }

    /// When a value decays: by the rule `decay`, without which nothing does.
    #[serde(deny_unknown_fields)]
    pub struct DecaySettings {
        #[serde(default)]
        #[schema(default = true)]
        enabled: bool, "Whether it does.";
        #[serde(default)]
        #[schema(minimum = 1, maximum = 8_760, default = 72)]
        idle_hours: u32, "Hours without a change by an event after which it begins.";
    }
}

/// What reaching a level grants.
#[derive(Debug, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Reward {
    /// Money for the user's wallet.
    Wallet {
        /// The default currency if absent.
        #[serde(default)]
        currency: Option<Currency>,
        /// In minor units.
        amount: Amount,
    },
    /// Points for the user.
    Points {
        /// How many.
        amount: Amount,
    },
    /// A mark that the grant itself carries.
    Tag {
        /// Which.
        #[schema(min_length = 1, max_length = 60)]
        tag: String,
    },
}

/// What tells an event from others of the same binding.
#[derive(Debug, ToSchema)]
#[schema(value_type = String, min_length = 1, max_length = 128)]
pub struct EventId(pub String);

/// A JSON object that a caller keeps with a change.
#[derive(Debug, ToSchema)]
#[schema(value_type = Object)]
pub struct Metadata(pub String);

/// The grant of a level to a binding.
#[derive(Debug)]
pub enum GrantId {}

impl utoipa::PartialSchema for GrantId {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        let form = r"^[ -}\u00a0-\uffff]{1,255}~[A-Za-z0-9._@+=,:-]{1,128}~[0-9]{1,9}$";
        let text = utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::schema::Type::String);
        text.pattern(Some(form)).into()
    }
}

impl ToSchema for GrantId {}
