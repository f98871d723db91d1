//! What idleness takes away: one apply of the rule `decay` for each natural
//! day, days that nobody saw to included.
//!
//! Owns which days are owed. Never decides when to look.

use crate::affinity::apply::apply_on;
use crate::affinity::rule::RuleKey;
use crate::affinity::{
    AffinityEvent, Binding, Changed, Context, Outcome, Refusal, Reporter, RuleContext, Source,
};
use crate::calendar::Day;
use crate::chance::Chance;
use crate::time::Timestamp;

/// Days that one decision catches up with at most; the rest stays owed. So many
/// entries fit into one transaction.
pub const MAX_DAYS: usize = 30;

/// A binding that was idle for long; to be committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decayed {
    /// The binding, whose last day of decay moved on, and an entry for each day
    /// that took something away.
    pub changed: Changed,
    /// How many days were worked off.
    pub days: usize,
    /// Whether more are owed.
    pub unfinished: bool,
}

/// The key of the rule that says what a day of idleness takes away.
///
/// # Errors
/// Never: it is an id.
pub fn rule_key() -> Result<RuleKey, crate::ids::InvalidId> {
    "decay".parse()
}

/// What is owed by `binding` at `context.now`; `None` if nothing is.
///
/// Days before `since`, from when on the present rules are in force, are never
/// owed: switching the decay on does not reach back.
///
/// # Errors
/// [`Refusal::LogFull`].
pub fn decay(
    binding: &Binding,
    rule_key: &RuleKey,
    book: &RuleContext<'_>,
    since: Timestamp,
    context: &Context,
    chance: &mut Chance,
) -> Result<Option<Decayed>, Refusal> {
    let (zone, settings) = (book.settings.timezone, &book.settings.decay);
    let due_at = binding.decay_from + settings.idle();
    let in_force = settings.enabled && book.rule_in_force().is_some();
    if !in_force || !binding.bound || binding.value() == 0 || context.now < due_at {
        return Ok(None);
    }
    let today = zone.day(context.now);
    let first = zone.day(due_at).max(zone.day(since));
    let mut day = binding.decayed_on.map_or(first, |last| first.max(last.next()));
    let cause = AffinityEvent {
        rule_key: rule_key.clone(),
        source: Source::Decay,
        event_id: None,
        metadata: None,
        reporter: Reporter::Service,
    };
    let mut after = Changed { binding: binding.clone(), entries: Vec::new(), grants: Vec::new() };
    let mut days = 0;
    while day <= today && days < MAX_DAYS && after.binding.value() > 0 {
        let decided = apply_on(day, &after.binding, &cause, book, context, chance)?;
        if matches!(decided.result.outcome, Outcome::NoopCooldown) {
            break;
        }
        if let Some(changed) = decided.changed {
            after.binding = changed.binding;
            after.entries.extend(changed.entries);
            after.grants.extend(changed.grants);
        }
        mark(&mut after.binding, day, book);
        days += 1;
        day = day.next();
    }
    let unfinished = day <= today && after.binding.value() > 0;
    Ok((days > 0).then_some(Decayed { changed: after, days, unfinished }))
}

/// Notes that `day` is worked off: the next is due when it begins.
fn mark(binding: &mut Binding, day: Day, book: &RuleContext<'_>) {
    binding.decayed_on = Some(day);
    binding.decay_from = book.settings.timezone.start_of(day.next()) - book.settings.decay.idle();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::affinity::fixture::{at, binding, context_at, levels, rule, settings, tag};
    use crate::affinity::{AffinitySettings, Levels, LogEntry, Rule};

    const DAY: i64 = 86_400;
    /// An hour after midnight in Shanghai.
    const NIGHT: i64 = -(1_790_000_000 + 8 * 3_600) % DAY + 3_600;

    fn run(binding: &Binding, rule: &Rule, settings: &AffinitySettings, secs: i64) -> Option<Decayed> {
        run_since(binding, rule, settings, secs, i64::from(i32::MIN))
    }

    fn run_since(
        binding: &Binding,
        rule: &Rule,
        settings: &AffinitySettings,
        secs: i64,
        since: i64,
    ) -> Option<Decayed> {
        let levels: Levels = levels(&[0, 10]);
        let book = RuleContext { rule: Some(rule), levels: &levels, settings };
        let context = Context { operator: None, ..context_at(at(secs)) };
        decay(binding, &rule_key().unwrap(), &book, at(since), &context, &mut Chance::from_seed(1)).unwrap()
    }

    /// Idle since an hour after midnight, with a day's patience.
    fn idle(value: i64) -> (Binding, AffinitySettings) {
        let mut settings = settings();
        settings.decay.idle_hours = 24;
        (Binding { decay_from: at(NIGHT), ..binding(value) }, settings)
    }

    #[test]
    fn nothing_decays_before_its_time_and_then_once_a_day() {
        let (binding, settings) = idle(100);
        let rule = rule(-3, -3);
        assert_eq!(run(&binding, &rule, &settings, NIGHT + DAY - 1), None);
        let one = run(&binding, &rule, &settings, NIGHT + DAY).unwrap();
        assert_eq!((one.days, one.changed.binding.value(), one.unfinished), (1, 97, false));
        assert_eq!(one.changed.binding.last_active_at, binding.last_active_at);
        let after = one.changed.binding;
        assert_eq!(run(&after, &rule, &settings, NIGHT + 2 * DAY - 3_601), None, "the same day");
        let next = run(&after, &rule, &settings, NIGHT + 2 * DAY - 3_600).unwrap();
        assert_eq!((next.days, next.changed.binding.value()), (1, 94), "from midnight on");
    }

    #[test]
    fn missed_days_are_caught_up_with_an_entry_each() {
        let (binding, settings) = idle(100);
        let rule = Rule { daily_cap: 3, ..rule(-3, -3) };
        let caught_up = run(&binding, &rule, &settings, NIGHT + 5 * DAY).unwrap();
        assert_eq!((caught_up.days, caught_up.changed.binding.value()), (5, 85), "each day has its own cap");
        let logged: Vec<_> = caught_up.changed.entries.iter().filter_map(LogEntry::of).collect();
        assert_eq!(logged.len(), 5);
        assert!(logged.iter().all(|entry| entry.source == Source::Decay && entry.operator.is_none()));
        assert_eq!(run(&caught_up.changed.binding, &rule, &settings, NIGHT + 5 * DAY), None);
    }

    #[test]
    fn a_long_absence_is_worked_off_in_parts_and_ends_at_zero() {
        let (binding, settings) = idle(100);
        let rule = rule(-3, -3);
        let part = run(&binding, &rule, &settings, NIGHT + 400 * DAY).unwrap();
        assert_eq!((part.days, part.changed.binding.value(), part.unfinished), (30, 10, true));
        let rest = run(&part.changed.binding, &rule, &settings, NIGHT + 400 * DAY).unwrap();
        assert_eq!((rest.days, rest.changed.binding.value(), rest.unfinished), (4, 0, false));
        assert_eq!(run(&rest.changed.binding, &rule, &settings, NIGHT + 500 * DAY), None);
    }

    #[test]
    fn switching_the_decay_on_does_not_reach_back() {
        let (binding, settings) = idle(100);
        let rule = rule(-3, -3);
        let since = NIGHT + 29 * DAY;
        let run = run_since(&binding, &rule, &settings, NIGHT + 30 * DAY, since).unwrap();
        assert_eq!((run.days, run.changed.binding.value()), (2, 94));
    }

    #[test]
    fn a_rule_that_gives_for_idleness_grants_the_level_it_leads_to() {
        let ((binding, settings), rule) = (idle(9), rule(1, 1));
        let mut levels = levels(&[0, 10]);
        levels.levels[1].rewards = vec![tag("patient")];
        let book = RuleContext { rule: Some(&rule), levels: &levels, settings: &settings };
        let (context, key) = (context_at(at(NIGHT + 2 * DAY)), rule_key().unwrap());
        let chance = &mut Chance::from_seed(1);
        let decayed = decay(&binding, &key, &book, at(NIGHT), &context, chance).unwrap().unwrap();
        assert_eq!((decayed.changed.binding.value(), decayed.changed.grants.len()), (11, 1));
    }

    #[test]
    fn a_day_on_which_nothing_was_drawn_is_worked_off_too() {
        let (binding, settings) = idle(100);
        let run = run(&binding, &rule(0, 0), &settings, NIGHT + DAY).unwrap();
        assert_eq!((run.days, run.changed.entries.len(), run.changed.binding.value()), (1, 0, 100));
    }

    #[test]
    fn where_the_decay_is_off_or_the_rule_is_not_in_force_nothing_happens() {
        let (binding, settings) = idle(100);
        let mut off = settings.clone();
        off.decay.enabled = false;
        assert_eq!(run(&binding, &rule(-3, -3), &off, NIGHT + DAY), None);
        let disabled = Rule { enabled: false, ..rule(-3, -3) };
        assert_eq!(run(&binding, &disabled, &settings, NIGHT + DAY), None);
        let unbound = Binding { bound: false, ..binding };
        assert_eq!(run(&unbound, &rule(-3, -3), &settings, NIGHT + DAY), None);
    }
}
