// The API reference in a real browser: an operation is shown, tried and answered.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { picture, startBrowser } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";

describe("the API reference", () => {
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

  it("shows an operation and runs it with the token of its address, asking nobody else", async () => {
    const { url } = gateway;
    const token = gateway.token("admin", ["admin"]);
    const page = await browser.open(url, null);
    const elsewhere = [];
    page.on("request", (request) => {
      const asked = request.url();
      if (!asked.startsWith(`${url}/`) && !/^(data|blob):/.test(asked)) elsewhere.push(asked);
    });

    await page.goto(`${url}/docs#token=${token}`);
    await page.getByRole("heading", { name: "Heartlink", exact: true }).waitFor();
    assert.ok(!page.url().includes(token), "the token is still in the address");

    await page.getByRole("link", { name: /Read the figures of matching/ }).first().click();
    await page.getByRole("button", { name: /Test Request.*heart-links\/stats/ }).first().click();
    const answered = page.waitForResponse(`${url}/v1/heart-links/stats`);
    await page.getByRole("button", { name: /^Send/ }).first().click();
    const answer = await answered;
    assert.equal(answer.status(), 200);
    assert.equal(answer.request().headers().authorization, `Bearer ${token}`);
    await page.getByText("200 OK").first().waitFor();
    await page.getByText("active_rooms").first().waitFor();
    await picture(page, "reference");
    assert.deepEqual(elsewhere, []);
    await page.context().close();
  });
});
