// Merges the parts of a check that was made in several requests.
import type { Schemas } from "@heartlink/client";

type View = Schemas["MonitorView"];

const WORSE = ["healthy", "degraded", "critical"] as const;

/** Merges two partial checks. Rates are weighted by accounts; the slower response counts. */
export function mergeChecks(before: View, after: View): View {
  const totalStudents = before.summary.totalStudents + after.summary.totalStudents;
  const consistent = before.summary.consistent + after.summary.consistent;
  const share = totalStudents === 0 ? 1 : after.summary.totalStudents / totalStudents;
  const [old, next] = [before.health, after.health];
  const worst = Math.max(WORSE.indexOf(old.status), WORSE.indexOf(next.status));
  return {
    health: {
      status: WORSE[worst] ?? next.status,
      checked_at: old.checked_at,
      duration_ms: old.duration_ms + next.duration_ms,
      error_rate: old.error_rate * (1 - share) + next.error_rate * share,
      response_ms: {
        p50: Math.max(old.response_ms.p50, next.response_ms.p50),
        p95: Math.max(old.response_ms.p95, next.response_ms.p95),
      },
    },
    summary: {
      totalStudents,
      consistent,
      inconsistent: before.summary.inconsistent + after.summary.inconsistent,
      consistencyRate: totalStudents === 0 ? 100 : (100 * consistent) / totalStudents,
      transactions: before.summary.transactions + after.summary.transactions,
    },
    problems: [...before.problems, ...after.problems],
    next_cursor: after.next_cursor ?? null,
  };
}
