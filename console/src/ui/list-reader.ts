// A list of the API, read page by page and kept fresh. Knows no component; answers may come in any
// order: one that was superseded is dropped, and no item is there twice.
import type { Page } from "@heartlink/client";
import { isAbort, superseded } from "./abort.js";

export interface ListState<T> {
  readonly items: readonly T[] | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  /** Whether there are items behind those. */
  readonly more: boolean;
}

/** Reads the page that a cursor leads to; without one, the first. */
export type ReadPage<T> = (cursor: string | undefined, signal: AbortSignal) => PromiseLike<Page<T>>;

interface Failure {
  readonly of: "first" | "more";
  readonly error: unknown;
}

export class ListReader<T> {
  readonly #read: ReadPage<T>;
  readonly #keyOf: (item: T) => string | number;
  readonly #onChange: () => void;
  #items: readonly T[] | undefined;
  /** Leads to the page behind the items. */
  #cursor: string | undefined;
  #failure: Failure | undefined;
  #first: AbortController | undefined;
  #more: AbortController | undefined;
  #again = false;

  /** Nothing is asked for before {@link restart}. */
  constructor(read: ReadPage<T>, keyOf: (item: T) => string | number, onChange: () => void) {
    this.#read = read;
    this.#keyOf = keyOf;
    this.#onChange = onChange;
  }

  get state(): ListState<T> {
    return {
      items: this.#items,
      error: this.#failure?.error,
      loading: this.#first !== undefined || this.#more !== undefined || (this.#items === undefined && !this.#failure),
      more: this.#cursor !== undefined,
    };
  }

  /** Asks for the first page anew. While that is under way, once more after it; what was read beyond it stays. */
  readonly reload = (): void => {
    if (this.#first === undefined) void this.#readFirst();
    else this.#again = true;
  };

  /** As {@link reload}, but gives up the request that is under way. */
  readonly restart = (): void => {
    this.#first?.abort(superseded());
    void this.#readFirst();
  };

  /** Reads the page behind the items. */
  readonly loadMore = (): void => {
    if (this.#more === undefined && this.#cursor !== undefined) void this.#readMore(this.#cursor);
  };

  /** Tries again what failed last. */
  readonly retry = (): void => {
    if (this.#failure?.of === "more") this.loadMore();
    else this.reload();
  };

  /** Gives up. Nothing changes any more, until {@link restart}. */
  readonly stop = (): void => {
    this.#first?.abort(superseded());
    this.#more?.abort(superseded());
    this.#first = this.#more = undefined;
    this.#again = false;
  };

  async #readFirst(): Promise<void> {
    const request = new AbortController();
    this.#first = request;
    this.#again = false;
    this.#onChange();
    const result = await attempt(() => this.#read(undefined, request.signal));
    if (this.#first !== request) return;
    this.#first = undefined;
    if ("page" in result) this.#mergeFirst(result.page);
    this.#settle("first", result);
    if (this.#again) void this.#readFirst();
    this.#onChange();
  }

  async #readMore(cursor: string): Promise<void> {
    const request = new AbortController();
    this.#more = request;
    this.#onChange();
    const result = await attempt(() => this.#read(cursor, request.signal));
    if (this.#more !== request) return;
    this.#more = undefined;
    if ("page" in result) {
      this.#items = this.#unique([...(this.#items ?? []), ...result.page.items]);
      this.#cursor = result.page.next_cursor ?? undefined;
    }
    this.#settle("more", result);
    this.#onChange();
  }

  /** The first page anew: what is known behind the last item that both have still follows it. */
  #mergeFirst({ items, next_cursor }: Page<T>): void {
    const known = this.#items ?? [];
    const cursor = next_cursor ?? undefined;
    const fresh = new Set(items.map(this.#keyOf));
    const last = known.findLastIndex((item) => fresh.has(this.#keyOf(item)));
    const reached = last >= 0 && cursor !== undefined;
    const rest = reached ? known.slice(last + 1) : [];
    this.#items = this.#unique([...items, ...rest]);
    const [knownEnd, freshEnd] = [known.at(-1), items.at(-1)];
    const sameEnd = knownEnd !== undefined && freshEnd !== undefined && this.#keyOf(knownEnd) === this.#keyOf(freshEnd);
    if (reached && (rest.length > 0 || (sameEnd && this.#cursor !== undefined))) return;
    // The list ends elsewhere now: a page that is on its way would not follow it.
    const wanted = this.#more !== undefined;
    this.#more?.abort(superseded());
    this.#more = undefined;
    this.#cursor = cursor;
    if (wanted) this.loadMore();
  }

  #settle(of: Failure["of"], result: Result<T>): void {
    if ("page" in result && this.#failure?.of === of) this.#failure = undefined;
    if ("error" in result && !isAbort(result.error)) this.#failure = { of, error: result.error };
  }

  #unique(items: readonly T[]): readonly T[] {
    const seen = new Set<string | number>();
    return items.filter((item) => {
      const key = this.#keyOf(item);
      return !seen.has(key) && seen.add(key);
    });
  }
}

type Result<T> = { readonly page: Page<T> } | { readonly error: unknown };

async function attempt<T>(read: () => PromiseLike<Page<T>>): Promise<Result<T>> {
  try {
    return { page: await read() };
  } catch (error) {
    return { error };
  }
}
