// Deadlines as signals.

/** A signal that is aborted when the time is up. `release` it when the work is over. */
export interface Deadline {
  readonly signal: AbortSignal;
  release(): void;
}

/** Aborts with `reason` after `ms`, or with the reason of `parent` when that is aborted. */
export function deadline(ms: number, reason: unknown, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  const follow = () => controller.abort(parent?.reason);
  const timer = setTimeout(() => controller.abort(reason), ms);
  if (parent?.aborted) follow();
  parent?.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      parent?.removeEventListener("abort", follow);
    },
  };
}

/** Settles as `work` does; rejects with the signal's reason if that is aborted before. */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
