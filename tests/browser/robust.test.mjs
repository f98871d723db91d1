// Pages where something goes wrong: a slow server, a defect in a page.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertFine, id, live, picture, startBrowser, view, visit } from "./browser.mjs";
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
  async function open(path, expected = /status of 404/) {
    const page = await browser.open(gateway.url, admin, { expected });
    await live(page);
    await visit(page, `operations/${path}`, `operations-${path}`);
    return page;
  }

  it("waits for an answer that takes longer than the time between two questions", async () => {
    const page = await open("wallets");
    const given = [];
    let asked = 0;
    page.on("requestfailed", (request) => given.push(request.url()));
    await page.route("**/v1/wallets/ann/lock?*", async (route) => {
      asked += 1;
      // The lease is asked for every 5 s.
      await new Promise((wake) => setTimeout(wake, 7_000));
      await route.continue().catch(() => undefined);
    });
    await visit(page, "operations/wallets/ann", "operations-wallets");
    await id(page, "lease-state").waitFor();
    assert.equal(asked, 1, "one question at a time");
    assert.deepEqual(given, [], "none is given up");
    await page.waitForRequest((request) => request.url().includes("/wallets/ann/lock"));
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
