// One WebSocket connection from opening to its end: it authenticates, keeps
// itself alive and notices its own death. Never reconnects, never keeps events.
import { HeartlinkError, isProblem } from "../errors.js";

/** What is used of a WebSocket; browsers' and that of `ws` are both such. */
export interface SocketLike {
  readonly readyState: number;
  send(text: string): void;
  close(code?: number): void;
  terminate?(): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "close", listener: (event: { code: number }) => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
}

/** Makes WebSockets. */
export type SocketConstructor = new (url: string) => SocketLike;

/** A message of the server's; its `type` tells which members it has. */
export type Frame = Readonly<Record<string, unknown>>;

/** Why a connection ended. */
export interface CloseReason {
  readonly code: number;
  readonly error: HeartlinkError;
}

/** What a connection reports. After `closed` it reports nothing more. */
export interface ConnectionListener {
  authenticated(): void;
  frame(frame: Frame): void;
  closed(reason: CloseReason): void;
}

/** How a connection keeps time, in milliseconds. */
export interface ConnectionTiming {
  /** Between two pings. */
  readonly heartbeatMs: number;
  /** How long the connection may be silent after something was asked. */
  readonly silenceMs: number;
}

const OPEN = 1;
/** The code of a connection that just ended (RFC 6455). */
const ABNORMAL = 1006;

/** A connection. Opens when it is made. */
export class Connection {
  readonly #socket: SocketLike;
  readonly #listener: ConnectionListener;
  readonly #timing: ConnectionTiming;
  #authenticated = false;
  #ended = false;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(
    WebSocket: SocketConstructor,
    url: string,
    token: string,
    timing: ConnectionTiming,
    listener: ConnectionListener,
  ) {
    this.#timing = timing;
    this.#listener = listener;
    this.#socket = new WebSocket(url);
    this.#expectFrame();
    this.#socket.addEventListener("open", () => this.write({ action: "auth", token }));
    this.#socket.addEventListener("message", (event) => this.#receive(event.data));
    this.#socket.addEventListener("close", (event) => this.#drop(event.code, `closed with ${event.code}`));
    // A `close` follows; without a listener, Node would throw.
    this.#socket.addEventListener("error", () => {});
  }

  /** Sends a message; whether it left. */
  write(message: Frame): boolean {
    if (this.#ended || this.#socket.readyState !== OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Pings now. */
  ping(): void {
    if (this.write({ action: "ping" })) this.#expectFrame();
  }

  /** Ends it for a reason of this side's. */
  drop(error: HeartlinkError): void {
    this.#end({ code: ABNORMAL, error }, () => this.#terminate());
  }

  /** Closes it; reports nothing. */
  close(): void {
    this.#stop();
    this.#socket.close(1000);
  }

  #receive(data: unknown): void {
    if (this.#ended) return;
    clearTimeout(this.#silence);
    this.#silence = undefined;
    const frame = parse(data);
    if (frame === undefined || frame.type === "pong") return;
    const { type, action, problem } = frame;
    if (this.#authenticated) this.#listener.frame(frame);
    else if (type === "ack" && action === "auth") this.#begin();
    else this.drop(isProblem(problem) ? HeartlinkError.of(problem) : broken("no answer to auth"));
  }

  #begin(): void {
    this.#authenticated = true;
    this.#heartbeat = setInterval(() => this.ping(), this.#timing.heartbeatMs);
    this.#listener.authenticated();
  }

  /** Every frame is a sign of life. Silence means that the connection is dead and nobody has noticed. */
  #expectFrame(): void {
    this.#silence ??= setTimeout(() => this.drop(broken("silent")), this.#timing.silenceMs);
  }

  #drop(code: number, why: string): void {
    this.#end({ code, error: broken(why) }, () => {});
  }

  #end(reason: CloseReason, closeSocket: () => void): void {
    if (this.#ended) return;
    this.#stop();
    closeSocket();
    this.#listener.closed(reason);
  }

  #stop(): void {
    this.#ended = true;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#silence);
  }

  /** A dead connection would answer no closing handshake: `ws` can do without one. */
  #terminate(): void {
    if (this.#socket.terminate !== undefined) this.#socket.terminate();
    else this.#socket.close();
  }
}

function broken(why: string): HeartlinkError {
  return new HeartlinkError({ code: "connection_lost", detail: `The connection ended: ${why}.`, retryable: true });
}

function parse(data: unknown): Frame | undefined {
  try {
    const parsed: unknown = JSON.parse(String(data));
    return typeof parsed === "object" && parsed !== null ? (parsed as Frame) : undefined;
  } catch {
    return undefined;
  }
}
