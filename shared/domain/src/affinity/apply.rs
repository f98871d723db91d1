//! The one entry for events: ten steps, of which the first that stops the
//! change decides the outcome.
//!
//! Owns their order: event, rule, cooldown, binding, draw, the rule's daily
//! cap, the global daily cap, the ends of the scale. Writing and telling are
//! the store's and the stream's.

use std::time::Duration;

use crate::affinity::change::{EVENT_ID, METADATA, RULE_KEY, answer, draft, effective, enter};
use crate::affinity::model::MAX_EVENTS;
use crate::affinity::{
    AffinityEvent, ApplyResult, Binding, Changed, Context, Decided, Outcome, Refusal, Rule, RuleContext,
};
use crate::calendar::Day;
use crate::chance::Chance;
use crate::ledger::Draft;

/// What `cause` does to `binding`.
///
/// The same `chance` gives the same draw, so that a decision that is made again
/// does not draw again.
///
/// # Errors
/// [`Refusal::ReportedByServices`], [`Refusal::TooManyEvents`], [`Refusal::LogFull`].
pub fn apply(
    binding: &Binding,
    cause: &AffinityEvent,
    book: &RuleContext<'_>,
    context: &Context,
    chance: &mut Chance,
) -> Result<Decided, Refusal> {
    let for_services = book.rule_in_force().is_some_and(|rule| rule.reported_by.is_service());
    if for_services && !cause.reporter.is_service() {
        return Err(Refusal::ReportedByServices);
    }
    let day = book.settings.timezone.day(context.now);
    apply_on(day, binding, cause, book, context, chance)
}

/// The same, counted on `day`.
pub(super) fn apply_on(
    day: Day,
    binding: &Binding,
    cause: &AffinityEvent,
    book: &RuleContext<'_>,
    context: &Context,
    chance: &mut Chance,
) -> Result<Decided, Refusal> {
    let (outcome, requested, changed) = match weigh(day, binding, cause, book, context, chance) {
        Ok((requested, change)) => {
            let changed = settle(day, binding, cause, (requested, change), book, context)?;
            (Outcome::Applied, requested, Some(changed))
        }
        Err(Stopped { outcome, requested }) => (outcome, requested, None),
    };
    let mut result =
        answer(binding, outcome, Some(&cause.rule_key), requested, changed.as_ref(), book.levels);
    let after = changed.as_ref().map_or(binding, |changed| &changed.binding);
    tell_figures(&mut result, day, after, cause, book, context);
    Ok(Decided { result, changed })
}

/// Why nothing changes, and what was asked for.
struct Stopped {
    outcome: Outcome,
    requested: i64,
}

/// What was asked for, and what of it changes the value.
fn weigh(
    day: Day,
    binding: &Binding,
    cause: &AffinityEvent,
    book: &RuleContext<'_>,
    context: &Context,
    chance: &mut Chance,
) -> Result<(i64, i64), Stopped> {
    let stopped = |outcome| Stopped { outcome, requested: 0 };
    if cause.event_id.as_ref().is_some_and(|event| binding.has_seen(event, context.now)) {
        return Err(stopped(Outcome::NoopEventDuplicate));
    }
    let rule = book.rule_in_force().ok_or(stopped(Outcome::NoopNoRule))?;
    if binding.cooling_until(&cause.rule_key, context.now).is_some() {
        return Err(stopped(Outcome::NoopCooldown));
    }
    if !binding.bound {
        return Err(stopped(Outcome::Error));
    }
    let requested = rule.draw(chance);
    let stopped = |outcome| Stopped { outcome, requested };
    if requested == 0 {
        return Err(stopped(Outcome::NoopValueBoundary));
    }
    let today = binding.counters(day);
    let rule_left = rule.daily_cap.saturating_sub(today.of_rule(&cause.rule_key));
    if rule_left <= 0 {
        return Err(stopped(Outcome::NoopRuleDailyCap));
    }
    let mut change = requested.clamp(-rule_left, rule_left);
    if change > 0 {
        let global_left = book.settings.global_daily_cap.saturating_sub(today.global);
        if global_left <= 0 {
            return Err(stopped(Outcome::NoopGlobalDailyCap));
        }
        change = change.min(global_left);
    }
    match effective(binding.value(), change, book.settings) {
        0 => Err(stopped(Outcome::NoopValueBoundary)),
        change => Ok((requested, change)),
    }
}

/// The binding with the change, its cooldown, counters and event.
fn settle(
    day: Day,
    binding: &Binding,
    cause: &AffinityEvent,
    (requested, change): (i64, i64),
    book: &RuleContext<'_>,
    context: &Context,
) -> Result<Changed, Refusal> {
    let now = context.now;
    let mut today = binding.counters(day);
    today.global = today.global.saturating_add(change.max(0));
    let of_rule = today.rules.entry(cause.rule_key.clone()).or_default();
    *of_rule = of_rule.saturating_add(change.abs());
    let mut changed = enter(binding, told(cause, change, context), requested, cause.reporter, book, now)?;
    let next = &mut changed.binding;
    next.today = Some(today);
    let cooldown = book.rule.map_or(0, |rule| rule.cooldown_seconds);
    if cooldown > 0 {
        next.cooldowns.insert(cause.rule_key.clone(), now + Duration::from_secs(cooldown));
    }
    if let Some(event) = &cause.event_id {
        if next.events.len() >= MAX_EVENTS {
            return Err(Refusal::TooManyEvents { limit: MAX_EVENTS });
        }
        next.events.insert(event.mark(), now.unix_millis());
    }
    if cause.source.is_activity() {
        next.last_active_at = Some(now);
        next.decay_from = now;
    }
    Ok(changed)
}

fn told(cause: &AffinityEvent, change: i64, context: &Context) -> Draft {
    let mut draft = draft(cause.source, change, context);
    let mut say = |name: &str, value: String| draft.attributes.insert(name.to_owned(), value);
    say(RULE_KEY, cause.rule_key.to_string());
    if let Some(event) = &cause.event_id {
        say(EVENT_ID, event.as_str().to_owned());
    }
    if let Some(metadata) = &cause.metadata {
        say(METADATA, metadata.text());
    }
    draft
}

/// What the rule may still do, as it stands after the call.
fn tell_figures(
    result: &mut ApplyResult,
    day: Day,
    after: &Binding,
    cause: &AffinityEvent,
    book: &RuleContext<'_>,
    context: &Context,
) {
    let Some(rule) = book.rule_in_force() else { return };
    let today = after.counters(day);
    result.remaining_today = Some(remaining(rule, today.of_rule(&cause.rule_key), today.global, book));
    result.next_eligible_at = after.cooling_until(&cause.rule_key, context.now);
    result.resets_at = Some(book.settings.timezone.start_of(today.day.next()));
}

/// What `rule` may still change today. One that only adds is bound by the
/// global cap too.
fn remaining(rule: &Rule, of_rule: i64, global: i64, book: &RuleContext<'_>) -> i64 {
    let left = rule.daily_cap.saturating_sub(of_rule).max(0);
    if rule.min_change < 0 {
        return left;
    }
    left.min(book.settings.global_daily_cap.saturating_sub(global).max(0))
}
