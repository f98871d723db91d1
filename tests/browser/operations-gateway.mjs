// A gateway of its own for a test file: started, asked over HTTP, stopped, and started again.
//
// HEARTLINK names the binary, CONSOLE_DIST a folder whose page is served in place of the binary's.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";

const START_MS = 30_000;
const STOP_MS = 15_000;
const ROOT = new URL("../../", import.meta.url).pathname;
const BINARY = process.env.HEARTLINK ?? join(ROOT, "target/debug/heartlink");

/** A running gateway. Its data outlive `halt`, not `stop`. */
export class Gateway {
  #arguments;
  #process;
  /** Folder of its data. */
  data = mkdtempSync(join(tmpdir(), "heartlink-"));
  /** Address, with a slash at the end. */
  url = "";

  /** `options` as of `heartlink serve`. */
  static async start(...options) {
    assert.ok(existsSync(BINARY), `no ${BINARY}: build it with cargo build -p heartlink, or set HEARTLINK to its path`);
    const gateway = new Gateway();
    gateway.#arguments = ["serve", "--data", gateway.data, "--listen", "127.0.0.1:0", ...options];
    await gateway.begin();
    return gateway;
  }

  /** Starts it, again if need be. */
  async begin() {
    this.#process = spawn(BINARY, this.#arguments, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    this.url = await new Promise((resolve, reject) => {
      const tooLong = setTimeout(() => reject(new Error(`the gateway did not start: ${said}`)), START_MS);
      const hear = (text) => {
        said = (said + text).slice(-4_000);
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
        if (found === null) return;
        clearTimeout(tooLong);
        resolve(`${found[0]}/`);
      };
      this.#process.stdout.on("data", hear);
      this.#process.stderr.on("data", (text) => (said += text));
      this.#process.once("exit", (code) => reject(new Error(`the gateway ended with ${code}: ${said}`)));
    });
  }

  /** Ends the process and keeps the data. */
  async halt() {
    const ending = this.#process;
    if (ending === undefined || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill("SIGTERM");
    const late = setTimeout(() => ending.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(late);
  }

  /** Ends it for good. */
  async stop() {
    await this.halt();
    rmSync(this.data, { recursive: true, force: true });
  }

  /** A token that it accepts. */
  token(sub, ...roles) {
    const named = roles.flatMap((role) => ["--role", role]);
    return execFileSync(BINARY, ["token", "--data", this.data, "--sub", sub, ...named], { encoding: "utf8" }).trim();
  }

  /** Calls the API; what is refused fails the test, unless that status is `expected`. */
  async call(token, method, path, body, expected) {
    const headers = { authorization: `Bearer ${token}` };
    if (method !== "GET") headers["idempotency-key"] = randomUUID();
    if (body !== undefined) headers["content-type"] = "application/json";
    const answer = await fetch(new URL(`v1/${path}`, this.url), { method, headers, body: JSON.stringify(body) });
    const text = await answer.text();
    const right = expected === undefined ? answer.ok : answer.status === expected;
    assert.ok(right, `${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json" };

/** A page that comes from no server may connect to none, unless the browser is told so. */
export const OWN_PAGE_ARGS = process.env.CONSOLE_DIST ? ["--disable-features=LocalNetworkAccessChecks"] : [];

/** Serves the page of CONSOLE_DIST, if that is set, so that one may work on it without building the binary. */
export async function servePage(context, base) {
  const folder = process.env.CONSOLE_DIST;
  if (!folder) return;
  const own = (url) => url.href.startsWith(base) && !/^\/(v1|ws|_test|_uploads)(\/|$)/.test(url.pathname);
  await context.route(own, (route) => {
    const path = normalize(new URL(route.request().url()).pathname);
    const file = join(folder, path === "/" ? "index.html" : path);
    return existsSync(file) ? route.fulfill({ path: file, contentType: TYPES[extname(file)] }) : route.fulfill({ status: 404 });
  });
}
