// Asking again and again, politely.
import { HeartlinkError } from "@heartlink/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Poll, poll } from "../src/pages/operations/logic/poll.js";
import { at, type Deferred, deferred } from "./deferred.js";

describe("a poll", () => {
  let calls: (Deferred<void | "over"> & { signal: AbortSignal })[];
  let failed: unknown[];
  let running: Poll;
  const hide = (hidden: boolean) => {
    vi.spyOn(document, "hidden", "get").mockReturnValue(hidden);
    document.dispatchEvent(new Event("visibilitychange"));
  };
  const start = () =>
    (running = poll(
      (signal) => {
        const call = { ...deferred<void | "over">(), signal };
        calls.push(call);
        return call.promise;
      },
      1_000,
      { done: () => undefined, failed: (error) => failed.push(error) },
    ));
  const answer = async (index: number, value?: "over") => {
    at(calls, index).resolve(value);
    await vi.advanceTimersByTimeAsync(0);
  };

  beforeEach(() => {
    vi.useFakeTimers();
    calls = [];
    failed = [];
    start();
  });
  afterEach(() => {
    running.stop();
    vi.useRealTimers();
  });

  it("calls again so long after each answer, and never while a call is under way", async () => {
    await vi.advanceTimersByTimeAsync(10_000);
    expect(calls).toHaveLength(1);
    await answer(0);
    await vi.advanceTimersByTimeAsync(999);
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toHaveLength(2);
  });

  it("calls once more after the call that is under way, where somebody wants to know now", async () => {
    running.now();
    running.now();
    expect(calls).toHaveLength(1);
    await answer(0);
    expect(calls).toHaveLength(2);
    await answer(1);
    await vi.advanceTimersByTimeAsync(999);
    expect(calls).toHaveLength(2);
  });

  it("rests in a hidden page, and goes on when it is looked at", async () => {
    await answer(0);
    hide(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toHaveLength(1);
    hide(false);
    expect(calls).toHaveLength(2);
  });

  it("calls ever less often while it fails, and never before the server said", async () => {
    const busy = new HeartlinkError({ code: "system_busy", detail: "busy", retryAfterMs: 90_000 });
    for (const [error, wait] of [
      [new Error("down"), 2_000],
      [new Error("down"), 4_000],
      [busy, 90_000],
    ] as const) {
      const before = calls.length;
      at(calls, -1).reject(error);
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(calls).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(calls).toHaveLength(before + 1);
    }
    expect(failed).toHaveLength(3);
  });

  it("ends where its task says so, and where it is stopped", async () => {
    await answer(0, "over");
    await vi.advanceTimersByTimeAsync(10_000);
    running.now();
    expect(calls).toHaveLength(1);
    start();
    running.stop();
    expect(at(calls, 1).signal.aborted).toBe(true);
  });
});
