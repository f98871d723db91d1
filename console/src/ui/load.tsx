// What the server knows, in a component: asked for, shown, and kept fresh.
import type { Page, Pages } from "@heartlink/client";
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { caughtUp } from "../app/account.js";
import { Button } from "./button.js";
import { isAbort, ProblemNote } from "./problem.js";
import { Skeleton } from "./states.js";
import { t } from "./texts.js";

/** What is known of something that has to be asked for. */
export interface Loaded<T> {
  readonly data: T | undefined;
  /** What the last try failed with; older data may still be there. */
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => void;
  /** Puts in what is known from elsewhere, such as a write's answer or an event. */
  readonly set: (next: T) => void;
}

/**
 * Asks, again whenever `needs` change, when the live connection is back, and every
 * `everyMs` while somebody looks. Old data stay until there are new ones.
 */
export function useLoad<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  needs: readonly unknown[],
  everyMs?: number,
): Loaded<T> {
  const [state, setState] = useState<{ data: T | undefined; error: unknown; loading: boolean }>({
    data: undefined,
    error: undefined,
    loading: true,
  });
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((n) => n + 1), []);
  const key = JSON.stringify(needs);
  const lastKey = useRef(key);
  const epoch = caughtUp.value;
  useEffect(() => {
    const controller = new AbortController();
    const other = lastKey.current !== key;
    lastKey.current = key;
    setState((old) => (other ? { data: undefined, error: undefined, loading: true } : { ...old, loading: true }));
    ask(controller.signal).then(
      (data) => {
        if (!controller.signal.aborted) setState({ data, error: undefined, loading: false });
      },
      (error: unknown) => {
        if (!controller.signal.aborted && !isAbort(error)) setState((old) => ({ ...old, error, loading: false }));
      },
    );
    return () => controller.abort(new DOMException("no longer shown", "AbortError"));
  }, [key, round, epoch]);
  // A server slower than the interval is waited for.
  useInterval(() => {
    if (!state.loading) reload();
  }, everyMs);
  const set = useCallback((data: T) => setState({ data, error: undefined, loading: false }), []);
  return { ...state, reload, set };
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
export function Shown<T>({ of, children }: { of: Loaded<T>; children: (data: T) => ComponentChildren }) {
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

/** A list that is read page by page. */
export interface LoadedList<T> {
  readonly items: readonly T[] | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly more: boolean;
  readonly loadMore: () => void;
  /** Asks for the first page anew; what was read beyond it stays. */
  readonly reload: () => void;
}

interface ListState<T> {
  readonly items: readonly T[] | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly more: boolean;
}

/** As {@link useLoad}, for a list of the API: its first page, and more when asked. */
export function useList<P extends Page, T>(
  ask: (signal: AbortSignal) => Pages<P, T>,
  needs: readonly unknown[],
  keyOf: (item: T) => string | number,
): LoadedList<T> {
  const [state, setState] = useState<ListState<T>>({ items: undefined, error: undefined, loading: true, more: false });
  const [round, setRound] = useState(0);
  const source = useRef<{ pages: AsyncGenerator<P>; signal: AbortSignal }>(null);
  const key = JSON.stringify(needs);
  const epoch = caughtUp.value;

  /** The next page, put behind what is there, or in front of it where it is the first anew. */
  const read = (from: { pages: AsyncGenerator<P>; signal: AbortSignal }, anew: boolean) => {
    setState((old) => ({ ...old, loading: true }));
    from.pages.next().then(
      ({ value, done }) => {
        if (from.signal.aborted) return;
        const page = done === true ? undefined : value;
        const items = (page?.items ?? []) as readonly T[];
        const more = typeof page?.next_cursor === "string";
        setState((old) => {
          const known = old.items ?? [];
          if (!anew) return { items: [...known, ...items], more, error: undefined, loading: false };
          const fresh = new Set(items.map(keyOf));
          const rest = known.filter((item) => !fresh.has(keyOf(item)));
          // The new page reaches what was known: what lies behind that still follows.
          if (rest.length < known.length)
            return { ...old, items: [...items, ...rest], error: undefined, loading: false };
          source.current = from;
          return { items, more, error: undefined, loading: false };
        });
      },
      (error: unknown) => {
        if (!from.signal.aborted && !isAbort(error)) setState((old) => ({ ...old, error, loading: false }));
      },
    );
  };

  const shown = useRef<{ key: string; controller: AbortController }>(null);
  useEffect(() => {
    const anew = shown.current?.key === key && !shown.current.controller.signal.aborted;
    if (!anew) {
      shown.current?.controller.abort(new DOMException("no longer shown", "AbortError"));
      shown.current = { key, controller: new AbortController() };
      setState({ items: undefined, error: undefined, loading: true, more: false });
    }
    const signal = shown.current?.controller.signal ?? AbortSignal.abort();
    const from = { pages: ask(signal).pages(), signal };
    if (!anew) source.current = from;
    read(from, anew);
  }, [key, round, epoch]);
  useEffect(() => () => shown.current?.controller.abort(new DOMException("no longer shown", "AbortError")), []);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  const loadMore = () => {
    // A generator that failed is done: begin anew.
    if (state.error !== undefined || source.current === null) return reload();
    read(source.current, false);
  };
  return { ...state, loadMore, reload };
}

/** Shows the items of a list, with the way to more of them. */
export function ShownList<T>({
  of,
  children,
}: {
  of: LoadedList<T>;
  children: (items: readonly T[]) => ComponentChildren;
}) {
  if (of.items === undefined) {
    return of.error === undefined ? <Skeleton /> : <ProblemNote error={of.error} onRetry={of.reload} />;
  }
  return (
    <>
      {children(of.items)}
      {of.error !== undefined && <ProblemNote error={of.error} onRetry={of.reload} />}
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
