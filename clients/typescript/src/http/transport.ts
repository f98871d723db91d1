// One call, sent until it is answered for good: the same key each time, within
// its deadline. Never knows which operation it carries.
import { HeartlinkError } from "../errors.js";
import type { Tokens } from "../token.js";
import { jitter, pause } from "../backoff.js";
import { abortable, deadline } from "../deadline.js";
import { randomId } from "../random-id.js";
import { type Answer, connectionLost, value } from "./answer.js";
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
interface InFlightCall {
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
    const key = options.idempotencyKey ?? (route.key ? randomId() : undefined);
    const deadlineMs = options.deadlineMs ?? this.#settings.deadlineMs;
    const url = this.#settings.url + target(route, inputs);
    const init = content(route, inputs, accept, key);
    const budget = deadline(deadlineMs, DEADLINE, options.signal);
    const call: InFlightCall = {
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
      return await this.#attempts(call);
    } catch (error) {
      throw error === DEADLINE ? deadlineExceeded(call, deadlineMs) : error;
    } finally {
      budget.release();
    }
  }

  async #attempts(call: InFlightCall): Promise<unknown> {
    let token = await abortable(this.#tokens.get(), call.signal);
    let replaced = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(call, token, attempt);
      } catch (error) {
        if (!(error instanceof HeartlinkError)) throw error;
        call.failed = error;
        if (error.status === 401 && !replaced) {
          replaced = true;
          token = await abortable(this.#tokens.replace(token), call.signal);
          if (token === undefined) throw error;
          continue;
        }
        const wait = retryDelay(error, attempt);
        if (attempt >= call.attempts || !mayRetry(call, error) || performance.now() + wait > call.ends) throw error;
        await pause(wait, call.signal);
      }
    }
  }

  async #once(call: InFlightCall, token: string | undefined, attempts: number): Promise<unknown> {
    const { response, text } = await this.#send(call, token);
    const result = value({ response, text }, call.accept, call.key);
    call.onAnswer?.({
      status: response.status,
      requestId: response.headers.get("x-request-id") ?? undefined,
      replayed: response.headers.get("idempotency-replayed") === "true",
      attempts,
      idempotencyKey: call.key,
    });
    return result;
  }

  async #send(call: InFlightCall, token: string | undefined): Promise<Answer> {
    const headers = new Headers(call.init.headers);
    if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
    const attempt = deadline(this.#settings.attemptMs, SILENCE, call.signal);
    try {
      const response = await this.#settings.fetch(call.url, { ...call.init, headers, signal: attempt.signal });
      return { response, text: await response.text() };
    } catch (error) {
      call.signal.throwIfAborted();
      const cause = attempt.signal.aborted ? new Error(`no answer within ${this.#settings.attemptMs} ms`) : error;
      throw connectionLost(cause, call.key);
    } finally {
      attempt.release();
    }
  }
}

/** Without a key, a call that may have taken effect is not sent again. */
function mayRetry({ route, key }: InFlightCall, error: HeartlinkError): boolean {
  const harmless = route.method !== "POST" || key !== undefined || error.status === 429;
  return error.retryable && harmless;
}

/** At least what the server asked for; the jitter keeps a crowd from coming back as one. */
function retryDelay(error: HeartlinkError, attempt: number): number {
  return (error.retryAfterMs ?? 0) + jitter(attempt - 1, FIRST_WAIT_MS, LONGEST_WAIT_MS);
}

function deadlineExceeded({ failed, key }: InFlightCall, deadlineMs: number): HeartlinkError {
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
