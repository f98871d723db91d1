// The start of the page, held up on purpose: an address that comes before the page is ready loses nothing.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { id, live, startBrowser, view } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";

describe("the start of the page", () => {
  let gateway;
  let browser;

  before(async () => {
    gateway = await startGateway();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  /** A page whose configuration is asked for, and not answered before `release` is called. */
  async function openHeldUp(token) {
    let release;
    const released = new Promise((resolve) => (release = resolve));
    let asked;
    const waiting = new Promise((resolve) => (asked = resolve));
    const page = await browser.open(gateway.url, token, {
      prepare: (page) =>
        page.route("**/config.json", async (route) => {
          asked();
          await released;
          await route.fulfill({ json: {} });
        }),
    });
    await waiting;
    return { page, release };
  }

  const setAddress = (page, hash) => page.evaluate((hash) => (location.hash = hash), hash);
  const isUser = (page, name) => id(page, "menu").locator(".name").getByText(name, { exact: true }).waitFor();

  it("takes the token out of the address before it waits for anything", async () => {
    const name = gateway.name("early");
    const { page, release } = await openHeldUp(gateway.token(name));
    assert.doesNotMatch(page.url(), /token/);
    assert.equal(await page.locator("body").getAttribute("data-view"), "loading");
    release();
    await live(page);
    await isUser(page, name);
    await page.context().close();
  });

  it("keeps the token and goes where an address leads that comes meanwhile", async () => {
    const name = gateway.name("hasty");
    const { page, release } = await openHeldUp(gateway.token(name));
    await setAddress(page, "#/points");
    release();
    await view(page, "points");
    await isUser(page, name);
    await page.context().close();
  });

  it("signs in with the last token that an address brings meanwhile", async () => {
    const [first, second, third] = [gateway.name("first"), gateway.name("second"), gateway.name("third")];
    const { page, release } = await openHeldUp(gateway.token(first));
    await setAddress(page, `#token=${gateway.token(second)}`);
    await setAddress(page, "#/wallet");
    await setAddress(page, `#token=${gateway.token(third)}`);
    await setAddress(page, "#/history");
    release();
    await view(page, "history");
    await isUser(page, third);
    assert.doesNotMatch(page.url(), /token/);
    await page.context().close();
  });

  it("keeps the token over a reload while it still waits", async () => {
    const name = gateway.name("impatient");
    const { page, release } = await openHeldUp(gateway.token(name));
    const again = page.waitForRequest("**/config.json");
    await page.reload();
    await again;
    release();
    await live(page);
    await isUser(page, name);
    await page.context().close();
  });

  it("ran without an error in any page", () => {
    assert.deepEqual(browser.pageErrors, []);
  });
});
