// What calls and sessions fail with. Never decides whether to try again.
import type { components } from "./generated/api.js";

/** A problem document (RFC 9457), as the server sends it. */
export type Problem = components["schemas"]["Problem"];

/** The codes of the server, as the document lists them. */
export type ProblemCode = Problem["code"];

/**
 * The codes of this client, for what is no answer of the server's:
 *
 * - `connection_lost`: the connection failed or was cut; whether the call took effect is unknown.
 * - `deadline_exceeded`: `deadlineMs` is over, and so is the trying.
 * - `unexpected_answer`: an answer that is none of this API, such as a proxy's page.
 * - `token_unavailable`: the function that provides tokens failed; its error is the `cause`.
 * - `session_closed`: the session was closed before this was done.
 * - `queue_full`: more messages wait to be sent than the session keeps.
 */
export type ClientCode =
  "connection_lost" | "deadline_exceeded" | "unexpected_answer" | "token_unavailable" | "session_closed" | "queue_full";

/** A code to branch on. Servers newer than this client may send further ones. */
export type ErrorCode = ProblemCode | ClientCode | (string & {});

const MEMBERS = new Set(["type", "title", "status", "detail", "instance", "code", "request_id", "retryable", "errors"]);

/** What a {@link HeartlinkError} is made of. */
export interface ErrorParts {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly status?: number | undefined;
  readonly retryable?: boolean | undefined;
  readonly requestId?: string | undefined;
  readonly problem?: Problem | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly cause?: unknown;
}

/** A call that was refused or failed. Branch on {@link code}. */
export class HeartlinkError extends Error {
  override readonly name = "HeartlinkError";
  /** The stable name of what went wrong. */
  readonly code: ErrorCode;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** Names the call in the server's logs. */
  readonly requestId: string | undefined;
  /** The server's document, where one came. */
  readonly problem: Problem | undefined;
  /** For invalid input: what is wrong where. */
  readonly errors: readonly components["schemas"]["FieldProblem"][];
  /** The figures that matter, such as `available` and `required`. */
  readonly figures: Readonly<Record<string, unknown>>;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** The key of the call: sent again under it, it still takes effect at most once. */
  readonly idempotencyKey: string | undefined;

  /** Made by the client; public for those who write tests. */
  constructor(parts: ErrorParts) {
    super(parts.detail, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.code = parts.code;
    this.status = parts.status ?? 0;
    this.retryable = parts.retryable ?? false;
    this.requestId = parts.requestId;
    this.problem = parts.problem;
    this.errors = parts.problem?.errors ?? [];
    this.figures = figures(parts.problem);
    this.retryAfterMs = parts.retryAfterMs;
    this.idempotencyKey = parts.idempotencyKey;
  }

  /** The error that a problem document stands for. */
  static of(problem: Problem, parts: Partial<ErrorParts> = {}): HeartlinkError {
    return new HeartlinkError({
      code: problem.code,
      detail: problem.detail ?? problem.title ?? problem.code,
      status: problem.status,
      retryable: problem.retryable === true,
      requestId: problem.request_id,
      problem,
      ...parts,
    });
  }
}

/** Whether `error` is one of ours, and if `code` is given, of that code. */
export function isHeartlinkError(error: unknown, code?: ErrorCode): error is HeartlinkError {
  return error instanceof HeartlinkError && (code === undefined || error.code === code);
}

/** Whether a parsed body is a problem document. */
export function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && typeof body.code === "string";
}

function figures(problem: Problem | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(problem ?? {}).filter(([name]) => !MEMBERS.has(name)));
}
