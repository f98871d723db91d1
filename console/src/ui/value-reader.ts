// A value that the server knows, asked for again and again. Knows no component; of answers that come
// in another order than they were asked for, only the newest counts.
import { isAbort, superseded } from "./abort.js";

export interface ValueState<T> {
  readonly data: T | undefined;
  /** What the last try failed with; older data may still be there. */
  readonly error: unknown;
  readonly loading: boolean;
}

export class ValueReader<T> {
  readonly #read: (signal: AbortSignal) => PromiseLike<T>;
  readonly #onChange: () => void;
  readonly #versionOf: ((data: T) => number) | undefined;
  #state: ValueState<T> = { data: undefined, error: undefined, loading: true };
  #request: AbortController | undefined;
  #again = false;

  /**
   * Nothing is asked for before {@link restart}. With `versionOf`, an answer of an older version than what
   * is known is dropped: the server may read from a copy that lags behind its events.
   */
  constructor(read: (signal: AbortSignal) => PromiseLike<T>, onChange: () => void, versionOf?: (data: T) => number) {
    this.#read = read;
    this.#onChange = onChange;
    this.#versionOf = versionOf;
  }

  get state(): ValueState<T> {
    return this.#state;
  }

  /** Asks anew. While a request is under way, once more after it: its answer may be older than the reason to ask. */
  readonly reload = (): void => {
    if (this.#request === undefined) void this.#run();
    else this.#again = true;
  };

  /** Asks anew, and gives up the request that is under way. */
  readonly restart = (): void => {
    this.#request?.abort(superseded());
    void this.#run();
  };

  /** Sets the value from elsewhere. A request in flight may return an older one, so it is restarted. */
  readonly set = (data: T): void => {
    this.#update({ data, error: undefined });
    if (this.#request !== undefined) this.restart();
  };

  /** Gives up. Nothing changes any more, until {@link restart}. */
  readonly stop = (): void => {
    this.#request?.abort(superseded());
    this.#request = undefined;
    this.#again = false;
  };

  async #run(): Promise<void> {
    const request = new AbortController();
    this.#request = request;
    this.#again = false;
    this.#update({});
    let found: Pick<ValueState<T>, "data" | "error">;
    try {
      found = { data: this.#newer(await this.#read(request.signal)), error: undefined };
    } catch (error) {
      found = { data: this.#state.data, error: isAbort(error) ? this.#state.error : error };
    }
    if (this.#request !== request) return;
    this.#request = undefined;
    if (this.#again) void this.#run();
    this.#update(found);
  }

  #newer(answer: T): T {
    const { data } = this.#state;
    if (data === undefined || this.#versionOf === undefined) return answer;
    return this.#versionOf(answer) < this.#versionOf(data) ? data : answer;
  }

  #update(part: Partial<ValueState<T>>): void {
    this.#state = { ...this.#state, ...part, loading: this.#request !== undefined };
    this.#onChange();
  }
}
