// The built modules in a real browser, loaded by a page as they are.
//
// CHROMIUM names the browser's executable. What is missing fails.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { Gateway } from "./gateway.js";
import { pair } from "./pair.js";
import { CutProxy } from "./proxy.js";

const STEP_MS = 30_000;
const CANDIDATES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
const PAGE = "<!doctype html><meta charset=utf-8><title>A page</title>";

function executable(): string {
  const wanted = process.env.CHROMIUM ? [process.env.CHROMIUM] : CANDIDATES;
  const found = wanted.find((path) => existsSync(path));
  assert.ok(found, `no Chromium at ${wanted.join(", ")}: install it, or set CHROMIUM to its path`);
  return found;
}

/** Serves an empty page and the built modules, as anybody's web server would. */
async function site(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const found = path.startsWith("/client/") ? `${DIST}${path.slice("/client/".length)}` : undefined;
    if (found === undefined) return void response.setHeader("content-type", "text/html").end(PAGE);
    response.setHeader("content-type", "text/javascript").end(readFileSync(found));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

async function blank(browser: Browser, server: Server, troubles: string[]): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(STEP_MS);
  page.on("pageerror", (error) => troubles.push(error.message));
  const address = server.address();
  assert.ok(address !== null && typeof address !== "string");
  await page.goto(`http://127.0.0.1:${address.port}/`);
  return page;
}

describe("in a browser", () => {
  let gateway: Gateway;
  let proxy: CutProxy;
  let browser: Browser;
  let server: Server;
  before(async () => {
    gateway = await Gateway.start();
    proxy = await CutProxy.start(gateway.url);
    server = await site();
    browser = await chromium.launch({ executablePath: executable(), args: ARGS });
  });
  after(async () => {
    await browser?.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await proxy.stop();
    await gateway.stop();
  });

  it("a session connects, is cut, resumes, and both sides have every message once", async () => {
    const troubles: string[] = [];
    const { ann, room, names } = await pair(gateway);
    const page = await blank(browser, server, troubles);
    const token = gateway.token(names.bob);
    await page.evaluate(
      `(async () => {
        const { createHeartlink } = await import("/client/index.js");
        globalThis.heard = [];
        globalThis.client = createHeartlink(${JSON.stringify({ url: proxy.url, token })});
        globalThis.session = client.connect({ timing: { firstWaitMs: 20, longestWaitMs: 200 } });
        session.on("room_message", ({ data }) => heard.push(data.text));
        await session.ready();
      })()`,
    );
    const said: string[] = [];
    for (let n = 1; n <= 12; n += 1) {
      if (n % 4 === 2) proxy.cut();
      const text = `message ${n}`;
      said.push(text);
      if (n % 3 === 0) await page.evaluate(`session.send(${JSON.stringify(room)}, ${JSON.stringify(text)})`);
      else await ann.rooms.send(room, { text });
    }
    await page.waitForFunction(`heard.length >= ${said.length}`);
    assert.deepEqual(await page.evaluate("heard"), said);
    const list = `(async () => { const all = []; for await (const one of client.rooms.messages(${JSON.stringify(room)}, { limit: 5, order: "asc" })) all.push(one.text); return all; })()`;
    assert.deepEqual(await page.evaluate(list), said);
    const code = `client.rooms.show("01ARZ3NDEKTSV4RRFFQ69G5FAV").catch(({ code }) => code)`;
    assert.equal(await page.evaluate(code), "forbidden");
    await page.evaluate("session.close()");
    assert.deepEqual(troubles, []);
  });

  it("a call whose answer is lost takes effect once", async () => {
    const user = gateway.person("paid");
    const page = await blank(browser, server, []);
    const token = gateway.token("shop", ["service"]);
    await page.evaluate(
      `import("/client/index.js").then(({ createHeartlink }) => { globalThis.client = createHeartlink(${JSON.stringify({ url: proxy.url, token })}); })`,
    );
    proxy.loseAnswers = 1;
    await page.evaluate(`client.wallet.credit(${JSON.stringify(user)}, { amount: 7 })`);
    assert.equal(await page.evaluate(`client.wallet.show(${JSON.stringify(user)}).then(({ balance }) => balance)`), 7);
  });
});
