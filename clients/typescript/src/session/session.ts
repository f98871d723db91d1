// A person's session over WebSockets: one connection after another, events complete,
// in order and once, messages said once. Owns reconnecting; no rule of the server.
import { HeartlinkError, isProblem } from "../errors.js";
import type { Tokens } from "../token.js";
import { jitter } from "../backoff.js";
import { type EventOf, type HeartlinkEvent, Listeners, type SessionSignals, type SessionState } from "./events.js";
import { Feed } from "./feed.js";
import { onOffline, onWake } from "./reconnect-triggers.js";
import { type CloseReason, type Frame, Connection, type SocketConstructor } from "./connection.js";
import { Outbox, type SendOptions, type Sent } from "./outbox.js";

/** How a session keeps time, in milliseconds. */
export interface SessionTiming {
  /** Between two pings; default 30,000. */
  readonly heartbeatMs: number;
  /** How long an answer may take until the connection counts as dead; default 10,000. */
  readonly silenceMs: number;
  /** The first wait before connecting again is a random part of this; default 500. */
  readonly firstWaitMs: number;
  /** No wait is longer; default 15,000. */
  readonly longestWaitMs: number;
  /** How long a message is tried; default 60,000. */
  readonly sendDeadlineMs: number;
}

/** What a session is made with. */
export interface SessionParts {
  readonly url: string;
  readonly WebSocket: SocketConstructor;
  readonly tokens: Tokens;
  readonly timing: SessionTiming;
  /** Number of the last event that was handled; it may have to be asked for. */
  readonly after: number | (() => Promise<number>);
}

/** What waiting for an event may say. */
export interface OnceOptions<T extends string> {
  /** Only an event of which this is true. */
  readonly where?: (event: EventOf<T>) => boolean;
  /** Ends the waiting; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

const MOST_UNSENT = 100;
const TYPING_EVERY_MS = 2_000;
/** A connection that held so long was no failure. */
const STABLE_MS = 10_000;

/** A live connection that survives cuts. Connects when it is made, until {@link close}. */
export class Session {
  readonly #parts: SessionParts;
  readonly #listeners = new Listeners();
  readonly #outbox: Outbox;
  readonly #ready: Promise<void>;
  readonly #ended = new AbortController();
  readonly #stopTriggers: readonly (() => void)[];
  #feed: Feed | undefined;
  #connection: Connection | undefined;
  #state: SessionState = "connecting";
  #last = 0;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #replay: ReturnType<typeof setTimeout> | undefined;
  #typedAt = Number.NEGATIVE_INFINITY;
  #liveSince: number | undefined;

  /** Made by `connect()` of the client. */
  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { sendDeadlineMs, silenceMs } = parts.timing;
    const settings = { most: MOST_UNSENT, deadlineMs: sendDeadlineMs, answerMs: silenceMs };
    this.#outbox = new Outbox(settings, (message) => this.#connection?.write(message) ?? false);
    this.#ready = this.#reached("live");
    this.#ready.catch(() => {});
    this.#stopTriggers = [onWake(() => this.#wake()), onOffline(() => this.#offline())];
    void this.#connect();
  }

  /** What the session is doing. */
  get state(): SessionState {
    return this.#state;
  }

  /** Number of the last event handed out: keep it to go on from there, `connect({ after })`. */
  get last(): number {
    return this.#last;
  }

  /** Resolves when the session is live for the first time; rejects if it ends before. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** Listens to a kind of event, to `event` for all, `state` or `problem`; the function returned stops it. */
  on<K extends keyof SessionSignals>(name: K, listener: (value: SessionSignals[K]) => void): () => void {
    return this.#listeners.on(name, listener);
  }

  /** The next event of a kind; rejects if the session ends before. */
  once<T extends HeartlinkEvent["type"]>(type: T, options: OnceOptions<T> = {}): Promise<EventOf<T>> {
    return this.#next(type, (event) => options.where?.(event as never) ?? true, options.signal) as unknown as Promise<
      EventOf<T>
    >;
  }

  /**
   * Says something in a room. Waits for a connection if there is none, is sent again
   * after a cut, and is said once. Messages are sent in order. Rejects with a
   * {@link HeartlinkError} if it is refused, or not answered in time.
   */
  send(roomId: string, text: string, options?: SendOptions): Promise<Sent> {
    if (this.#state === "closed") return Promise.reject(this.#ended.signal.reason);
    return this.#outbox.send(roomId, text, options);
  }

  /** Shows the partner that this person is typing. Call it at each key: it keeps to a polite pace. */
  typing(roomId: string): void {
    const now = performance.now();
    if (this.#state !== "live" || now - this.#typedAt < TYPING_EVERY_MS) return;
    if (this.#connection?.write({ action: "typing", room_id: roomId })) this.#typedAt = now;
  }

  /** Ends it for good. What was not sent is given up. */
  close(): void {
    this.#close(new HeartlinkError({ code: "session_closed", detail: "The session was closed." }));
  }

  async #connect(): Promise<void> {
    this.#setState("connecting");
    try {
      const token = await this.#parts.tokens.get();
      if (token === undefined) throw new HeartlinkError({ code: "unauthorized", detail: "There is no token." });
      this.#feed ??= new Feed(await this.#after());
      if (this.#state === "closed") return;
      const { WebSocket, url, timing } = this.#parts;
      const connection: Connection = new Connection(WebSocket, url, token, timing, {
        authenticated: () => this.#resume(),
        frame: (frame) => this.#receive(frame),
        closed: (reason) => void this.#onClosed(reason, token),
      });
      this.#connection = connection;
    } catch (error) {
      // What the API refuses for good, with every token that there is, ends the session.
      if (isFinal(error)) this.#close(error);
      else this.#fail(error);
    }
  }

  async #after(): Promise<number> {
    const { after } = this.#parts;
    this.#last = typeof after === "number" ? after : await after();
    return this.#last;
  }

  #receive(frame: Frame): void {
    const { type, problem, client_id: clientId } = frame;
    if (type === "ack" && frame.action === "resume") this.#resumed(frame);
    else if (type === "ack" && typeof clientId === "string") this.#outbox.accepted(frame as unknown as Sent);
    else if (type === "error" && isProblem(problem)) this.#refused(HeartlinkError.of(problem), clientId);
    else if (typeof type === "string" && type !== "ack" && type !== "error")
      this.#event(frame as unknown as HeartlinkEvent);
  }

  #event(event: HeartlinkEvent): void {
    if (this.#replay !== undefined) this.#watchReplay();
    this.#deliver(this.#feed?.accept(event) ?? []);
    if (this.#feed?.hasGap) this.#resume();
  }

  #deliver(events: readonly HeartlinkEvent[]): void {
    for (const event of events) {
      if (this.#state === "closed") return;
      if (event.n !== undefined) this.#last = event.n;
      if (event.type === "room_message" && typeof event.data.client_id === "string") {
        this.#outbox.accepted({ ...event.data, client_id: event.data.client_id });
      }
      this.#listeners.event(event);
    }
  }

  #resume(): void {
    if (this.#feed === undefined || this.#state === "closed") return;
    this.#watchReplay();
    this.#connection?.write({ action: "resume", after: this.#feed.resume() });
  }

  #resumed(frame: Frame): void {
    clearTimeout(this.#replay);
    this.#replay = undefined;
    try {
      const answer = { after: Number(frame.after), last: Number(frame.last) };
      const { events, more } = this.#feed?.resumed(answer) ?? { events: [], more: false };
      this.#deliver(events);
      if (more || this.#feed?.hasGap) this.#resume();
      else this.#caughtUp();
    } catch (error) {
      this.#connection?.drop(asError(error));
    }
  }

  #caughtUp(): void {
    if (this.#state === "closed") return;
    this.#liveSince ??= performance.now();
    this.#setState("live");
    this.#outbox.live();
  }

  /** A replay that stands still is not waited for. */
  #watchReplay(): void {
    clearTimeout(this.#replay);
    const stuck = new HeartlinkError({ code: "connection_lost", detail: "The replay stands still.", retryable: true });
    this.#replay = setTimeout(() => this.#connection?.drop(stuck), this.#parts.timing.silenceMs);
  }

  #refused(error: HeartlinkError, clientId: unknown): void {
    // The token has ended: a new connection brings another, and what was not said is said again.
    if (error.code === "unauthorized") this.#connection?.drop(error);
    else if (typeof clientId === "string") {
      this.#outbox.refused(clientId, error);
    } else {
      this.#listeners.emit("problem", error);
      if (this.#replay !== undefined) this.#connection?.drop(error);
    }
  }

  async #onClosed(reason: CloseReason, token: string): Promise<void> {
    this.#connection = undefined;
    clearTimeout(this.#replay);
    this.#replay = undefined;
    this.#feed?.disconnected();
    this.#outbox.disconnected(reason);
    if (reason.error.code !== "unauthorized") return this.#fail(reason.error);
    try {
      const other = await this.#parts.tokens.replace(token);
      if (other === undefined) return this.#close(reason.error);
    } catch (error) {
      return this.#fail(error);
    }
    this.#fail(reason.error);
  }

  /** Waits, then connects again. */
  #fail(error: unknown): void {
    if (this.#state === "closed") return;
    const { firstWaitMs, longestWaitMs } = this.#parts.timing;
    const problem = asError(error);
    if (this.#liveSince !== undefined && performance.now() - this.#liveSince > STABLE_MS) this.#failures = 0;
    this.#liveSince = undefined;
    const wait = jitter(this.#failures, firstWaitMs, longestWaitMs);
    this.#failures += 1;
    this.#setState("waiting");
    this.#listeners.emit("problem", problem);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#connect(), wait);
  }

  /** The network or the page is back: no need to wait any longer. */
  #wake(): void {
    if (this.#state === "live") this.#connection?.ping();
    if (this.#state !== "waiting") return;
    clearTimeout(this.#retry);
    void this.#connect();
  }

  /** No need to wait for a ping to find that out. */
  #offline(): void {
    const detail = "The network is gone.";
    this.#connection?.drop(new HeartlinkError({ code: "connection_lost", detail, retryable: true }));
  }

  #setState(state: SessionState): void {
    if (this.#state === state || this.#state === "closed") return;
    this.#state = state;
    this.#listeners.emit("state", state);
  }

  #close(reason: HeartlinkError): void {
    if (this.#state === "closed") return;
    clearTimeout(this.#retry);
    clearTimeout(this.#replay);
    for (const stop of this.#stopTriggers) stop();
    this.#connection?.close();
    this.#connection = undefined;
    this.#setState("closed");
    if (reason.code !== "session_closed") this.#listeners.emit("problem", reason);
    this.#outbox.close(reason);
    this.#ended.abort(reason);
  }

  async #reached(wanted: SessionState): Promise<void> {
    await this.#next("state", (state) => state === wanted);
  }

  #next<K extends keyof SessionSignals>(
    name: K,
    where: (value: SessionSignals[K]) => boolean,
    signal?: AbortSignal,
  ): Promise<SessionSignals[K]> {
    return new Promise((resolve, reject) => {
      const signals = signal === undefined ? [this.#ended.signal] : [this.#ended.signal, signal];
      const stops: (() => void)[] = [];
      const stop = () => {
        for (const one of stops) one();
      };
      for (const one of signals) {
        if (one.aborted) return reject(one.reason);
        const abort = () => {
          stop();
          reject(one.reason);
        };
        one.addEventListener("abort", abort, { once: true });
        stops.push(() => one.removeEventListener("abort", abort));
      }
      stops.push(
        this.on(name, (value) => {
          if (!where(value)) return;
          stop();
          resolve(value);
        }),
      );
    });
  }
}

function isFinal(error: unknown): error is HeartlinkError {
  return error instanceof HeartlinkError && !error.retryable && error.code !== "token_unavailable";
}

function asError(error: unknown): HeartlinkError {
  if (error instanceof HeartlinkError) return error;
  return new HeartlinkError({ code: "connection_lost", detail: "No connection.", retryable: true, cause: error });
}
