// Calls of the HTTP API. Every failure is a `Problem`.
import { has, t } from "./i18n.js";
import { randomId } from "./session.js";

const TIMEOUT_MS = 15_000;
const ATTEMPTS = 3;
const LONGEST_WAIT_MS = 5_000;

/** What a call failed with: an RFC 9457 problem, or `network` / `timeout` from here. */
export class Problem extends Error {
  constructor(status, body, retryAfter = null) {
    super(body.detail ?? body.title ?? body.code);
    this.status = status;
    this.body = body;
    this.code = body.code ?? "unknown";
    this.retryable = body.retryable === true;
    this.retryAfter = retryAfter;
  }
}

/** Words for a problem: ours where the code is known, else the server's own. */
export function problemText(problem) {
  const key = `error.${problem.code}`;
  if (has(key) && problem.code !== "unknown") return t(key);
  const fields = problem.body?.errors;
  if (Array.isArray(fields) && fields.length > 0) return fields.map((field) => field.detail).join(" ");
  return problem.body?.detail ?? problem.body?.title ?? t("error.unknown");
}

async function once(token, method, path, body, key) {
  const headers = { Authorization: `Bearer ${token}`, Accept: "application/json, application/problem+json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  let response;
  try {
    response = await fetch(new URL(path, document.baseURI), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new Problem(0, { code: error.name === "TimeoutError" ? "timeout" : "network", retryable: true });
  }
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  const after = Number(response.headers.get("Retry-After"));
  throw new Problem(response.status, answer ?? {}, Number.isFinite(after) && after > 0 ? after : null);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The calls of one person. `onUnauthorized` hears of a token that no longer works. */
export function createApi(token, onUnauthorized) {
  // Reads, and writes under an idempotency key, may be repeated; nothing else is.
  async function call(method, path, body, key) {
    const repeatable = method === "GET" || method === "PUT" || key !== undefined;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(token, method, path, body, key);
      } catch (problem) {
        if (problem.status === 401) onUnauthorized(problem);
        if (!repeatable || !problem.retryable || attempt === ATTEMPTS) throw problem;
        const wait = problem.retryAfter ? problem.retryAfter * 1000 : Math.random() * 400 * 2 ** attempt;
        if (wait > LONGEST_WAIT_MS) throw problem;
        await pause(wait);
      }
    }
  }
  const segment = encodeURIComponent;
  return {
    ask: (wish) => call("POST", "v1/heart-links", wish, randomId()),
    current: () => call("GET", "v1/heart-links/current"),
    cancel: () => call("POST", "v1/heart-links/current/cancel", undefined, randomId()),
    accept: () => call("POST", "v1/heart-links/current/accept", undefined, randomId()),
    decline: () => call("POST", "v1/heart-links/current/decline", undefined, randomId()),
    room: (id) => call("GET", `v1/rooms/${segment(id)}`),
    messages: (id, cursor, limit = 50) =>
      call("GET", `v1/rooms/${segment(id)}/messages?limit=${limit}${cursor ? `&cursor=${segment(cursor)}` : ""}`),
    send: (id, text, key) => call("POST", `v1/rooms/${segment(id)}/messages`, { text }, key),
    leave: (id) => call("POST", `v1/rooms/${segment(id)}/leave`, undefined, randomId()),
    feedback: (id, feedback) => call("POST", `v1/rooms/${segment(id)}/feedback`, feedback, randomId()),
    block: (user) => call("PUT", `v1/blocks/${segment(user)}`),
  };
}
