//! Every number of the rules, as a named setting with its default.
//!
//! Owns the names, defaults and ranges; never reads the environment itself:
//! [`Settings::read`] is handed a look-up and reports every problem at once.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::limits::Rate;
use crate::wallet::Currencies;

/// A setting as documentation shows it.
#[derive(Debug, Clone)]
pub struct SettingDoc {
    /// Environment variable.
    pub name: String,
    /// Default, as text.
    pub default: String,
    /// Meaning and unit.
    pub meaning: &'static str,
}

/// Which values a setting may take.
trait Allowed<T> {
    fn allows(&self, value: &T) -> bool;
    /// For the sentence "… is not a value in …".
    fn describe(&self) -> String;
}

impl<T: PartialOrd + Display> Allowed<T> for RangeInclusive<T> {
    fn allows(&self, value: &T) -> bool {
        self.contains(value)
    }
    fn describe(&self) -> String {
        format!("{}..={}", self.start(), self.end())
    }
}

/// Everything that its type can read, in the words given.
struct Any(&'static str);

impl<T> Allowed<T> for Any {
    fn allows(&self, _: &T) -> bool {
        true
    }
    fn describe(&self) -> String {
        self.0.to_owned()
    }
}

fn parse<T: FromStr + Display>(
    name: &str,
    text: Option<String>,
    allowed: &dyn Allowed<T>,
    value: &mut T,
    problems: &mut Vec<String>,
) {
    let Some(text) = text else { return };
    match text.trim().parse::<T>() {
        Ok(parsed) if allowed.allows(&parsed) => *value = parsed,
        Ok(parsed) => problems.push(format!("{name}={parsed} is outside {}", allowed.describe())),
        Err(_) => problems.push(format!("{name}={text:?} is not a value in {}", allowed.describe())),
    }
}

macro_rules! settings {
    ($(
        $(#[$gdoc:meta])* $group:ident: $type:ident {
            $($(#[doc = $doc:literal])+ $field:ident: $ftype:ty = $default:expr, $range:expr;)+
        }
    )+) => {
        $(
            $(#[$gdoc])*
            #[derive(Debug, Clone, PartialEq)]
            pub struct $type { $($(#[doc = $doc])+ pub $field: $ftype,)+ }

            impl Default for $type {
                fn default() -> Self { Self { $($field: $default,)+ } }
            }
        )+

        /// All settings of the rules.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Settings { $($(#[$gdoc])* pub $group: $type,)+ }

        impl Settings {
            /// Reads `HEARTLINK_<GROUP>_<FIELD>` for every setting.
            ///
            /// # Errors
            /// Every variable that does not parse or lies outside its range, and
            /// every two that contradict each other.
            pub fn read(vars: &dyn Fn(&str) -> Option<String>) -> Result<Self, Vec<String>> {
                let mut settings = Self::default();
                let mut problems = Vec::new();
                $($({
                    let name = concat!("HEARTLINK_", stringify!($group), "_", stringify!($field)).to_uppercase();
                    parse(&name, vars(&name), &$range, &mut settings.$group.$field, &mut problems);
                })+)+
                problems.extend(settings.contradictions());
                if problems.is_empty() { Ok(settings) } else { Err(problems) }
            }

            /// What [`Settings::read`] understands.
            pub fn documentation() -> Vec<SettingDoc> {
                let settings = Self::default();
                vec![$($(SettingDoc {
                    name: concat!("HEARTLINK_", stringify!($group), "_", stringify!($field)).to_uppercase(),
                    default: settings.$group.$field.to_string(),
                    meaning: concat!($($doc),+).trim_ascii(),
                },)+)+]
            }
        }
    };
}

impl LimitSettings {
    /// Nobody is limited.
    pub const OFF: Self = Self {
        ask: Rate::OFF,
        send: Rate::OFF,
        typing: Rate::OFF,
        block: Rate::OFF,
        transfer: Rate::OFF,
        bind: Rate::OFF,
        event: Rate::OFF,
        feedback: Rate::OFF,
        connect: Rate::OFF,
    };
}

impl Settings {
    /// Values that are each allowed, and together mean nothing.
    fn contradictions(&self) -> Option<String> {
        let (first, last) = (self.matching.first_warning_secs, self.matching.last_warning_secs);
        (first < last).then(|| {
            format!(
                "HEARTLINK_MATCHING_FIRST_WARNING_SECS={first} would come after \
                 HEARTLINK_MATCHING_LAST_WARNING_SECS={last}: both are seconds before the expiry"
            )
        })
    }
}

settings! {
    /// When a person counts as active.
    activity: ActivitySettings {
        /// Active for so many seconds after the last recorded activity.
        active_secs: u64 = 300, 1..=86_400;
        /// Where no activity was ever recorded: active for so many seconds after the last login.
        login_active_secs: u64 = 600, 1..=86_400;
        /// Activity is written at most once in so many seconds per user.
        write_every_secs: u64 = 30, 0..=3_600;
    }

    /// Requests, claims and the waiting pool.
    matching: MatchingSettings {
        /// Whether both people must accept a proposed match.
        acceptance: bool = false, false..=true;
        /// Seconds that a claim waits for both people to accept.
        lease_secs: u64 = 20, 1..=3_600;
        /// Seconds after which a pending request expires or is renewed.
        pending_secs: u64 = 1_800, 1..=86_400;
        /// Seconds that a request may wait in all, renewals included.
        pending_total_secs: u64 = 3_600, 1..=604_800;
        /// First warning, in seconds before expiry.
        first_warning_secs: u64 = 300, 0..=86_400;
        /// Last warning, in seconds before expiry.
        last_warning_secs: u64 = 60, 0..=86_400;
        /// Seconds that two who parted are not paired with each other, whoever else waits; 0 switches it off.
        rematch_after_secs: u64 = 600, 0..=86_400;
        /// Shards that the waiting pool spreads over under load.
        pool_shards: u32 = 8, 1..=256;
        /// Requests that a person who asks reads from one shard of the pool.
        window: u32 = 25, 1..=200;
        /// Requests that one pairing run reads from the pool at most.
        pairing_scan: u32 = 2_000, 2..=20_000;
        /// Largest set of requests that one maximum-weight matching weighs.
        pairing_window: u32 = 500, 2..=1_000;
        /// Wait shown before any match was ever made, in seconds.
        default_estimate_secs: u64 = 30, 0..=86_400;
    }

    /// The score of a candidate.
    score: ScoreSettings {
        /// Points that every candidate starts with.
        base: i64 = 100, 0..=10_000;
        /// Points for a candidate active within `active_secs`.
        active: i64 = 50, 0..=10_000;
        /// Points for a candidate active within twice `active_secs`.
        recently_active: i64 = 25, 0..=10_000;
        /// Points for each activity in the last 7 days.
        activity_each: i64 = 5, 0..=1_000;
        /// Most points for activities.
        activity_max: i64 = 50, 0..=10_000;
        /// Points for each successful match so far.
        match_each: i64 = 10, 0..=1_000;
        /// Most points for successful matches.
        match_max: i64 = 30, 0..=10_000;
        /// Half width of the random part.
        random: i64 = 20, 0..=10_000;
        /// Points taken for having been matched with each other just now.
        rematch: i64 = 50, 0..=10_000;
        /// Days over which the rematch part fades linearly to nothing.
        rematch_days: i64 = 30, 1..=365;
        /// Seconds of waiting for one point of fairness; 0 switches the part off.
        waiting_secs_per_point: i64 = 10, 0..=3_600;
        /// Most points for waiting.
        waiting_max: i64 = 60, 0..=10_000;
        /// Points for each shared interest.
        interest_each: i64 = 10, 0..=1_000;
        /// Most points for shared interests.
        interest_max: i64 = 40, 0..=10_000;
        /// Points for a shared language.
        language: i64 = 20, 0..=10_000;
        /// Points at no distance.
        distance_max: i64 = 30, 0..=10_000;
        /// Kilometres at which the distance part reaches nothing.
        distance_km: i64 = 100, 1..=20_000;
    }

    /// Rooms, the sweep and the feed.
    rooms: RoomSettings {
        /// A room ends when a member was inactive for so many seconds.
        inactive_secs: u64 = 300, 1..=86_400;
        /// Longest message, in characters.
        message_chars: u32 = 2_000, 1..=10_000;
    }

    /// How often one person may do something, as `burst/per minute` or `off`.
    limits: LimitSettings {
        /// Asking to be paired.
        ask: Rate = Rate::new(20, 60), Any("burst/per minute, or off");
        /// Messages.
        send: Rate = Rate::new(300, 300), Any("burst/per minute, or off");
        /// Telling that one is typing.
        typing: Rate = Rate::new(10, 60), Any("burst/per minute, or off");
        /// Blocking somebody.
        block: Rate = Rate::new(60, 60), Any("burst/per minute, or off");
        /// Sending money.
        transfer: Rate = Rate::new(30, 60), Any("burst/per minute, or off");
        /// Binding a device.
        bind: Rate = Rate::new(10, 30), Any("burst/per minute, or off");
        /// Events of affinity that a person reports.
        event: Rate = Rate::new(120, 600), Any("burst/per minute, or off");
        /// Feedback on a room.
        feedback: Rate = Rate::new(20, 60), Any("burst/per minute, or off");
        /// Opening a WebSocket connection.
        connect: Rate = Rate::new(20, 30), Any("burst/per minute, or off");
    }

    /// The sweep over what is due.
    sweep: SweepSettings {
        /// Seconds between two scheduled sweeps of the cleanup.
        cleanup_every_secs: u64 = 300, 1..=86_400;
        /// Seconds between two runs of warnings, expiries, leases and left-over pairing; on AWS a minute.
        tick_every_secs: u64 = 10, 1..=86_400;
        /// Due items that a sweep takes at a time, in equal parts from all shards.
        batch: u32 = 1_000, 1..=100_000;
        /// Shards of the index of what is due.
        due_shards: u32 = 4, 1..=64;
    }

    /// Feed and connections.
    realtime: RealtimeSettings {
        /// Hours that a feed item can be replayed.
        feed_hours: u64 = 24, 1..=720;
        /// Seconds within which a connection without a token must authenticate.
        auth_secs: u64 = 5, 1..=60;
        /// Connections that one user may hold at once; the oldest is closed for a new one.
        connections_per_user: u32 = 10, 1..=100;
    }

    /// Retries of a lost race, by policy.
    retry: RetrySettings {
        /// Retries of a single operation.
        normal_retries: u32 = 3, 0..=20;
        /// First step of a single operation, in milliseconds.
        normal_step_millis: u64 = 100, 1..=10_000;
        /// Retries of a batch operation.
        batch_retries: u32 = 5, 0..=20;
        /// First step of a batch operation, in milliseconds.
        batch_step_millis: u64 = 200, 1..=10_000;
        /// Retries of mass rewards, and of leaving, blocking and reporting.
        rewards_retries: u32 = 10, 0..=20;
        /// First step of the same, in milliseconds.
        rewards_step_millis: u64 = 500, 1..=10_000;
        /// Growth of the step from one retry to the next, in percent.
        growth_percent: u64 = 150, 100..=1_000;
        /// Hours that an idempotency key is remembered.
        idempotency_hours: u64 = 24, 1..=720;
    }

    /// Wallets, holds, leases and batches.
    wallet: WalletSettings {
        /// Currencies that wallets may hold, separated by commas; the first is the default.
        currencies: Currencies = Currencies::default(), Any("codes of 2 to 10 of A-Z 0-9, separated by commas, each once");
        /// Longest description of an entry, in characters.
        description_chars: u32 = 200, 1..=1_000;
        /// Holds that may be open on one wallet at once.
        open_holds: u32 = 50, 1..=200;
        /// Seconds after which a hold expires where none were asked for.
        hold_secs: u64 = 900, 1..=31_536_000;
        /// Seconds that a hold may be asked for at most.
        hold_max_secs: u64 = 2_592_000, 1..=31_536_000;
        /// Seconds after which a lease ends where none were asked for.
        lease_secs: u64 = 30, 1..=3_600;
        /// Seconds of the lease that a long batch takes.
        batch_lease_secs: u64 = 60, 1..=3_600;
        /// Seconds that a lease may be asked for at most.
        lease_max_secs: u64 = 600, 1..=3_600;
        /// Operations in one batch at most.
        batch_operations: u32 = 1_000, 1..=10_000;
        /// Rewards that one call pays at once; more become a job.
        rewards_at_once: u32 = 1_000, 1..=10_000;
    }

    /// Points, their expiry and their check.
    points: PointsSettings {
        /// Longest reason of a transaction, in characters.
        reason_chars: u32 = 200, 1..=1_000;
        /// Students in one batch at most.
        batch_students: u32 = 1_000, 1..=10_000;
        /// Seconds for which points may be shown from memory.
        cache_secs: u64 = 5, 0..=5;
        /// Seconds between two runs that take what has expired.
        expire_every_secs: u64 = 300, 1..=86_400;
        /// Accounts that one such run takes on; the rest waits for the next.
        expire_batch: u32 = 1_000, 1..=100_000;
        /// Seconds between two runs of the consistency check.
        check_every_secs: u64 = 300, 1..=86_400;
        /// Accounts that one check looks at; the next goes on from there.
        check_accounts: u32 = 20_000, 1..=1_000_000;
        /// Seconds after which a check stops, to go on from there.
        check_secs: u64 = 15, 1..=600;
    }

    /// Affinity: devices, decay and level rewards.
    affinity: AffinityLimits {
        /// Devices that one user may have bound at once.
        devices_per_user: u32 = 100, 1..=500;
        /// Adjustments in one batch at most.
        batch_adjustments: u32 = 1_000, 1..=10_000;
        /// Seconds between two runs of the decay.
        decay_every_secs: u64 = 3_600, 1..=86_400;
        /// Bindings that one such run takes on; the rest waits for the next.
        decay_batch: u32 = 5_000, 1..=100_000;
        /// Seconds between two runs that pay level rewards which failed.
        grants_every_secs: u64 = 60, 1..=86_400;
    }

    /// Jobs: rewards for more people than one call can pay.
    jobs: JobSettings {
        /// Rewards in one slice of a job at most.
        slice_rewards: u32 = 500, 1..=500;
        /// Rewards of one job at most.
        rewards: u64 = 1_000_000, 1..=1_000_000;
        /// Users of a slice who are paid at the same time.
        users_at_once: u32 = 32, 1..=128;
        /// Seconds without progress after which a job is taken up again.
        stall_secs: u64 = 60, 1..=3_600;
        /// How often in a row a job without progress is taken up again before it fails.
        stalls: u32 = 30, 1..=10_000;
        /// Days that a job can be worked on, retried and read.
        keep_days: u64 = 30, 1..=365;
        /// Largest file of a job, in bytes.
        file_bytes: u64 = 536_870_912, 1..=5_368_709_120;
        /// Seconds that the address for an upload holds.
        upload_secs: u64 = 3_600, 60..=86_400;
    }

    /// Rules, levels, plans and settings that admins edit.
    documents: DocumentSettings {
        /// Seconds after which a process reads them anew.
        cache_secs: u64 = 10, 0..=60;
        /// Documents of one kind at most.
        per_kind: u32 = 500, 1..=1_000;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_reported_in_one_go() {
        let problems = Settings::read(&|name| match name {
            "HEARTLINK_MATCHING_LEASE_SECS" => Some("soon".into()),
            "HEARTLINK_ROOMS_MESSAGE_CHARS" => Some("0".into()),
            _ => None,
        })
        .unwrap_err();
        assert_eq!(problems.len(), 2, "{problems:?}");
    }

    #[test]
    fn a_first_warning_after_the_last_is_refused() {
        let read = |first: &'static str| {
            Settings::read(&|name| (name == "HEARTLINK_MATCHING_FIRST_WARNING_SECS").then(|| first.into()))
        };
        let problems = read("59").unwrap_err();
        assert!(problems[0].contains("LAST_WARNING_SECS=60"), "{problems:?}");
        assert_eq!(read("60").unwrap().matching.first_warning_secs, 60);
    }

    #[test]
    fn a_setting_changes_without_a_rebuild() {
        let settings =
            Settings::read(&|name| (name == "HEARTLINK_MATCHING_ACCEPTANCE").then(|| "true".into()));
        assert!(settings.unwrap().matching.acceptance);
    }

    #[test]
    fn currencies_are_a_list_of_codes_of_which_the_first_is_the_default() {
        let read = |text: &'static str| {
            Settings::read(&|name| (name == "HEARTLINK_WALLET_CURRENCIES").then(|| text.into()))
        };
        let currencies = read("GEM, CREDIT").unwrap().wallet.currencies;
        assert_eq!(currencies.default_currency().as_str(), "GEM");
        assert_eq!(currencies.to_string(), "GEM,CREDIT");
        let problems = read("gem").unwrap_err();
        assert!(problems[0].contains("codes of 2 to 10"), "{problems:?}");
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = Settings::documentation().into_iter().map(|doc| doc.name).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
