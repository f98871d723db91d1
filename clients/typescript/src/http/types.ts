// What the generated methods are typed with, derived from the document's types.
import type { operations } from "../generated/api.js";
import type { Page, Pages } from "./pages.js";

/** The name of an operation in the document. */
export type OperationId = keyof operations;

type JsonOf<T> = T extends { content: { "application/json": infer J } } ? J : undefined;

type Succeeded<R> = {
  [Status in keyof R]: Status extends 200 | 201 | 202 | 203 | 204 ? JsonOf<R[Status]> : never;
}[keyof R];

/** What an operation answers; `undefined` where it answers nothing. */
export type Result<Id extends OperationId> = Succeeded<operations[Id]["responses"]>;

/** The body that an operation takes. */
export type Body<Id extends OperationId> = JsonOf<NonNullable<operations[Id]["requestBody"]>>;

/** The query parameters that an operation takes. */
export type Query<Id extends OperationId> = NonNullable<operations[Id]["parameters"]["query"]>;

type ItemOf<P> = P extends { items: readonly (infer T)[] } ? T : never;

/** A list: awaited, its first page; iterated, all its items. */
export type Listed<Id extends OperationId> = Pages<Extract<Result<Id>, Page>, ItemOf<Result<Id>>>;

/** How an answer came about, for those who want to know more than the answer. */
export interface AnswerInfo {
  /** The HTTP status. */
  readonly status: number;
  /** Names the call in the server's logs. */
  readonly requestId: string | undefined;
  /** Whether it is the answer to an earlier call with the same key. */
  readonly replayed: boolean;
  /** How often the call was sent, this time included. */
  readonly attempts: number;
  /** The key that it was sent under, if any. */
  readonly idempotencyKey: string | undefined;
}

/** What may be said of a single call. */
export interface CallOptions {
  /** Ends the call; its promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The key under which the call takes effect at most once. Made for each call
   * if absent; give your own to go on with a call after a restart, or with
   * {@link HeartlinkError.idempotencyKey} after an unknown outcome.
   */
  readonly idempotencyKey?: string | undefined;
  /** Milliseconds for the call with all its retries. */
  readonly deadlineMs?: number | undefined;
  /** How often the call is sent at most; 1 means no retries. */
  readonly attempts?: number | undefined;
  /** Hears how the answer came about. */
  readonly onAnswer?: ((info: AnswerInfo) => void) | undefined;
}
