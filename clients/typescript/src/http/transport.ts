// One call, sent until it is answered for good: the same key each time, within
// its deadline. Never knows which operation it carries.
import { HeartlinkError } from "../errors.js";
import type { Tokens } from "../token.js";
import { jitter, limit, pause, randomName, within } from "../waiting.js";
import { type Answer, lost, value } from "./answer.js";
import { content, type Inputs, type Route, target } from "./request.js";
import type { CallOptions } from "./types.js";

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
const DEADLINE = Symbol("the deadline of the call");
const SILENCE = Symbol("an attempt without an answer");

/** What calls go by where they say nothing else. */
export interface TransportSettings {
  /** Address of the API, without `/v1`. */
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly attempts: number;
  readonly deadlineMs: number;
  readonly attemptMs: number;
}

/** A call on its way. */
interface Going {
  readonly route: Route;
  readonly url: string;
  readonly init: RequestInit;
  readonly accept: string;
  readonly key: string | undefined;
  readonly signal: AbortSignal;
  readonly ends: number;
  readonly attempts: number;
  readonly onAnswer: CallOptions["onAnswer"];
  /** What the last attempt failed with. */
  failed: HeartlinkError | undefined;
}

/** Sends calls. */
export class Transport {
  readonly #settings: TransportSettings;
  readonly #tokens: Tokens;

  constructor(settings: TransportSettings, tokens: Tokens) {
    this.#settings = settings;
    this.#tokens = tokens;
  }

  /** What the call is answered with: parsed JSON, or the text of another `accept`. */
  async call(route: Route, inputs: Inputs, options: CallOptions = {}, accept = "application/json"): Promise<unknown> {
    options.signal?.throwIfAborted();
    const key = options.idempotencyKey ?? (route.key ? randomName() : undefined);
    const deadlineMs = options.deadlineMs ?? this.#settings.deadlineMs;
    const url = this.#settings.url + target(route, inputs);
    const init = content(route, inputs, accept, key);
    const budget = limit(deadlineMs, DEADLINE, options.signal);
    const going: Going = {
      route,
      url,
      init,
      accept,
      key,
      signal: budget.signal,
      ends: performance.now() + deadlineMs,
      attempts: Math.max(1, options.attempts ?? this.#settings.attempts),
      onAnswer: options.onAnswer,
      failed: undefined,
    };
    try {
      return await this.#attempts(going);
    } catch (error) {
      throw error === DEADLINE ? tooLate(going, deadlineMs) : error;
    } finally {
      budget.release();
    }
  }

  async #attempts(going: Going): Promise<unknown> {
    let token = await within(this.#tokens.get(), going.signal);
    let replaced = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(going, token, attempt);
      } catch (error) {
        if (!(error instanceof HeartlinkError)) throw error;
        going.failed = error;
        if (error.status === 401 && !replaced) {
          replaced = true;
          token = await within(this.#tokens.replace(token), going.signal);
          if (token === undefined) throw error;
          continue;
        }
        const wait = waitFor(error, attempt);
        if (attempt >= going.attempts || !repeats(going, error) || performance.now() + wait > going.ends) throw error;
        await pause(wait, going.signal);
      }
    }
  }

  async #once(going: Going, token: string | undefined, attempts: number): Promise<unknown> {
    const { response, text } = await this.#send(going, token);
    const result = value({ response, text }, going.accept, going.key);
    going.onAnswer?.({
      status: response.status,
      requestId: response.headers.get("x-request-id") ?? undefined,
      replayed: response.headers.get("idempotency-replayed") === "true",
      attempts,
      idempotencyKey: going.key,
    });
    return result;
  }

  async #send(going: Going, token: string | undefined): Promise<Answer> {
    const headers = new Headers(going.init.headers);
    if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
    const attempt = limit(this.#settings.attemptMs, SILENCE, going.signal);
    try {
      const response = await this.#settings.fetch(going.url, { ...going.init, headers, signal: attempt.signal });
      return { response, text: await response.text() };
    } catch (error) {
      going.signal.throwIfAborted();
      const cause = attempt.signal.aborted ? new Error(`no answer within ${this.#settings.attemptMs} ms`) : error;
      throw lost(cause, going.key);
    } finally {
      attempt.release();
    }
  }
}

/** Without a key, a call that may have taken effect is not sent again. */
function repeats({ route, key }: Going, error: HeartlinkError): boolean {
  const harmless = route.method !== "POST" || key !== undefined || error.status === 429;
  return error.retryable && harmless;
}

/** At least what the server asked for; the jitter keeps a crowd from coming back as one. */
function waitFor(error: HeartlinkError, attempt: number): number {
  return (error.retryAfterMs ?? 0) + jitter(attempt - 1, FIRST_WAIT_MS, LONGEST_WAIT_MS);
}

function tooLate({ failed, key }: Going, deadlineMs: number): HeartlinkError {
  return new HeartlinkError({
    code: "deadline_exceeded",
    detail: `The call was not done within ${deadlineMs} ms; whether it took effect is unknown.`,
    status: failed?.status,
    retryable: true,
    requestId: failed?.requestId,
    problem: failed?.problem,
    idempotencyKey: key,
    cause: failed,
  });
}
