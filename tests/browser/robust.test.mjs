// Pages where something goes wrong: a slow server, a defect in a page.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertFine, countCalls, id, live, picture, startBrowser, view, visit } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";

describe("a page", () => {
  let browser;
  let gateway;
  let admin;

  before(async () => {
    gateway = await startGateway();
    admin = gateway.token("root", ["admin"]);
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await gateway?.stop();
    assert.deepEqual(browser.pageErrors, [], "nothing else went wrong in the pages");
  });

  /** A page of operations; `expected` excuses what a test provokes. */
  async function open(path, expected = /status of 404/, prepare = undefined) {
    const page = await browser.open(gateway.url, admin, { expected, prepare });
    await live(page);
    await visit(page, `operations/${path}`, `operations-${path}`);
    return page;
  }

  it("waits for an answer that takes longer than the time between two questions", async () => {
    const page = await open("wallets", undefined, (page) => page.clock.install());
    const failed = [];
    page.on("requestfailed", (request) => failed.push(request.url()));
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await page.route("**/v1/wallets/ann/lock?*", async (route) => {
      await released;
      await route.continue();
    });
    const calls = await countCalls(page, "/wallets/ann/lock");
    const asked = page.waitForRequest("**/v1/wallets/ann/lock?*");
    await visit(page, "operations/wallets/ann", "operations-wallets");
    await asked;
    // The lock is asked for every 5 s, and a call that is not answered is sent again after 15 s.
    await page.clock.runFor(12_000);
    assert.equal(await calls(), 1, "one question at a time");
    release();
    await id(page, "lease-state").waitFor();
    assert.deepEqual(failed, [], "none is given up");
    const next = page.waitForRequest("**/v1/wallets/ann/lock?*");
    await page.clock.runFor(5_000);
    await next;
    await page.context().close();
  });

  it("breaks alone, and leaves the way to the others", async () => {
    const page = await open("matching", /TypeError/);
    await page.route("**/v1/heart-links/stats", (route) => route.fulfill({ json: {} }));
    await visit(page, "operations", "broken");
    await assertFine(page, "a broken page");
    await picture(page, "broken");
    await page.getByRole("link", { name: "Clean-up" }).click();
    await view(page, "operations-matching");
    await visit(page, "operations", "broken");
    await page.unroute("**/v1/heart-links/stats");
    await id(page, "reload").click();
    await view(page, "operations");
    await id(page, "matching-figures").waitFor();
    await page.context().close();
  });
});
