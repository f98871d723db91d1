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
    setState((old) => ({ data: other ? undefined : old.data, error: undefined, loading: true }));
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
  useInterval(reload, everyMs);
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
  readonly reload: () => void;
}

/** As {@link useLoad}, for a list of the API: its first page, and more when asked. */
export function useList<P extends Page, T>(
  ask: (signal: AbortSignal) => Pages<P, T>,
  needs: readonly unknown[],
): LoadedList<T> {
  const [items, setItems] = useState<readonly T[]>();
  const [error, setError] = useState<unknown>();
  const [loading, setLoading] = useState(true);
  const [more, setMore] = useState(false);
  const [round, setRound] = useState(0);
  const source = useRef<{ pages: AsyncGenerator<P>; signal: AbortSignal }>(null);
  const key = JSON.stringify(needs);
  const lastKey = useRef(key);
  const epoch = caughtUp.value;

  const next = useCallback((begin: boolean) => {
    const from = source.current;
    if (from === null) return;
    setLoading(true);
    from.pages.next().then(
      ({ value, done }) => {
        if (from.signal.aborted) return;
        const page = done === true ? undefined : value;
        const added = (page?.items ?? []) as readonly T[];
        setItems((old) => (begin ? added : [...(old ?? []), ...added]));
        setMore(typeof page?.next_cursor === "string");
        setError(undefined);
        setLoading(false);
      },
      (failure: unknown) => {
        if (from.signal.aborted || isAbort(failure)) return;
        setError(failure);
        setLoading(false);
      },
    );
  }, []);

  useEffect(() => {
    const controller = new AbortController();
    if (lastKey.current !== key) setItems(undefined);
    lastKey.current = key;
    source.current = { pages: ask(controller.signal).pages(), signal: controller.signal };
    next(true);
    return () => controller.abort(new DOMException("no longer shown", "AbortError"));
  }, [key, round, epoch]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  // A generator that failed is done: begin anew.
  const loadMore = () => (error === undefined ? next(false) : reload());
  return { items, error, loading, more, loadMore, reload };
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
