// The API reference in a real browser, against a gateway that is running
// already: an operation is shown, tried and answered.
//
// Needs HEARTLINK_URL and TOKEN_ADMIN. CHROMIUM names the browser's executable,
// SCREENSHOTS a folder for pictures. What is missing fails.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { chromium } from "playwright-core";

const STEP_MS = 20_000;
const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

function needed(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: start a gateway and pass HEARTLINK_URL and TOKEN_ADMIN`);
  return value;
}

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });
});
after(() => browser?.close());

it("shows an operation and runs it with the token of its address, asking nobody else", async () => {
  const [url, token] = [needed("HEARTLINK_URL"), needed("TOKEN_ADMIN")];
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(STEP_MS);
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

  if (process.env.SCREENSHOTS) {
    mkdirSync(process.env.SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(process.env.SCREENSHOTS, "reference.png") });
  }
  assert.deepEqual(elsewhere, []);
  await page.close();
});
