// @vitest-environment node
// What the operations pages work out by themselves.
import { describe, expect, it } from "vitest";
import type { Schemas } from "@heartlink/client";
import { differences } from "../src/pages/operations/logic/difference.js";
import { MOST_SAMPLES, perMinute, type Sample, series, withSample } from "../src/pages/operations/logic/samples.js";
import { mergeChecks } from "../src/pages/operations/points/merge-checks.js";

describe("the differences of two documents", () => {
  it("are told place by place; null counts as absent", () => {
    const left = { name: "a", levels: [{ at: 1 }, { at: 2 }], gone: true, empty: null };
    const right = { name: "b", levels: [{ at: 1 }, { at: 3 }, { at: 4 }] };
    expect(differences(left, right)).toEqual([
      { path: "name", left: "a", right: "b" },
      { path: "levels.1.at", left: "2", right: "3" },
      { path: "gone", left: "true", right: undefined },
      { path: "levels.2.at", left: undefined, right: "4" },
    ]);
    expect(differences(left, structuredClone(left))).toEqual([]);
  });
});

describe("samples", () => {
  const counted = (...values: readonly [at: number, value: number | null][]): readonly Sample<number | null>[] =>
    values.map(([at, value]) => ({ at, value }));

  it("are bounded, and the oldest leaves", () => {
    let samples: readonly Sample<number>[] = [];
    for (let at = 0; at < MOST_SAMPLES + 5; at += 1) samples = withSample(samples, { at, value: at });
    expect(samples).toHaveLength(MOST_SAMPLES);
    expect(samples[0]?.at).toBe(5);
  });

  it("make a line with gaps where nothing is known", () => {
    expect(series(counted([0, 1], [1, null], [2, 0]), (value) => value)).toEqual([1, null, 0]);
  });

  it("make a rate, with a gap where the counter began anew", () => {
    const rates = perMinute(counted([0, 10], [30_000, 20], [60_000, 5], [60_000, 9], [120_000, 9]), (n) => n ?? 0);
    expect(rates).toEqual([null, 20, null, null, 0]);
  });
});

describe("two checks of accounts", () => {
  const check = (total: number, consistent: number, status: Schemas["MonitorView"]["health"]["status"]) =>
    ({
      health: { status, checked_at: "t", duration_ms: 5, error_rate: total, response_ms: { p50: total, p95: 1 } },
      summary: {
        totalStudents: total,
        consistent,
        inconsistent: total - consistent,
        consistencyRate: 0,
        transactions: total,
      },
      problems: [],
      next_cursor: null,
    }) as unknown as Schemas["MonitorView"];

  it("are one that counts both and is as bad as the worse", () => {
    const both = mergeChecks(check(3, 2, "critical"), check(1, 1, "healthy"));
    expect(both.summary).toMatchObject({ totalStudents: 4, consistent: 3, inconsistent: 1, consistencyRate: 75 });
    expect(both.health).toMatchObject({ status: "critical", duration_ms: 10, error_rate: 2.5 });
    expect(both.health.response_ms.p50).toBe(3);
  });

  it("are consistent where there is nobody", () => {
    expect(mergeChecks(check(0, 0, "healthy"), check(0, 0, "healthy")).summary.consistencyRate).toBe(100);
  });
});
