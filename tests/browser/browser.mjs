// Chromium, pages of people who are signed in, and what must hold of every page.
//
// CHROMIUM names the browser's executable, SCREENSHOTS a folder for pictures,
// CONSOLE_DIST a folder whose files stand for those that the gateway carries.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const STEP_MS = 20_000;
export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 375, height: 720 };
const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json" };

function executable() {
  const wanted = process.env.CHROMIUM ? [process.env.CHROMIUM] : CANDIDATES;
  const found = wanted.find((path) => existsSync(path));
  assert.ok(found, `no Chromium at ${wanted.join(", ")}: install it (Debian: apt-get install chromium) or set CHROMIUM to its path`);
  return found;
}

export const id = (page, name) => page.locator(`[data-testid="${name}"]`);
export const view = (page, name) => page.waitForSelector(`body[data-view="${name}"]`);
export const message = (page, text, mine) => page.locator(`[data-testid="message"][data-mine="${mine}"]`).filter({ hasText: text });

/** Waits until the live session is up to date. */
export const live = (page) => page.waitForSelector('[data-testid="connection"][data-state="live"]', { state: "attached" });

/** A browser; what goes wrong in any of its pages is in `pageErrors`. */
export async function startBrowser() {
  // A page whose files come from here counts as one of the wide world, which may not call this machine.
  const carried = process.env.CONSOLE_DIST ? ["--disable-features=LocalNetworkAccessChecks"] : [];
  const browser = await chromium.launch({ executablePath: executable(), args: [...ARGS, ...carried] });
  const pageErrors = [];
  return {
    pageErrors,
    /**
     * A page of somebody with `token`, or of nobody; `expected` excuses console errors that a test provokes,
     * `prepare` gets the page before it has an address.
     */
    async open(base, token, { expected = /404/, prepare, ...options } = {}) {
      const context = await browser.newContext({ viewport: DESKTOP, locale: "en-GB", reducedMotion: "reduce", ...options });
      context.setDefaultTimeout(STEP_MS);
      if (process.env.CONSOLE_DIST) await carry(context, base, process.env.CONSOLE_DIST);
      const page = await context.newPage();
      page.on("pageerror", (error) => pageErrors.push(error.stack ?? error.message));
      page.on("console", (entry) => {
        // "No request" is a 404 by contract, and Chromium writes every 404 to the console.
        if (entry.type() === "error" && !expected.test(entry.text())) pageErrors.push(entry.text());
      });
      await prepare?.(page);
      await page.goto(token === null ? `${base}/` : `${base}/#token=${token}`);
      return page;
    },
    close: () => browser.close(),
  };
}

async function carry(context, base, folder) {
  await context.route((url) => url.origin === base, (route) => {
    const { pathname } = new URL(route.request().url());
    const file = join(folder, pathname === "/" ? "index.html" : pathname);
    if (/^\/(v1|ws|_)/.test(pathname) || !existsSync(file)) return route.continue();
    return route.fulfill({ body: readFileSync(file), contentType: TYPES[extname(file)] });
  });
}

/** Waits until nothing is on its way to the page any more. */
export const loaded = (page) => page.waitForFunction(() => document.querySelector(".skeleton") === null);

/** Counts the page's calls whose address contains `part`, from now on; the function returned gives their number. */
export async function countCalls(page, part) {
  await page.evaluate((part) => {
    const original = window.fetch;
    window.calls = 0;
    window.fetch = (address, init) => {
      if (String(address).includes(part)) window.calls += 1;
      return original(address, init);
    };
  }, part);
  return () => page.evaluate(() => window.calls);
}

/** Opens a page by its address, as a link would. */
export async function visit(page, path, name) {
  await page.evaluate((hash) => (location.hash = hash), `#/${path}`);
  await view(page, name);
}

/** Opens the person's menu, presses something in it, and closes it. */
export async function inMenu(page, name) {
  await id(page, "menu").click();
  await id(page, name).click();
  if (name !== "sign-out") await id(page, "menu").click();
}

export async function say(page, text) {
  await id(page, "message-input").fill(text);
  await id(page, "send").click();
}

export async function picture(page, name) {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

export async function assertNoSidewaysScroll(page, where) {
  const { content, width } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, width: window.innerWidth }));
  assert.ok(content <= width, `${where} is ${content} px wide in a window of ${width} px`);
}

/** Nothing that axe calls serious or critical. */
export async function assertAccessible(page, where) {
  const violations = await page.evaluate(`(async () => {
    if (!window.axe) { const module = { exports: {} }; (function (module, exports) { ${AXE} })(module, module.exports); window.axe ??= module.exports; }
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 160) + " " + failureSummary) }));
  })()`);
  assert.deepEqual(violations, [], `axe finds fault with ${where}: ${JSON.stringify(violations, null, 2)}`);
}

/** All that holds of any page at any time. */
export async function assertFine(page, where) {
  await assertNoSidewaysScroll(page, where);
  await assertAccessible(page, where);
  await picture(page, where.replaceAll(/[^\p{L}\d]+/gu, "-"));
}
