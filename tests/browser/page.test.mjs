// The page in a real browser, against a gateway that is running already.
//
// Needs HEARTLINK_URL, TOKEN_A and TOKEN_B (two people who are in no room).
// CHROMIUM names the browser's executable, SCREENSHOTS a folder for pictures.
// What is missing fails; nothing is skipped.
import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { chromium } from "playwright-core";

const STEP_MS = 20_000;
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 375, height: 720 };
const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

function needed(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: start a gateway and pass HEARTLINK_URL, TOKEN_A and TOKEN_B`);
  return value;
}

function executable() {
  const wanted = process.env.CHROMIUM ? [process.env.CHROMIUM] : CANDIDATES;
  const found = wanted.find((path) => existsSync(path));
  assert.ok(found, `no Chromium at ${wanted.join(", ")}: install it (Debian: apt-get install chromium) or set CHROMIUM to its path`);
  return found;
}

const id = (page, name) => page.locator(`[data-testid="${name}"]`);
const view = (page, name) => page.waitForSelector(`body[data-view="${name}"]`);
const message = (page, text, mine) => page.locator(`[data-testid="message"][data-mine="${mine}"]`).filter({ hasText: text });

/** What must never happen in a page, noted while it runs. */
function watch(page, name, troubles) {
  page.on("pageerror", (error) => troubles.push(`${name}: ${error.message}`));
  page.on("console", (entry) => {
    // "No request" is a 404 by contract, and Chromium writes every 404 to the console.
    if (entry.type() === "error" && !entry.text().includes("404")) troubles.push(`${name}: ${entry.text()}`);
  });
}

async function assertNoSidewaysScroll(page, where) {
  const { content, width } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, width: window.innerWidth }));
  assert.ok(content <= width, `${where} is ${content} px wide in a window of ${width} px`);
}

describe("the page", () => {
  let browser;
  let base;
  let tokens;
  const troubles = [];

  async function open(name, token, options = {}) {
    const context = await browser.newContext({ viewport: DESKTOP, locale: "en-GB", reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(STEP_MS);
    const page = await context.newPage();
    watch(page, name, troubles);
    await page.goto(token ? `${base}#token=${token}` : base);
    return page;
  }

  async function picture(page, name) {
    const folder = process.env.SCREENSHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }

  async function say(page, text) {
    await id(page, "message-input").fill(text);
    await id(page, "send").click();
  }

  before(async () => {
    base = new URL("/", needed("HEARTLINK_URL")).href;
    tokens = { a: needed("TOKEN_A"), b: needed("TOKEN_B") };
    browser = await chromium.launch({ executablePath: executable(), args: ARGS });
  });
  after(() => browser?.close());

  it("takes a pasted token and renders in both languages at phone width", async () => {
    const page = await open("phone", null, { viewport: PHONE, locale: "zh-CN" });
    await view(page, "sign-in");
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN", "the browser's language is the first choice");
    const chinese = await page.locator("h1").textContent();
    await assertNoSidewaysScroll(page, "sign-in in Chinese");
    await id(page, "lang-en").click();
    const english = await page.locator("h1").textContent();
    await assertNoSidewaysScroll(page, "sign-in in English");
    assert.match(chinese, /\p{Script=Han}/u);
    assert.doesNotMatch(english, /\p{Script=Han}/u);

    await id(page, "token-input").fill(tokens.a);
    await page.keyboard.press("Enter");
    await view(page, "start");
    for (const lang of ["zh", "en"]) {
      await id(page, `lang-${lang}`).click();
      await assertNoSidewaysScroll(page, `start in ${lang}`);
      await picture(page, `phone-start-${lang}`);
    }
    await id(page, "lang-zh").click();
    await page.reload();
    await view(page, "start");
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN", "the choice is remembered");
    await page.context().close();
  });

  it("keeps a waiting person's place over a reload and lets them stop", async () => {
    const page = await open("waiting", tokens.a, { viewport: PHONE });
    await view(page, "start");
    assert.ok(!page.url().includes("token"), "the token does not stay in the address");
    await id(page, "find").click();
    await view(page, "waiting");
    assert.match(await id(page, "waiting-elapsed").textContent(), /^\d+:\d\d$/);
    assert.notEqual(await id(page, "waiting-estimate").textContent(), "");
    await assertNoSidewaysScroll(page, "waiting");
    await picture(page, "phone-waiting-en");
    await page.reload();
    await view(page, "waiting");
    await id(page, "cancel").click();
    await view(page, "start");
    await page.context().close();
  });

  it("pairs two people, carries a message each way, shows typing, and tells of the end", async () => {
    const a = await open("a", tokens.a);
    const b = await open("b", tokens.b, { viewport: PHONE, locale: "zh-CN", colorScheme: "dark" });
    await Promise.all([view(a, "start"), view(b, "start")]);
    await id(a, "find").click();
    await view(a, "waiting");
    await picture(a, "desktop-waiting-en");
    await id(b, "find").click();
    await Promise.all([view(a, "room"), view(b, "room")]);
    const rooms = await Promise.all([a, b].map((page) => id(page, "room").getAttribute("data-room-id")));
    assert.equal(rooms[0], rooms[1], "both are in the same room");

    await say(a, "Hello from A");
    await message(b, "Hello from A", false).waitFor();
    await id(b, "message-input").pressSequentially("你好");
    await id(a, "typing").waitFor();
    await picture(a, "desktop-room-typing-en");
    await id(b, "send").click();
    await message(a, "你好", false).waitFor();
    for (const page of [a, b]) {
      await page.waitForSelector('[data-testid="message"][data-mine="true"][data-state="sent"]');
      const order = await id(page, "message").evaluateAll((items) => items.map((item) => item.dataset.seq));
      assert.deepEqual(order, ["1", "2"], "each message once, in order");
    }
    await id(a, "why").locator("summary").click();
    await id(a, "score-total").waitFor();
    await assertNoSidewaysScroll(b, "the room at phone width");
    await picture(a, "desktop-room-en");
    await picture(b, "phone-room-zh-dark");

    await a.reload();
    await view(a, "room");
    await message(a, "Hello from A", true).waitFor();
    await message(a, "你好", false).waitFor();

    await id(a, "leave").click();
    await id(a, "leave-confirm").click();
    await Promise.all([view(a, "ended"), view(b, "ended")]);
    assert.equal(await id(b, "end-reason").getAttribute("data-reason"), "left");
    assert.match(await id(b, "end-reason").textContent(), /离开/);
    await assertNoSidewaysScroll(b, "the end at phone width");
    await picture(b, "phone-ended-zh-dark");

    await id(b, "rating-4").click();
    await id(b, "tag-kind").click();
    await id(b, "feedback-send").click();
    await id(b, "feedback-thanks").waitFor();
    await id(b, "find-again").click();
    await view(b, "start");
    await Promise.all([a.context().close(), b.context().close()]);
  });

  it("ran without an error in any page", () => {
    assert.deepEqual(troubles, []);
  });
});
