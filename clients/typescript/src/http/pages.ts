// A list, read page by page as it is needed.
import { HeartlinkError } from "../errors.js";

/** A page of a list. */
export interface Page<T = unknown> {
  readonly items: readonly T[];
  readonly next_cursor?: string | null;
}

/**
 * A list. Awaited, it is its first page; iterated, it is all its items, each page
 * fetched when the one before is used up. Nothing is fetched before either.
 */
export class Pages<P extends Page, T> implements Promise<P>, AsyncIterable<T> {
  readonly [Symbol.toStringTag] = "Pages";
  readonly #fetch: (cursor: string | undefined) => Promise<P>;
  #first: Promise<P> | undefined;

  /** `fetch` gets a page; the first one without a cursor. */
  constructor(fetch: (cursor: string | undefined) => Promise<P>) {
    this.#fetch = fetch;
  }

  /** The pages, one after the other. */
  async *pages(): AsyncGenerator<P, void, undefined> {
    let page = await this.#firstPage();
    yield page;
    for (let cursor = page.next_cursor; typeof cursor === "string"; cursor = page.next_cursor) {
      page = await this.#fetch(cursor);
      if (page.next_cursor === cursor) {
        throw new HeartlinkError({ code: "unexpected_answer", detail: "A page names itself as the next." });
      }
      yield page;
    }
  }

  /** One page: the first, or the one that `cursor` leads to. */
  page(cursor?: string): Promise<P> {
    return cursor === undefined ? this.#firstPage() : this.#fetch(cursor);
  }

  /** The items of all pages. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page.items as readonly T[];
  }

  // biome-ignore lint/suspicious/noThenProperty: `await` gives the first page.
  then<A = P, B = never>(
    done?: ((page: P) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#firstPage().then(done, failed);
  }

  catch<B = never>(failed?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<P | B> {
    return this.#firstPage().catch(failed);
  }

  finally(settled?: (() => void) | null): Promise<P> {
    return this.#firstPage().finally(settled);
  }

  #firstPage(): Promise<P> {
    this.#first ??= this.#fetch(undefined);
    return this.#first;
  }
}
