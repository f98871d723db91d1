// Reads answers: a value, or the error that it stands for.
import { type ErrorParts, HeartlinkError, isProblem, type ProblemCode } from "../errors.js";
import { retryAfterMs } from "../backoff.js";

/** Where nobody of ours could answer: gateways and proxies say these in a form of their own. */
const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  401: "unauthorized",
  403: "forbidden",
  429: "too_many_requests",
};
const RETRYABLE_STATUSES = new Set([429, 502, 503, 504]);

/** An answer, read to its end. */
export interface Answer {
  readonly response: Response;
  readonly text: string;
}

/** The value of a good answer; throws what any other stands for. */
export function value(answer: Answer, accept: string, key: string | undefined): unknown {
  const { response, text } = answer;
  const parts: Partial<ErrorParts> = {
    status: response.status,
    requestId: response.headers.get("x-request-id") ?? undefined,
    idempotencyKey: key,
  };
  if (!response.ok) throw failure(answer, parts);
  if (text === "") return undefined;
  if (accept !== "application/json") return text;
  const parsed = json(text);
  if (parsed !== undefined) return parsed;
  throw new HeartlinkError({ ...parts, code: "unexpected_answer", detail: "The answer is not JSON." });
}

function failure({ response, text }: Answer, parts: Partial<ErrorParts>): HeartlinkError {
  const wait = { ...parts, retryAfterMs: retryAfterMs(response.headers.get("retry-after")) };
  const body = json(text);
  if (isProblem(body)) return HeartlinkError.of(body, { ...wait, requestId: body.request_id });
  return new HeartlinkError({
    ...wait,
    code: BY_STATUS[response.status] ?? "unexpected_answer",
    detail: `HTTP ${response.status} without a problem document.`,
    retryable: RETRYABLE_STATUSES.has(response.status),
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** No answer came: the call may have taken effect, or not. */
export function connectionLost(cause: unknown, key: string | undefined): HeartlinkError {
  const detail = "The connection failed before an answer came; whether the call took effect is unknown.";
  return new HeartlinkError({ code: "connection_lost", detail, retryable: true, idempotencyKey: key, cause });
}
