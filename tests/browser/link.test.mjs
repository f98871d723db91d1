// From asking to goodbye, in a real browser, against a real gateway.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertFine, id, inMenu, live, message, PHONE, say, startBrowser, view, visit } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";

describe("the heart link", () => {
  let gateway;
  let browser;
  const open = (who, options) => browser.open(gateway.url, who === null ? null : gateway.token(who), options);

  before(async () => {
    gateway = await startGateway();
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  it("takes a pasted token and renders in both languages at phone width", async () => {
    const page = await open(null, { viewport: PHONE, locale: "zh-CN" });
    await view(page, "sign-in");
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN", "the browser's language is the first choice");
    const chinese = await page.locator("h1").textContent();
    await assertFine(page, "sign-in zh phone");
    await inMenu(page, "lang-en");
    const english = await page.locator("h1").textContent();
    await assertFine(page, "sign-in en phone");
    assert.match(chinese, /\p{Script=Han}/u);
    assert.doesNotMatch(english, /\p{Script=Han}/u);

    await id(page, "token-input").fill("no token");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await id(page, "token-input").fill(gateway.token(gateway.name("pasted")));
    await page.keyboard.press("Enter");
    await view(page, "start");
    for (const lang of ["zh", "en"]) {
      await inMenu(page, `lang-${lang}`);
      await assertFine(page, `start ${lang} phone`);
    }
    await inMenu(page, "lang-zh");
    await page.reload();
    await view(page, "start");
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN", "the choice is remembered");
    await inMenu(page, "sign-out");
    await view(page, "sign-in");
    await page.reload();
    await view(page, "sign-in");
    await page.context().close();
  });

  it("leads back to the sign-in where the server refuses the token", async () => {
    const [head, claims] = gateway.token(gateway.name("forged")).split(".");
    const page = await open(null, { expected: /404|401|WebSocket/ });
    await view(page, "sign-in");
    await id(page, "token-input").fill(`${head}.${claims}.${"A".repeat(43)}`);
    await id(page, "enter").click();
    await page.getByRole("alert").getByText("no longer valid").waitFor();
    await view(page, "sign-in");
    await page.context().close();
  });

  it("keeps a waiting person's place over a reload and lets them stop", async () => {
    const page = await open(gateway.name("waiting"), { viewport: PHONE });
    await view(page, "start");
    assert.ok(!page.url().includes("token"), "the token does not stay in the address");
    await id(page, "find").click();
    await view(page, "waiting");
    assert.match(await id(page, "waiting-elapsed").textContent(), /^\d+:\d\d$/);
    assert.notEqual(await id(page, "waiting-estimate").textContent(), "");
    await assertFine(page, "waiting en phone");
    await page.reload();
    await view(page, "waiting");
    await id(page, "cancel").click();
    await view(page, "start");
    assert.equal(await id(page, "note").getAttribute("data-note"), "cancelled");
    await page.context().close();
  });

  it("takes two people from asking to goodbye, each in their language", async () => {
    const [ann, bob] = [gateway.name("ann"), gateway.name("bob")];
    const a = await open(ann);
    const b = await open(bob, { viewport: PHONE, locale: "zh-CN", colorScheme: "dark" });
    await Promise.all([live(a), live(b)]);
    await id(a, "find").click();
    await view(a, "waiting");
    await assertFine(a, "waiting en desktop");
    await id(b, "find").click();
    await Promise.all([view(a, "room"), view(b, "room")]);
    const rooms = await Promise.all([a, b].map((page) => id(page, "room").getAttribute("data-room-id")));
    assert.equal(rooms[0], rooms[1], "both are in the same room");
    assert.equal(await id(a, "partner").textContent(), bob);
    await a.waitForSelector('[data-testid="presence"][data-active="true"]');

    await say(a, "Hello from A");
    await message(b, "Hello from A", false).waitFor();
    await id(b, "message-input").pressSequentially("你好");
    await id(a, "typing").waitFor();
    await id(b, "send").click();
    await message(a, "你好", false).waitFor();
    await say(b, "<b>not bold</b> & \"as typed\"");
    await message(a, "<b>not bold</b> & \"as typed\"", false).waitFor();
    for (const page of [a, b]) {
      await page.waitForFunction(() => document.querySelector('[data-testid="message"]:not([data-state="sent"])') === null);
      const order = await id(page, "message").evaluateAll((items) => items.map((item) => item.dataset.seq));
      assert.deepEqual(order, ["1", "2", "3"], "each message once, in order");
    }
    await id(a, "why").locator("summary").click();
    await id(a, "score-total").waitFor();
    await assertFine(a, "room en desktop");
    await assertFine(b, "room zh phone dark");

    await a.reload();
    await view(a, "room");
    await message(a, "Hello from A", true).waitFor();
    await message(a, "你好", false).waitFor();

    await id(a, "leave").click();
    await assertFine(a, "leave dialog en desktop");
    await id(a, "leave-confirm").click();
    await Promise.all([view(a, "ended"), view(b, "ended")]);
    assert.equal(await id(b, "end-reason").getAttribute("data-reason"), "left");
    assert.match(await id(b, "end-reason").textContent(), /离开/);
    await assertFine(b, "ended zh phone dark");

    await b.reload();
    await view(b, "ended");
    await id(b, "rating-4").click();
    await id(b, "tag-kind").click();
    await id(b, "feedback-send").click();
    await id(b, "feedback-thanks").waitFor();
    await id(b, "find-again").click();
    await view(b, "start");

    await visit(b, "history", "history");
    const match = id(b, "match").first();
    assert.equal(await match.getAttribute("data-room-id"), rooms[0]);
    assert.match(await match.textContent(), new RegExp(ann));
    await id(match, "own-feedback").waitFor();
    await assertFine(b, "history zh phone dark");

    await visit(a, "history", "history");
    await id(a, "talk").first().click();
    await id(a, "talk-dialog").getByText("Hello from A").waitFor();
    await assertFine(a, "talk dialog en desktop");
    await a.keyboard.press("Escape");
    await id(a, "talk-dialog").waitFor({ state: "detached" });
    await id(a, "rate").first().click();
    await id(a, "rate-dialog").waitFor();
    await id(a, "rating-5").click();
    await id(a, "feedback-send").click();
    await id(a, "own-feedback").first().waitFor();
    await Promise.all([a.context().close(), b.context().close()]);
  });

  it("tells somebody who looks at another page, and blocks for good", async () => {
    const [cat, dan] = [gateway.name("cat"), gateway.name("dan")];
    const a = await open(cat);
    const b = await open(dan);
    await id(a, "find").click();
    await view(a, "waiting");
    await visit(a, "history", "history");
    await id(b, "find").click();
    await view(b, "room");
    await id(a, "toast").getByRole("link").click();
    await view(a, "room");
    await visit(a, "history", "history");
    await say(b, "Are you there?");
    await id(a, "toast").getByRole("link").click();
    await message(a, "Are you there?", false).waitFor();

    await id(a, "block").click();
    await id(a, "block-confirm").click();
    await Promise.all([view(a, "ended"), view(b, "ended")]);
    assert.equal(await id(a, "end-reason").getAttribute("data-reason"), "blocked");
    assert.equal(await id(b, "end-reason").getAttribute("data-reason"), "ended", "who is blocked is only told that it is over");
    for (const page of [a, b]) {
      await id(page, "find-again").click();
      await id(page, "find").click();
      await view(page, "waiting");
    }
    // Both were there to be found, and neither found the other: somebody else is matched with one of them at once.
    const c = await open(gateway.name("eli"));
    await id(c, "find").click();
    await view(c, "room");
    const [met, left] = (await id(c, "partner").textContent()) === cat ? [a, b] : [b, a];
    await Promise.all([view(met, "room"), view(left, "waiting")]);
    await id(left, "cancel").click();
    await view(left, "start");
    await id(c, "leave").click();
    await id(c, "leave-confirm").click();
    await view(met, "ended");
    await Promise.all([a, b, c].map((page) => page.context().close()));
  });

  it("can be used by keyboard alone, from asking to goodbye", async () => {
    const a = await open(gateway.name("keys"));
    const b = await open(gateway.name("mouse"));
    await view(a, "start");
    const reach = async (name) => {
      for (let presses = 0; presses < 40; presses += 1) {
        const reached = await a.evaluate(() => document.activeElement?.closest("[data-testid]")?.getAttribute("data-testid"));
        if (reached === name) return;
        await a.keyboard.press("Tab");
      }
      assert.fail(`Tab does not reach ${name}`);
    };
    await reach("find");
    await a.keyboard.press("Enter");
    await view(a, "waiting");
    await id(b, "find").click();
    await view(a, "room");
    await reach("message-input");
    await a.keyboard.type("By keyboard");
    await a.keyboard.press("Enter");
    await message(b, "By keyboard", false).waitFor();
    await reach("message-input");
    await a.keyboard.press("Shift+Tab");
    await a.keyboard.press("Shift+Tab");
    await reach("leave");
    await a.keyboard.press("Enter");
    await id(a, "leave-confirm").waitFor();
    await a.keyboard.press("Escape");
    await id(a, "leave-confirm").waitFor({ state: "detached" });
    assert.equal(await a.evaluate(() => document.activeElement?.getAttribute("data-testid")), "leave", "the focus comes back");
    await a.keyboard.press("Enter");
    await reach("leave-confirm");
    await a.keyboard.press("Enter");
    await view(a, "ended");
    await Promise.all([a.context().close(), b.context().close()]);
  });

  it("ran without an error in any page", () => {
    assert.deepEqual(browser.pageErrors, []);
  });
});
