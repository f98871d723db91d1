// Asking again and again, politely: one call at a time, never in a hidden page, ever less often
// while it fails. Knows nothing of what is asked.
import { isHeartlinkError } from "@heartlink/client";

/** Longest wait between two calls that failed, in milliseconds. */
const LONGEST_WAIT_MS = 60_000;

/** What a poll tells. */
export interface PollSignals {
  /** The call went well. */
  readonly done: () => void;
  /** The call failed; it is made again after a longer wait. */
  readonly failed: (error: unknown) => void;
}

/** A poll that runs until it is stopped. */
export interface Poll {
  /** Calls at once; while a call is under way, once more after it. */
  readonly now: () => void;
  /** Ends it, and the call that is under way. */
  readonly stop: () => void;
}

/**
 * Calls `task` at once and then `everyMs` after each answer; while the page is hidden, not at all.
 * A task that answers `"over"` is not called again.
 */
export function poll(
  task: (signal: AbortSignal) => Promise<void | "over">,
  everyMs: number,
  signals: PollSignals,
): Poll {
  const ended = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let underWay = false;
  let again = false;
  let failures = 0;

  const wait = (ms: number) => {
    timer = setTimeout(() => void run(), ms);
  };

  async function run(): Promise<void> {
    if (underWay || ended.signal.aborted || document.hidden) return;
    clearTimeout(timer);
    underWay = true;
    again = false;
    let next: number | undefined = everyMs;
    try {
      if ((await task(ended.signal)) === "over") next = undefined;
      failures = 0;
      if (!ended.signal.aborted) signals.done();
    } catch (error) {
      failures += 1;
      next = waitAfter(error, failures, everyMs);
      if (!ended.signal.aborted) signals.failed(error);
    }
    underWay = false;
    if (next !== undefined && !ended.signal.aborted) wait(again ? 0 : next);
    if (next === undefined) stop();
  }

  const seen = () => void run();
  function stop() {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
    ended.abort();
  }

  document.addEventListener("visibilitychange", seen);
  void run();
  const now = () => {
    // The answer that is on its way may be older than the reason to ask.
    again = underWay;
    void run();
  };
  return { now, stop };
}

/** Exponential backoff, and never before the server's `Retry-After`. */
export function waitAfter(error: unknown, failures: number, everyMs: number): number {
  const asked = isHeartlinkError(error) ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(asked, Math.min(LONGEST_WAIT_MS, everyMs * 2 ** Math.min(failures, 10)));
}
