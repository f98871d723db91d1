// A poll as long as a component is shown.
import { useEffect, useRef, useState } from "preact/hooks";
import { caughtUp } from "../../../app/account.js";
import { type Poll, poll } from "./poll.js";

/** What a component knows of its poll. */
export interface Polling {
  /** What the last call failed with. */
  readonly error: unknown;
  /** Calls at once. */
  readonly now: () => void;
}

/**
 * Calls `task` every `everyMs`; `null` pauses. Begins anew when `needs` change, or when the
 * connection is back.
 */
export function usePoll(
  task: (signal: AbortSignal) => Promise<void | "over">,
  everyMs: number | null,
  needs: readonly unknown[] = [],
): Polling {
  const [error, setError] = useState<unknown>();
  const latest = useRef(task);
  latest.current = task;
  const running = useRef<Poll>(undefined);
  const epoch = caughtUp.value;
  useEffect(() => {
    if (everyMs === null) return undefined;
    const signals = { done: () => setError(undefined), failed: setError };
    const started = poll((signal) => latest.current(signal), everyMs, signals);
    running.current = started;
    return started.stop;
  }, [everyMs, epoch, ...needs]);
  return { error, now: () => running.current?.now() };
}
