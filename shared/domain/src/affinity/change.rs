//! The one gate that every change of a value goes through: clamp, entry,
//! level, grants.

use crate::affinity::{
    AffinitySettings, ApplyResult, Binding, Grant, Levels, Outcome, Refusal, Reporter, Rule, RuleKey, Source,
};
use crate::ids::UserId;
use crate::ledger::{Draft, Entry, append};
use crate::time::Timestamp;

/// What is in force: the rule asked for, levels and settings.
#[derive(Debug, Clone, Copy)]
pub struct RuleContext<'a> {
    /// The rule that the cause names; `None` if there is none.
    pub rule: Option<&'a Rule>,
    /// All levels.
    pub levels: &'a Levels,
    /// What holds for all bindings.
    pub settings: &'a AffinitySettings,
}

impl<'a> RuleContext<'a> {
    /// The rule, if it is in force.
    pub fn rule_in_force(&self) -> Option<&'a Rule> {
        self.rule.filter(|rule| rule.enabled)
    }
}

/// The circumstances of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Who orders it; `None` for the decay.
    pub operator: Option<UserId>,
    /// The idempotency key it came with.
    pub idempotency_key: Option<String>,
    /// The injected present.
    pub now: Timestamp,
}

/// A value that changed; to be committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// On the version that was read.
    pub binding: Binding,
    /// The log's next entries, which must not be stored yet.
    pub entries: Vec<Entry>,
    /// What the levels reached grant, which must not be stored yet.
    pub grants: Vec<Grant>,
}

/// What an apply or an adjustment comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The answer.
    pub result: ApplyResult,
    /// What is to be written; `None` if nothing changes.
    pub changed: Option<Changed>,
}

/// What of `wanted` changes a value of `before`: none falls below 0 or rises
/// above the highest, and none goes further, or the other way, than asked.
pub(super) fn effective(before: i64, wanted: i64, settings: &AffinitySettings) -> i64 {
    let room = settings.max_affinity.saturating_sub(before).max(0);
    wanted.clamp(-before.max(0), room)
}

/// The draft of an entry of this source.
pub(super) fn draft(source: Source, amount: i64, context: &Context) -> Draft {
    Draft {
        amount,
        kind: source.as_str().to_owned(),
        operator: context.operator.clone(),
        idempotency_key: context.idempotency_key.clone(),
        ..Draft::default()
    }
}

/// The binding with `draft`, of which `requested` was asked, as the next entry
/// of its log: the only place where a value changes.
pub(super) fn enter(
    binding: &Binding,
    mut draft: Draft,
    requested: i64,
    reporter: Reporter,
    book: &RuleContext<'_>,
    now: Timestamp,
) -> Result<Changed, Refusal> {
    let (before, change) = (binding.value(), draft.amount);
    let after = before.saturating_add(change);
    let [old_level, new_level] = [before, after].map(|value| book.levels.level_of(value));
    let mut say = |name: &str, value: String| draft.attributes.insert(name.to_owned(), value);
    say(REQUESTED, requested.to_string());
    say(OLD_LEVEL, old_level.to_string());
    say(NEW_LEVEL, new_level.to_string());
    if !book.settings.enable_notify {
        say(NOTIFY, "off".to_owned());
    }
    let (account, entry) = append(&binding.account, draft, now)?;
    // What takes away takes first from what services reported.
    let by_owner = if reporter.is_service() { 0 } else { change.max(0) };
    let self_reported = binding.self_reported.saturating_add(by_owner).min(after);
    let mut next = Binding { account, self_reported, ..binding.touched(now) };
    let mut grants = Vec::new();
    // What goes down reaches nothing, whatever the levels were changed to.
    if change > 0 {
        let reached: Vec<_> = book.levels.reached(&next).collect();
        let granting =
            reached.iter().filter(|(_, id, level)| !level.rewards.is_empty() && !binding.was_granted(*id));
        grants.extend(granting.map(|(number, id, level)| Grant::new(binding, (*number, *id), level, now)));
        next = next.with_granted(reached.iter().map(|(_, id, _)| *id));
    }
    if before == 0 {
        // There was nothing to decay before.
        next.decay_from = next.decay_from.max(now);
    }
    Ok(Changed { binding: next, entries: vec![entry], grants })
}

pub(super) const REQUESTED: &str = "requested";
pub(super) const OLD_LEVEL: &str = "old_level";
pub(super) const NEW_LEVEL: &str = "new_level";
pub(super) const NOTIFY: &str = "notify";
pub(super) const RULE_KEY: &str = "rule_key";
pub(super) const EVENT_ID: &str = "event_id";
pub(super) const METADATA: &str = "metadata";

/// The answer to a change of `requested`, without the rule's figures.
pub(super) fn answer(
    binding: &Binding,
    outcome: Outcome,
    rule_key: Option<&RuleKey>,
    requested: i64,
    changed: Option<&Changed>,
    levels: &Levels,
) -> ApplyResult {
    let before_value = binding.value();
    let after_value = changed.map_or(before_value, |changed| changed.binding.value());
    let entry = changed.and_then(|changed| changed.entries.last());
    ApplyResult {
        outcome,
        rule_key: rule_key.cloned(),
        requested,
        change_value: after_value.saturating_sub(before_value),
        before_value,
        after_value,
        old_level: levels.level_of(before_value),
        new_level: levels.level_of(after_value),
        log_id: entry.map(|entry| entry.seq.to_string()),
        rewards_granted: Vec::new(),
        rewards_failed: Vec::new(),
        remaining_today: None,
        next_eligible_at: None,
        resets_at: None,
        error: (outcome == Outcome::Error).then(|| "binding_not_found".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_never_goes_further_or_the_other_way_than_asked() {
        let settings = AffinitySettings { max_affinity: 100, ..AffinitySettings::default() };
        for (before, wanted, changed) in [
            (50, 7, 7),
            (97, 7, 3),
            (100, 7, 0),
            (3, -7, -3),
            (0, -7, 0),
            // The highest value was lowered since.
            (500, 7, 0),
            (500, -7, -7),
            (500, i64::MIN, -500),
        ] {
            assert_eq!(effective(before, wanted, &settings), changed, "{before} {wanted}");
        }
    }
}
