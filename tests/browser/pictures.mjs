// Takes the pictures of the README anew, from the real pages: node tests/browser/pictures.mjs
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { id, live, message, say, startBrowser, view, visit } from "./browser.mjs";
import { seedPerson } from "./fixtures.mjs";
import { startGateway } from "./gateway.mjs";

const IMAGES = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const DESKTOP = { width: 1000, height: 700 };
const PHONE = { width: 400, height: 700 };
const AHEAD_MS = 60 * 60_000;

const gateway = await startGateway();
const browser = await startBrowser();

/** Pictures side by side, each in a frame. */
async function write(name, shots) {
  const page = await browser.open(gateway.url, null, { viewport: { width: 1600, height: 800 }, bypassCSP: true });
  const images = shots.map((shot) => `<img src="data:image/png;base64,${shot.toString("base64")}">`).join("");
  await page.setContent(`<!doctype html><style>body{margin:0;padding:12px;display:inline-flex;min-height:0;gap:20px;width:max-content}img{border:1px solid #ddd2d8;border-radius:16px;height:700px}</style>${images}`);
  writeFileSync(`${IMAGES}${name}.png`, await page.locator("body").screenshot({ omitBackground: true }));
  await page.context().close();
}

async function talk() {
  const a = await browser.open(gateway.url, gateway.token("mei"), { viewport: DESKTOP });
  const b = await browser.open(gateway.url, gateway.token("jonas"), { viewport: PHONE, locale: "zh-CN", colorScheme: "dark" });
  await Promise.all([live(a), live(b)]);
  await id(a, "find").click();
  await view(a, "waiting");
  await id(b, "find").click();
  await Promise.all([view(a, "room"), view(b, "room")]);
  const said = [[a, b, "Hello! You like hiking too?"], [b, a, "Yes – every weekend if it does not rain."], [a, b, "Then you know the Saxon sandstone?"], [b, a, "还没去过，推荐一下？"], [a, b, "The Schrammsteine, early in the morning. Nobody there, and mist in the valley."]];
  for (const [from, to, text] of said) {
    await say(from, text);
    await message(to, text, false).waitFor();
  }
  await id(a, "why").locator("summary").click();
  // Typing is told at most every two seconds.
  await b.waitForTimeout(2_500);
  await id(b, "message-input").pressSequentially("听起来");
  await id(a, "typing").waitFor();
  await write("room", [await a.screenshot(), await b.screenshot()]);
  await Promise.all([a.context().close(), b.context().close()]);
}

async function own(token) {
  const shots = [];
  for (const [path, name, viewport, look] of [["wallet", "wallet", DESKTOP, {}], ["devices/bear-1", "device", PHONE, { colorScheme: "dark" }], ["points", "points", PHONE, { locale: "zh-CN" }]]) {
    const page = await browser.open(gateway.url, token, { viewport, ...look });
    await live(page);
    // The gateway's clock was moved; the page's goes with it.
    await page.clock.setSystemTime(Date.now() + AHEAD_MS);
    await visit(page, path, name);
    await page.waitForSelector(".chart canvas");
    await page.waitForTimeout(500);
    shots.push(await page.screenshot());
    await page.context().close();
  }
  await write("own", shots);
}

try {
  await own(await seedPerson(gateway));
  await talk();
} finally {
  await browser.close();
  await gateway.stop();
}
