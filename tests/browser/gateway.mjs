// A gateway of one's own for each test file, and tokens that it accepts.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const START_MS = 60_000;
const EVENTUALLY_MS = 30_000;
const BUILT = fileURLToPath(new URL("../../target/debug/heartlink", import.meta.url));
const binary = process.env.HEARTLINK_BIN ?? BUILT;

const IN_MEMORY = ["--ephemeral", "--test-clock"];

/** Waits until something is so on the server that no page shows; what a test is about is asserted afterwards. */
export async function until(what, holds) {
  const ends = performance.now() + EVENTUALLY_MS;
  while (!(await holds())) {
    assert.ok(performance.now() < ends, `it did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts a gateway, by default one whose data are in memory; `env` adds to its environment. */
export async function startGateway(env = {}, options = IN_MEMORY) {
  assert.ok(existsSync(binary), `no gateway at ${binary}: build it, or set HEARTLINK_BIN to its path`);
  const data = mkdtempSync(join(tmpdir(), "heartlink-page-"));
  const args = ["serve", ...options, "--listen", "127.0.0.1:0", "--data", data];
  let child;
  const begin = () => {
    child = spawn(binary, args, { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, ...env } });
    return address(child);
  };
  const end = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill();
    await ended;
  };
  let people = 0;
  const gateway = {
    url: await begin(),
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
      const answer = await fetch(gateway.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const text = await answer.text();
      assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
      return text === "" ? null : JSON.parse(text);
    },
    /** Moves the clock that every rule reads. */
    async advance(seconds) {
      await gateway.call("", "POST", "/_test/clock", { advance_seconds: seconds });
    },
    /** Stops it, lets `between` have the folder of its data, and starts it again, at another address. */
    async restart(between) {
      await end();
      between(data);
      gateway.url = await begin();
    },
    async stop() {
      await end();
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
