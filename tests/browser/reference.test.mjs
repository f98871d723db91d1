// The API reference in a real browser, against a gateway of its own: an operation
// is shown, tried and answered (see browser.mjs and gateway.mjs).
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { startBrowser } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";

let browser;
let gateway;
before(async () => {
  [browser, gateway] = await Promise.all([startBrowser(), startGateway()]);
});
after(() => Promise.all([browser?.close(), gateway?.stop()]));

it("shows an operation and runs it with the token of its address, asking nobody else", async () => {
  const { url } = gateway;
  const token = gateway.token("ops", ["admin"]);
  // Its validation looks whether it may compile code: the policy says no, and it does without.
  const page = await browser.open(url, null, { expected: /404|script-src/ });
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

  assert.deepEqual(elsewhere, []);
  assert.deepEqual(browser.troubles, []);
});
