// Where both have to say yes: the proposal, a decline, and a yes from both.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertFine, id, startBrowser, view } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";

describe("a proposed match", () => {
  let gateway;
  let browser;

  before(async () => {
    gateway = await startGateway({ HEARTLINK_MATCHING_ACCEPTANCE: "true" });
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  it("is taken up by both, or goes back to the line", async () => {
    const open = (name) => browser.open(gateway.url, gateway.token(gateway.name(name)));
    const [a, b] = [await open("yes"), await open("no")];
    await id(a, "find").click();
    await view(a, "waiting");
    await id(b, "find").click();
    await Promise.all([view(a, "proposal"), view(b, "proposal")]);
    assert.match(await id(a, "countdown").textContent(), /\d/);
    await assertFine(a, "proposal en desktop");
    await id(a, "accept").click();
    await id(a, "accept").waitFor({ state: "detached" });
    await id(b, "decline").click();
    await view(b, "start");
    assert.equal(await id(b, "note").getAttribute("data-note"), "declined");
    await view(a, "waiting");
    assert.equal(await id(a, "note").getAttribute("data-note"), "back", "the place in the line is kept");

    const c = await open("also");
    await id(c, "find").click();
    await Promise.all([view(a, "proposal"), view(c, "proposal")]);
    await id(c, "accept").click();
    await id(a, "accept").click();
    await Promise.all([view(a, "room"), view(c, "room")]);
    await Promise.all([a, b, c].map((page) => page.context().close()));
  });

  it("ran without an error in any page", () => {
    assert.deepEqual(browser.pageErrors, []);
  });
});
