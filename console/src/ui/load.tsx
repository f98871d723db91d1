// What the server knows, in a component: asked for, shown, and kept fresh.
import type { Page, Pages } from "@heartlink/client";
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { caughtUp } from "../app/account.js";
import { Button } from "./button.js";
import { ListReader, type ListState } from "./list-reader.js";
import { ProblemNote } from "./problem-note.js";
import { Skeleton } from "./states.js";
import { t } from "./texts.js";
import { ValueReader, type ValueState } from "./value-reader.js";

/** A value as a component sees it. */
export interface Loaded<T> extends ValueState<T> {
  readonly reload: () => void;
  /** Sets the value from elsewhere, such as the response to a write or an event. */
  readonly set: (next: T) => void;
}

interface LoadOptions<T> {
  readonly everyMs?: number;
  /** The version of an answer: higher is newer. */
  readonly versionOf?: (data: T) => number;
}

/**
 * Asks, again whenever `needs` change, when the live connection is back, and every
 * `everyMs` while somebody looks. Old data stay until there are new ones.
 */
export function useLoad<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  needs: readonly unknown[],
  { everyMs, versionOf }: LoadOptions<T> = {},
): Loaded<T> {
  const render = useRender();
  const reader = useMemo(() => new ValueReader(ask, render, versionOf), [JSON.stringify(needs)]);
  useReader(reader);
  const { state, reload, set } = reader;
  // A server slower than the interval is waited for.
  useInterval(() => {
    if (!state.loading) reload();
  }, everyMs);
  return { ...state, reload, set };
}

/** Renders the component again. */
function useRender(): () => void {
  const [, setCount] = useState(0);
  return useCallback(() => setCount((count) => count + 1), []);
}

/** Keeps a reader going as long as it is shown; begins anew when the live connection is back. */
function useReader({ restart, stop }: { readonly restart: () => void; readonly stop: () => void }): void {
  const epoch = caughtUp.value;
  useEffect(restart, [restart, epoch]);
  useEffect(() => stop, [stop]);
}

/** Calls `changed` when `value` changes, not at mount. */
export function useChange(value: unknown, changed: () => void): void {
  const seen = useRef(value);
  useEffect(() => {
    if (seen.current === value) return;
    seen.current = value;
    changed();
  }, [value]);
}

/** Calls `tick` every `everyMs` while the page is looked at; never if absent. */
export function useInterval(tick: () => void, everyMs: number | undefined): void {
  const latest = useRef(tick);
  latest.current = tick;
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") latest.current();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}

/** Shows what is loaded, or why it is not. */
export function AsyncView<T>({ of, children }: { of: Loaded<T>; children: (data: T) => ComponentChildren }) {
  if (of.data !== undefined) {
    return (
      <>
        {of.error !== undefined && <ProblemNote error={of.error} onRetry={of.reload} />}
        {children(of.data)}
      </>
    );
  }
  if (of.error !== undefined) return <ProblemNote error={of.error} onRetry={of.reload} />;
  return <Skeleton />;
}

/** A list as a component sees it. */
export interface LoadedList<T> extends ListState<T> {
  readonly loadMore: () => void;
  /** Asks for the first page anew; what was read beyond it stays. */
  readonly reload: () => void;
  /** Tries again what failed last. */
  readonly retry: () => void;
}

/** As {@link useLoad}, for a list of the API: its first page, and more when asked. */
export function useList<P extends Page, T>(
  ask: (signal: AbortSignal) => Pages<P, T>,
  needs: readonly unknown[],
  keyOf: (item: T) => string | number,
): LoadedList<T> {
  const render = useRender();
  const reader = useMemo(() => {
    const read = (cursor: string | undefined, signal: AbortSignal) => ask(signal).page(cursor) as Promise<Page<T>>;
    return new ListReader<T>(read, keyOf, render);
  }, [JSON.stringify(needs)]);
  useReader(reader);
  const { state, loadMore, reload, retry } = reader;
  return { ...state, loadMore, reload, retry };
}

/** Shows the items of a list, with the way to more of them. */
export function AsyncList<T>({
  of,
  children,
}: {
  of: LoadedList<T>;
  children: (items: readonly T[]) => ComponentChildren;
}) {
  if (of.items === undefined) {
    return of.error === undefined ? <Skeleton /> : <ProblemNote error={of.error} onRetry={of.retry} />;
  }
  return (
    <>
      {children(of.items)}
      {of.error !== undefined && <ProblemNote error={of.error} onRetry={of.retry} />}
      {of.more && (
        <p class="more">
          <Button onPress={of.loadMore} busy={of.loading} testid="more">
            {t("ui.more")}
          </Button>
        </p>
      )}
    </>
  );
}
