// A gateway of one's own for each test file, and tokens that it accepts.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const START_MS = 60_000;
const BUILT = fileURLToPath(new URL("../../target/debug/heartlink", import.meta.url));
const binary = process.env.HEARTLINK_BIN ?? BUILT;

/** Starts a gateway whose data are in memory; `env` adds to its environment. */
export async function startGateway(env = {}) {
  assert.ok(existsSync(binary), `no gateway at ${binary}: build it, or set HEARTLINK_BIN to its path`);
  const data = mkdtempSync(join(tmpdir(), "heartlink-page-"));
  const args = ["serve", "--ephemeral", "--test-clock", "--listen", "127.0.0.1:0", "--data", data];
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, ...env } });
  const url = await address(child);
  let people = 0;
  const gateway = {
    url,
    /** A name that nobody had before. */
    name(prefix) {
      people += 1;
      return `${prefix}-${people}`;
    },
    token(sub, roles = ["user"]) {
      const given = roles.flatMap((role) => ["--role", role]);
      return execFileSync(binary, ["token", "--data", data, "--sub", sub, ...given], { encoding: "utf8" }).trim();
    },
    /** Calls the API beside the page: what others do meanwhile. */
    async call(token, method, path, body) {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": `t-${Math.random()}` };
      const answer = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const text = await answer.text();
      assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
      return text === "" ? null : JSON.parse(text);
    },
    /** Moves the clock that every rule reads. */
    async advance(seconds) {
      await gateway.call("", "POST", "/_test/clock", { advance_seconds: seconds });
    },
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
  return gateway;
}

function address(child) {
  return new Promise((resolve, reject) => {
    let printed = "";
    const timer = setTimeout(() => reject(new Error(`the gateway did not start: ${printed}`)), START_MS);
    child.once("exit", (code) => reject(new Error(`the gateway ended with ${code}: ${printed}`)));
    child.stdout.on("data", (chunk) => {
      printed += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
      if (found === null) return;
      clearTimeout(timer);
      resolve(found[0]);
    });
  });
}
