// The README's example, run as it stands there.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Gateway } from "./gateway.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

describe("the README", () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await Gateway.start();
  });
  after(() => gateway.stop());

  it("has an example that runs and prints what it promises", async () => {
    const example = /```js\n([\s\S]*?)```/.exec(readFileSync(`${root}README.md`, "utf8"))?.[1];
    assert.ok(example);
    mkdirSync(`${root}build/readme`, { recursive: true });
    writeFileSync(`${root}build/readme/tour.mjs`, example);
    const { stdout } = await promisify(execFile)(process.execPath, [`${root}build/readme/tour.mjs`], {
      env: {
        ...process.env,
        HEARTLINK_URL: gateway.url,
        ALICE: gateway.token("alice"),
        BOB: gateway.token("bob"),
      },
    });
    const lines = stdout.trim().split("\n");
    assert.deepEqual(lines.slice(0, 3), ["Alice was matched with bob", "alice: Hello!", "bob: Hello Alice"]);
    assert.match(lines[3] ?? "", /^Too late: /);
    assert.deepEqual(lines.slice(4), ["1. Hello!", "2. Hello Alice"]);
  });
});
