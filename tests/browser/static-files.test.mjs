// The console on a server of its own, which only hands out files.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import assert from "node:assert/strict";
import { extname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { id, live, startBrowser, TYPES, view } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";

const DIST = fileURLToPath(new URL("../../console/dist/", import.meta.url));

describe("the console as static files", () => {
  let gateway;
  let browser;
  let files;
  let base;

  before(async () => {
    gateway = await startGateway();
    browser = await startBrowser();
    files = createServer((request, response) => {
      const { pathname } = new URL(request.url, "http://any");
      if (pathname === "/app/config.json") return response.end(JSON.stringify({ api: gateway.url }));
      const file = join(DIST, pathname === "/app/" ? "index.html" : pathname.replace("/app/", ""));
      if (!pathname.startsWith("/app/") || !existsSync(file)) return response.writeHead(404).end();
      response.setHeader("content-type", TYPES[extname(file)]);
      return response.end(readFileSync(file));
    });
    await new Promise((resolve) => files.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${files.address().port}/app`;
  });
  after(async () => {
    await browser?.close();
    files?.closeAllConnections();
    files?.close();
    await gateway?.stop();
  });

  it("finds the API where its file says", async () => {
    const page = await browser.open(base, gateway.token(gateway.name("afar")));
    await live(page);
    await view(page, "start");
    await id(page, "find").click();
    await view(page, "waiting");
    await page.context().close();
  });

  it("never believes an address in its link", async () => {
    const page = await browser.open(base, null);
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).origin));
    await page.goto(`${base}/?api=http://127.0.0.1:9&socket=ws://127.0.0.1:9#token=${gateway.token(gateway.name("lured"))}`);
    await live(page);
    assert.deepEqual([...new Set(asked)].filter((origin) => origin.endsWith(":9")), []);
    await page.context().close();
  });

  it("ran without an error in any page", () => {
    assert.deepEqual(browser.pageErrors, []);
  });
});
