//! Changes that an admin orders: no rule, cooldown or cap, but the ends of the
//! scale, the log, levels and rewards as for any other.

use crate::affinity::change::{answer, draft, effective, enter};
use crate::affinity::refusal::check_text;
use crate::affinity::rule::MAX_FIGURE;
use crate::affinity::{Binding, Context, Decided, Outcome, Refusal, Reporter, RuleContext, Source};
use crate::ids::{DeviceId, UserId};
use crate::problem::FieldProblem;

/// Longest reason, in characters.
pub const MAX_REASON_CHARS: usize = 500;

/// What an admin orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// Whose binding.
    pub user_id: UserId,
    /// To what.
    pub device_id: DeviceId,
    /// By how much.
    pub delta: i64,
    /// Why; kept in the log.
    pub reason: String,
}

impl Adjustment {
    fn check(&self) -> Result<(), Refusal> {
        check_text("/reason", &self.reason, MAX_REASON_CHARS)?;
        if (-MAX_FIGURE..=MAX_FIGURE).contains(&self.delta) {
            return Ok(());
        }
        let detail = format!("must be {} to {MAX_FIGURE}", -MAX_FIGURE);
        let problem = FieldProblem { pointer: "/delta".to_owned(), detail };
        Err(Refusal::Invalid { problems: vec![problem] })
    }
}

/// What `adjustment` does to `binding`.
///
/// # Errors
/// [`Refusal::Invalid`], [`Refusal::LogFull`].
pub fn adjust(
    binding: &Binding,
    adjustment: &Adjustment,
    source: Source,
    book: &RuleContext<'_>,
    context: &Context,
) -> Result<Decided, Refusal> {
    adjustment.check()?;
    let change = effective(binding.value(), adjustment.delta, book.settings);
    let (outcome, changed) = match change {
        _ if !binding.bound => (Outcome::Error, None),
        0 => (Outcome::NoopValueBoundary, None),
        change => {
            let mut draft = draft(source, change, context);
            draft.description = Some(adjustment.reason.clone());
            let changed = enter(binding, draft, adjustment.delta, Reporter::Service, book, context.now)?;
            (Outcome::Applied, Some(changed))
        }
    };
    let result = answer(binding, outcome, None, adjustment.delta, changed.as_ref(), book.levels);
    Ok(Decided { result, changed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::affinity::fixture::{adjustment, at, binding, book, context, levels, settings, unbound};
    use crate::affinity::{DailyCounters, LogEntry};
    use crate::calendar::Zone;

    #[test]
    fn an_adjustment_knows_no_cap_and_uses_none_up_but_ends_with_the_scale() {
        let (levels, settings) = (levels(&[0, 10]), settings());
        let mut before = binding(5);
        before.today = Some(DailyCounters { global: 1_000, ..DailyCounters::new(Zone::SHANGHAI.day(at(0))) });
        let source = Source::AdminAdjustSingle;
        let up = adjust(&before, &adjustment(5_000), source, &book(None, &levels, &settings), &context(1))
            .unwrap();
        let changed = up.changed.unwrap();
        assert_eq!((up.result.requested, up.result.change_value), (5_000, settings.max_affinity - 5));
        assert_eq!((up.result.old_level, up.result.new_level), (1, 2));
        assert_eq!(changed.binding.today, before.today);
        assert_eq!(changed.binding.last_active_at, None);
        let logged = LogEntry::of(&changed.entries[0]).unwrap();
        assert_eq!((logged.requested, logged.reason.as_deref()), (5_000, Some("made good")));
        assert_eq!((logged.source, logged.operator), (source, context(1).operator));
        let more =
            adjust(&changed.binding, &adjustment(1), source, &book(None, &levels, &settings), &context(2));
        assert_eq!(more.unwrap().result.outcome, Outcome::NoopValueBoundary);
    }

    #[test]
    fn what_is_not_bound_is_not_adjusted() {
        let (levels, settings) = (levels(&[0]), settings());
        let book = book(None, &levels, &settings);
        let decided =
            adjust(&unbound(5), &adjustment(1), Source::AdminAdjustBatch, &book, &context(1)).unwrap();
        assert_eq!((decided.result.outcome, decided.changed), (Outcome::Error, None));
        assert_eq!(decided.result.error.as_deref(), Some("binding_not_found"));
    }

    #[test]
    fn an_adjustment_needs_a_reason_and_a_figure_within_bounds() {
        let (levels, settings) = (levels(&[0]), settings());
        let book = book(None, &levels, &settings);
        for wrong in [
            Adjustment { reason: " ".into(), ..adjustment(1) },
            Adjustment { reason: "r".repeat(501), ..adjustment(1) },
            adjustment(MAX_FIGURE + 1),
            adjustment(i64::MIN),
        ] {
            let refused = adjust(&binding(5), &wrong, Source::AdminAdjustSingle, &book, &context(1));
            assert!(matches!(refused, Err(Refusal::Invalid { .. })), "{wrong:?}");
        }
    }
}
