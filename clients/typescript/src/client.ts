// Puts a client together from its options. Owns the defaults.
import type { Operations } from "./generated/operations.js";
import { operationsOver } from "./http/operations.js";
import { Transport } from "./http/transport.js";
import type { SocketConstructor } from "./session/connection.js";
import { Session, type SessionTiming } from "./session/session.js";
import { type TokenProvider, Tokens } from "./token.js";

/** What a client is made with. */
export interface ClientOptions {
  /** Address of the API without `/v1`, such as `https://api.example.com`; in a page, its origin if absent. */
  readonly url?: string;
  /** Address of the WebSocket; `/ws` beside the API if absent. */
  readonly webSocketUrl?: string;
  /**
   * The bearer token, or a function that fetches one. The function is called once
   * at first, and again with the old token when the server refuses that.
   */
  readonly token?: TokenProvider;
  /** How often a call is sent at most, retries included; default 4. */
  readonly attempts?: number;
  /** Milliseconds for a call with all its retries; default 45,000. */
  readonly deadlineMs?: number;
  /** Milliseconds without an answer after which a call is sent again; default 15,000. */
  readonly attemptMs?: number;
  /** Another `fetch` than the global one. */
  readonly fetch?: typeof fetch;
  /** The `WebSocket` class; needed where there is no global one, as in Node 20: that of `ws`. */
  readonly WebSocket?: SocketConstructor;
}

/** How a session begins. */
export interface ConnectOptions {
  /**
   * Number of the last event that was handled ({@link Session.last}); those after it
   * come first. 0, the default, begins with all that are kept, `"now"` with none.
   */
  readonly after?: number | "now";
  /** Other times than the defaults. */
  readonly timing?: Partial<SessionTiming>;
}

/** A client: every operation of the API, by its group, and sessions. */
export interface Heartlink extends Operations {
  /** Opens a session: events as they happen, and messages that are said once. */
  connect(options?: ConnectOptions): Session;
}

const TIMING: SessionTiming = {
  heartbeatMs: 30_000,
  silenceMs: 10_000,
  firstWaitMs: 500,
  longestWaitMs: 15_000,
  sendDeadlineMs: 60_000,
};

/** Makes a client. Nothing is sent yet. */
export function createHeartlink(options: ClientOptions = {}): Heartlink {
  const url = address(options.url);
  const tokens = new Tokens(options.token);
  const settings = {
    url,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    attempts: options.attempts ?? 4,
    deadlineMs: options.deadlineMs ?? 45_000,
    attemptMs: options.attemptMs ?? 15_000,
  };
  const operations = operationsOver(new Transport(settings, tokens));
  return {
    ...operations,
    connect({ after = 0, timing = {} } = {}) {
      // The feed's answer names the newest event, whatever the limit.
      const newest = async () => (await operations.realtime.events({ limit: 1 })).last;
      return new Session({
        url: new URL(options.webSocketUrl ?? `${url.replace(/^http/, "ws")}/ws`).href,
        WebSocket: socketClass(options.WebSocket),
        tokens,
        timing: { ...TIMING, ...timing },
        after: after === "now" ? newest : after,
      });
    },
  };
}

function address(given: string | undefined): string {
  const page = (globalThis as { location?: { href: string } }).location?.href;
  const url = new URL(given ?? "/", page);
  if (!/^https?:$/.test(url.protocol)) throw new TypeError(`${url.protocol} is no address of an API`);
  return url.origin + url.pathname.replace(/\/+$/, "");
}

function socketClass(given: SocketConstructor | undefined): SocketConstructor {
  const found = given ?? (globalThis as { WebSocket?: SocketConstructor }).WebSocket;
  if (found === undefined) {
    throw new TypeError('There is no global WebSocket: pass one, { WebSocket } of the package "ws"');
  }
  return found;
}
