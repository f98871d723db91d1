// Each example does what it says, against a real gateway. Run by scripts/test-examples,
// which starts that gateway and tells where it is.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, extname, join, normalize } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const WAIT_MS = 20_000;
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const { HEARTLINK_URL: api, HEARTLINK_BIN: binary, HEARTLINK_DATA: data } = process.env;
assert.ok(api && binary && data, "run scripts/test-examples");

function token(sub, ...roles) {
  const given = roles.flatMap((role) => ["--role", role]);
  return execFileSync(binary, ["token", "--data", data, "--sub", sub, ...given], { encoding: "utf8" }).trim();
}

async function call(bearer, method, path, body, key = `test-${Math.random()}`) {
  const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json", "idempotency-key": key };
  const answer = await fetch(api + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const said = await answer.json();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${JSON.stringify(said)}`);
  return said;
}

/** Asks until `wanted` is true of the answer; fails with the last one. */
async function until(ask, wanted) {
  const end = Date.now() + WAIT_MS;
  let last;
  do {
    last = await ask();
    if (wanted(last)) return last;
    await pause(50);
  } while (Date.now() < end);
  assert.fail(`still ${JSON.stringify(last)}`);
}

/** A program that prints its address once it listens. */
async function start(command, args, env) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, HEARTLINK_URL: api, PORT: "0", ...env } });
  let printed = "";
  child.stdout.on("data", (chunk) => (printed += chunk));
  const program = {
    printed: () => printed,
    ended: new Promise((resolve) => child.once("exit", resolve)),
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      await program.ended;
    },
  };
  try {
    const found = await until(() => /listening on (http:\S+)/.exec(printed), (match) => match !== null || child.exitCode !== null);
    assert.ok(found, `${args[0]} ended with ${child.exitCode}`);
    program.url = found[1];
    return program;
  } catch (error) {
    await program.stop("SIGKILL");
    throw error;
  }
}

const points = async (user) => (await call(token(user, "user"), "GET", "/v1/points")).points;
const entries = async (user) => (await call(token(user, "user"), "GET", "/v1/wallets/me/entries")).items;
const post = (url, body) => fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

before(async () => {
  const admin = token("admin", "admin");
  await call(admin, "PUT", "/v1/points/rules/purchase", { points: 5 });
  await call(admin, "PUT", "/v1/points/rules/season", { points: 20 });
});

describe("the page", () => {
  const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript" };
  const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
  let server;
  let browser;
  before(async () => {
    server = createServer((request, response) => {
      const file = join(ROOT, normalize(new URL(request.url, "http://here").pathname));
      const type = TYPES[extname(file)];
      if (!type || !existsSync(file)) return response.writeHead(404).end();
      response.writeHead(200, { "content-type": type }).end(readFileSync(file));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { chromium } = createRequire(join(ROOT, "tests/browser/package.json"))("playwright-core");
    const executablePath = (process.env.CHROMIUM ? [process.env.CHROMIUM] : BROWSERS).find((path) => existsSync(path));
    assert.ok(executablePath, "no Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM to its path");
    browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
  });
  after(async () => {
    await browser?.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("pairs two people, who chat until one of them leaves", async () => {
    const troubles = [];
    const open = async (name) => {
      const page = await (await browser.newContext()).newPage();
      page.setDefaultTimeout(WAIT_MS);
      page.on("pageerror", (error) => troubles.push(error.message));
      await page.goto(`http://127.0.0.1:${server.address().port}/examples/page/index.html#token=${token(name, "user")}&api=${api}`);
      return page;
    };
    const [ann, bob] = await Promise.all(["page-ann", "page-bob"].map(open));
    await ann.click("#find");
    await ann.waitForSelector("#status:text('Looking for somebody')");
    await bob.click("#find");
    await ann.waitForSelector("#status:text('You are talking to page-bob.')");
    await bob.waitForSelector("#status:text('You are talking to page-ann.')");

    for (const [from, to, text] of [[ann, bob, "Hello, <b>you</b>!"], [bob, ann, "Hello yourself"]]) {
      await from.fill("#text", text);
      await from.press("#text", "Enter");
      await to.locator("li[data-mine=false]", { hasText: text }).waitFor();
      await from.locator("li[data-mine=true]", { hasText: text }).waitFor();
    }
    assert.deepEqual(await ann.locator("li").allTextContents(), ["Hello, <b>you</b>!", "Hello yourself"]);

    await bob.click("#leave");
    await Promise.all([ann, bob].map((page) => page.waitForSelector("#status:text('The room has ended.')")));
    assert.ok(await ann.isVisible("#find"));
    assert.deepEqual(troubles, []);
  });
});

describe("the shop, in Node.js", () => {
  it("credits a payment once, and rewards each purchase once, whenever it is killed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "heartlink-shop-"));
    const open = (state) => start("node", [join(ROOT, "examples/node-service/shop.mjs")], { HEARTLINK_TOKEN: token("shop", "service"), STATE: join(folder, state) });
    const buy = (amount, key) => call(token("buyer", "user"), "POST", "/v1/wallets/me/transfer", { to: "shop", amount }, key);
    let shop = await open("state.json");
    try {
      const payment = { payment_id: "p-1", user: "buyer", amount: 1000 };
      for (const report of ["first", "again"]) {
        const answer = await post(`${shop.url}/top-ups`, payment);
        assert.deepEqual([answer.status, await answer.json()], [200, { user: "buyer", balance: 1000 }], report);
      }
      const other = await post(`${shop.url}/top-ups`, { ...payment, amount: -1 });
      assert.equal(other.status, 400);

      await buy(300, "buy-1");
      await until(() => points("buyer"), (now) => now === 5);
      await shop.stop("SIGKILL");
      await buy(200, "buy-2");
      await buy(100, "buy-3");
      shop = await open("state.json");
      await until(() => points("buyer"), (now) => now === 15);
      await shop.stop("SIGKILL");

      // All is forgotten: it looks at everything again, and pays nothing again.
      shop = await open("another.json");
      await until(() => shop.printed(), (printed) => /purchase 3: /.test(printed));
      assert.equal(await points("buyer"), 15);
      const kinds = (await entries("buyer")).map((entry) => `${entry.kind} ${entry.amount}`);
      assert.deepEqual(kinds, ["transfer_out -100", "transfer_out -200", "transfer_out -300", "credit 1000"]);
    } finally {
      await shop.stop("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("the league, in Python", () => {
  it("pays a season once, however often it is told of, and says how far it is", async () => {
    const players = Array.from({ length: 12 }, (_, n) => `player-${n}`);
    const season = { winner: "player-0", players };
    const open = () => start("python3", [join(ROOT, "examples/python-service/league.py")], { HEARTLINK_TOKEN: token("league", "service") });
    let league = await open();
    const status = async () => (await fetch(`${league.url}/seasons/spring`)).json();
    try {
      assert.equal((await post(`${league.url}/seasons/spring`, season)).status, 202);
      const done = { status: "done", total: 12, done: 12, failed: 0 };
      assert.deepEqual(await until(status, (now) => now?.status === "done"), done);
      await league.stop("SIGKILL");

      league = await open();
      assert.equal((await post(`${league.url}/seasons/spring`, season)).status, 202);
      assert.deepEqual(await until(status, (now) => now?.status === "done"), done);
      for (const player of players) {
        const amounts = (await entries(player)).map((entry) => entry.amount).sort((a, b) => a - b);
        assert.deepEqual([amounts, await points(player)], [player === "player-0" ? [10, 1000] : [10], 20], player);
      }
      assert.equal((await post(`${league.url}/seasons/autumn`, { winner: "not a user id", players: [] })).status, 502);
    } finally {
      await league.stop("SIGKILL");
    }
  });
});

describe("the guide to levels", () => {
  it("has commands that do what it says", async () => {
    const guide = readFileSync(join(ROOT, "docs/guides/reward-a-level.md"), "utf8");
    const script = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map((block) => block[1]).join("\n");
    const folder = mkdtempSync(join(tmpdir(), "heartlink-guide-"));
    symlinkSync(data, join(folder, "data"));
    try {
      const env = { ...process.env, PATH: `${dirname(binary)}${delimiter}${process.env.PATH}` };
      execFileSync("bash", ["-euo", "pipefail", "-c", script], { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const rosa = token("rosa", "user");
    assert.deepEqual((await entries("rosa")).map((entry) => entry.amount), [500]);
    assert.equal(await points("rosa"), 50);
    const { items } = await call(rosa, "GET", "/v1/affinity/robot-7/log");
    assert.deepEqual(items.map((entry) => entry.change_value), [10, 10, -15, 10, 10]);
  });
});
