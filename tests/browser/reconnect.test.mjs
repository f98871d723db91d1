// The connection is lost in the middle of a chat: every message arrives once.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertFine, id, live, message, say, startBrowser, view } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";
import { startProxy } from "./proxy.mjs";

describe("a lost connection", () => {
  let gateway;
  let proxy;
  let browser;

  before(async () => {
    gateway = await startGateway();
    proxy = await startProxy(gateway.url);
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await proxy?.stop();
    await gateway?.stop();
  });

  it("loses no message and says none twice", async () => {
    // What fails while the line is cut is written to the console by Chromium itself.
    const cut = { expected: /404|ERR_|WebSocket/ };
    const a = await browser.open(proxy.url, gateway.token(gateway.name("far")), cut);
    const b = await browser.open(gateway.url, gateway.token(gateway.name("near")));
    await Promise.all([live(a), live(b)]);
    await id(a, "find").click();
    await view(a, "waiting");
    await id(b, "find").click();
    await Promise.all([view(a, "room"), view(b, "room")]);
    await say(a, "before");
    await message(b, "before", false).waitFor();

    proxy.down();
    await a.waitForSelector('[data-testid="connection"][data-state="waiting"]');
    await id(a, "offline").waitFor();
    await say(a, "said while cut 1");
    await say(a, "said while cut 2");
    await say(b, "missed 1");
    await say(b, "missed 2");
    await message(b, "missed 2", true).and(b.locator('[data-state="sent"]')).waitFor();
    assert.equal(await a.locator('[data-testid="message"][data-state="pending"]').count(), 2, "what waits is shown as waiting");
    await assertFine(a, "room offline en desktop");
    proxy.up();

    await message(b, "said while cut 2", false).waitFor();
    await message(a, "missed 2", false).waitFor();
    await say(a, "after");
    await message(b, "after", false).waitFor();
    await a.waitForFunction(() => document.querySelector('[data-testid="message"]:not([data-state="sent"])') === null);
    const expected = ["before", "missed 1", "missed 2", "said while cut 1", "said while cut 2", "after"];
    for (const page of [a, b]) {
      const shown = await id(page, "message").evaluateAll((items) => items.map((item) => [item.dataset.seq, item.querySelector(".bubble").textContent]));
      assert.deepEqual(shown.map(([, text]) => text), expected, "each once, in the order of the room");
      assert.deepEqual(shown.map(([seq]) => seq), ["1", "2", "3", "4", "5", "6"]);
    }
    await Promise.all([a.context().close(), b.context().close()]);
  });

  it("ran without an error in any page", () => {
    assert.deepEqual(browser.pageErrors, []);
  });
});
