// Every page of a person, in both languages, light and dark, wide and narrow.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertFine, DESKTOP, id, inMenu, live, loaded, PHONE, startBrowser, view, visit } from "./browser.mjs";
import { seedPerson } from "./fixtures.mjs";
import { startGateway } from "./gateway.mjs";

const LOOKS = [
  { name: "en desktop", locale: "en-GB", viewport: DESKTOP, colorScheme: "light" },
  { name: "zh desktop dark", locale: "zh-CN", viewport: DESKTOP, colorScheme: "dark" },
  { name: "en phone dark", locale: "en-GB", viewport: PHONE, colorScheme: "dark" },
  { name: "zh phone", locale: "zh-CN", viewport: PHONE, colorScheme: "light" },
];
const PAGES = [
  ["", "start"],
  ["history", "history"],
  ["wallet", "wallet"],
  ["points", "points"],
  ["devices", "devices"],
  ["devices/bear-1", "device"],
  ["nowhere", "not-found"],
];

describe("every page", () => {
  let gateway;
  let browser;
  let token;

  before(async () => {
    gateway = await startGateway();
    browser = await startBrowser();
    token = await seedPerson(gateway);
  });
  after(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  for (const { name, ...look } of LOOKS) {
    it(`is accessible and fits: ${name}`, async () => {
      const page = await browser.open(gateway.url, token, look);
      await live(page);
      for (const [path, at] of PAGES) {
        await visit(page, path, at);
        await loaded(page);
        if (["wallet", "points"].includes(at)) await page.waitForSelector(".chart canvas");
        await assertFine(page, `${at} ${name}`);
      }
      await page.context().close();
    });
  }

  it("follows the choice of light or dark, and remembers it", async () => {
    const page = await browser.open(gateway.url, token, { colorScheme: "light" });
    await view(page, "start");
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await paper();
    await inMenu(page, "theme-dark");
    const dark = await paper();
    assert.notEqual(light, dark);
    await page.reload();
    await view(page, "start");
    assert.equal(await paper(), dark);
    await id(page, "menu").click();
    await assertFine(page, "menu en desktop dark");
    await page.context().close();
  });

  it("ran without an error in any page", () => {
    assert.deepEqual(browser.pageErrors, []);
  });
});
