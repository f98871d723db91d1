// The real gateway, one for each test file, and tokens that it accepts.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ClientOptions, createHeartlink, type Heartlink, type TokenProvider } from "@heartlink/client";
import WebSocket from "ws";

const START_MS = 60_000;
const BUILT = fileURLToPath(new URL("../../../../target/debug/heartlink", import.meta.url));

/** A gateway with its data in memory, whose clock can be moved. */
export class Gateway {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #data: string;
  #people = 0;

  private constructor(process: ChildProcess, data: string, url: string) {
    this.#process = process;
    this.#data = data;
    this.url = url;
  }

  static async start(): Promise<Gateway> {
    if (!existsSync(binary())) throw new Error(`no gateway at ${binary()}: build it, or set HEARTLINK_BIN to its path`);
    const data = mkdtempSync(join(tmpdir(), "heartlink-client-"));
    const args = ["serve", "--ephemeral", "--test-clock", "--listen", "127.0.0.1:0", "--data", data];
    const child = spawn(binary(), args, { stdio: ["ignore", "pipe", "ignore"] });
    try {
      return new Gateway(child, data, await address(child));
    } catch (error) {
      child.kill();
      throw error;
    }
  }

  token(sub: string, roles: readonly string[] = ["user"], ttl = "24h"): string {
    const given = roles.flatMap((role) => ["--role", role]);
    const args = ["token", "--data", this.#data, "--sub", sub, ...given, "--ttl", ttl];
    return execFileSync(binary(), args, { encoding: "utf8" }).trim();
  }

  client(token: TokenProvider, options: ClientOptions = {}): Heartlink {
    return createHeartlink({ url: this.url, token, WebSocket, ...options });
  }

  /** A name that nobody had before. */
  person(name: string): string {
    this.#people += 1;
    return `${name}-${this.#people}`;
  }

  async advance(seconds: number): Promise<void> {
    const response = await fetch(`${this.url}/_test/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ advance_seconds: seconds }),
    });
    if (!response.ok) throw new Error(`the clock did not move: ${await response.text()}`);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill();
    await ended;
    rmSync(this.#data, { recursive: true, force: true });
  }
}

function binary(): string {
  return process.env.HEARTLINK_BIN ?? BUILT;
}

function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const timer = setTimeout(() => reject(new Error(`the gateway did not start: ${printed}`)), START_MS);
    child.once("exit", (code) => reject(new Error(`the gateway ended with ${code}: ${printed}`)));
    child.stdout?.on("data", (chunk) => {
      printed += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
      if (found === null) return;
      clearTimeout(timer);
      resolve(found[0]);
    });
  });
}
