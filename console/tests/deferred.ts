// Answers that come when a test says so.

/** A promise with its ends. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((good, bad) => {
    resolve = good;
    reject = bad;
  });
  return { promise, resolve, reject };
}

/** Lets everything run that waits for nothing but promises. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** The `index`th of what was recorded; fails if there is none. */
export function at<T>(recorded: readonly T[], index: number): T {
  const found = recorded.at(index);
  if (found === undefined) throw new Error(`there are ${recorded.length}, none at ${index}`);
  return found;
}
