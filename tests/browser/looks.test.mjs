// Every page of a person, in both languages, light and dark, wide and narrow.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertFine, DESKTOP, id, inMenu, live, PHONE, startBrowser, view, visit } from "./browser.mjs";
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
  ["nowhere", "lost"],
];

describe("every page", () => {
  let gateway;
  let browser;
  let token;

  before(async () => {
    gateway = await startGateway();
    browser = await startBrowser();
    token = await furnish(gateway);
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
        await page.waitForFunction(() => document.querySelector(".skeleton") === null);
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
    assert.deepEqual(browser.troubles, []);
  });
});

/** Somebody with a past: a match, money, points, a companion. */
async function furnish(gateway) {
  const service = gateway.token("service", ["service"]);
  const teacher = gateway.token("teacher", ["teacher"]);
  const admin = gateway.token("admin", ["admin"]);
  const ann = gateway.token("ann");
  const bob = gateway.token("bob");
  await gateway.call(ann, "POST", "/v1/heart-links", { interests: ["music", "books"], languages: ["en"] });
  const { room_id: room } = await gateway.call(bob, "POST", "/v1/heart-links", { interests: ["music"], languages: ["en"] });
  await gateway.call(bob, "POST", `/v1/rooms/${room}/leave`);
  await gateway.call(ann, "POST", `/v1/rooms/${room}/feedback`, { rating: 5, tags: ["kind", "funny"] });
  const money = [["credit", 12_500, "Welcome"], ["withdraw", 2_400, "Tickets"], ["credit", 800, "Refund of a ticket"], ["withdraw", 150, "Coffee"]];
  for (const [what, amount, description] of money) {
    await gateway.call(service, "POST", `/v1/wallets/ann/${what}`, { amount, description });
    await gateway.advance(300);
  }
  await gateway.call(service, "POST", "/v1/wallets/ann/holds", { amount: 1_000, expires_in_seconds: 86_400 });
  await gateway.call(admin, "PUT", "/v1/points/plans/yearly", { expires_after_days: 365 });
  for (const student of ["ann", "bob"]) await gateway.call(admin, "PUT", `/v1/points/students/${student}`, { group: "class-7", plan: "yearly" });
  for (const [student, points, reason] of [["ann", 40, "Presentation"], ["bob", 55, "Homework"], ["ann", -10, "Late"], ["ann", 25, "Read aloud"]]) {
    await gateway.call(teacher, "POST", "/v1/points", { student_id: student, points_change: points, transaction_type: points > 0 ? "add_points" : "deduct_points", reason });
    await gateway.advance(300);
  }
  const levels = [["Stranger", 1], ["Acquainted", 20], ["Friend", 60], ["Close friend", 150]].map(([name, threshold]) => ({ name, threshold }));
  await gateway.call(admin, "PUT", "/v1/affinity/levels", { levels });
  await gateway.call(ann, "POST", "/v1/devices", { device_id: "bear-1", name: "Bruno" });
  for (const [delta, reason] of [[12, "First day"], [30, "A good week"], [-4, "Left in the rain"]]) {
    await gateway.call(admin, "POST", "/v1/affinity/adjust", { user_id: "ann", device_id: "bear-1", delta, reason });
    await gateway.advance(300);
  }
  return gateway.token("ann");
}
