// A TCP proxy that cuts connections, swallows answers and stands still on demand.
import { createServer, connect as dial, type Server, type Socket } from "node:net";

/** Stands between a client and the gateway. */
export class CutProxy {
  /** So many next answers are swallowed: the request has arrived, the connection is cut. */
  loseAnswers = 0;
  /** Whether bytes from the gateway are held back for ever, as on a line that died unnoticed. */
  frozen = false;
  /** Whether new connections are refused. */
  down = false;
  /** Requests that went through, by their first line; WebSocket frames do not count. */
  readonly requests: string[] = [];
  readonly #open = new Set<Socket>();
  readonly #server: Server;
  readonly #port: number;

  private constructor(server: Server, target: URL) {
    this.#server = server;
    this.#port = Number(target.port);
    server.on("connection", (near) => this.#join(near));
  }

  static async start(target: string): Promise<CutProxy> {
    const server = createServer();
    const proxy = new CutProxy(server, new URL(target));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the proxy does not listen");
    return `http://127.0.0.1:${address.port}`;
  }

  /** Cuts every connection there is. */
  cut(): void {
    for (const socket of this.#open) socket.destroy();
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.cut();
    await closed;
  }

  #join(near: Socket): void {
    if (this.down) return void near.destroy();
    const far = dial(this.#port, "127.0.0.1");
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#open.delete(socket);
        other.destroy();
      });
    }
    near.on("data", (chunk) => {
      const line = /^(GET|POST|PUT|DELETE) \S+/.exec(chunk.toString("latin1"));
      if (line !== null) this.requests.push(line[0]);
      far.write(chunk);
    });
    far.on("data", (chunk) => {
      if (this.loseAnswers > 0) {
        this.loseAnswers -= 1;
        near.destroy();
      } else if (!this.frozen) near.write(chunk);
    });
  }
}
