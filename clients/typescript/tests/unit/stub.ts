// A server that answers what it is told to, for what the real one rarely does.
import { createServer, type IncomingMessage, type Server } from "node:http";

/** One answer: `reset` cuts the connection instead. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly reset?: boolean;
}

export interface Seen {
  readonly line: string;
  readonly key: string | undefined;
  readonly accept: string | undefined;
  readonly at: number;
}

/** Answers call after call with the replies it was given; the last one stays. */
export class Stub {
  readonly seen: Seen[] = [];
  #replies: Reply[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on("request", (request, response) => {
      request.resume().on("end", () => {
        this.seen.push(seen(request));
        const reply = this.#replies.length > 1 ? this.#replies.shift() : this.#replies[0];
        if (reply === undefined || reply.reset) return void request.socket.destroy();
        const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? {});
        response.writeHead(reply.status ?? 200, { "content-type": "application/json", ...reply.headers }).end(text);
      });
    });
  }

  static async start(): Promise<Stub> {
    const server = createServer();
    const stub = new Stub(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return stub;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the stub does not listen");
    return `http://127.0.0.1:${address.port}`;
  }

  /** What the next calls are answered with. */
  answer(...replies: Reply[]): void {
    this.#replies = replies;
    this.seen.length = 0;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

function seen(request: IncomingMessage): Seen {
  const key = request.headers["idempotency-key"];
  return {
    line: `${request.method} ${request.url}`,
    key: typeof key === "string" ? key : undefined,
    accept: request.headers.accept,
    at: performance.now(),
  };
}

/** A problem document of the form that the server sends. */
export function problem(code: string, status: number, retryable: boolean): Reply {
  const body = {
    type: `urn:heartlink:problem:${code}`,
    title: code,
    status,
    detail: code,
    instance: "/v1",
    code,
    request_id: "r-1",
    retryable,
  };
  return { status, body, headers: { "content-type": "application/problem+json" } };
}
