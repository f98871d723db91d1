// The operations pages in a real browser, against gateways of their own (see browser.mjs and gateway.mjs).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { assertAccessible, assertFine, countCalls, id, live, loaded, PHONE, picture, startBrowser, view, visit } from "./browser.mjs";
import { startGateway, until } from "./gateway.mjs";

const ROOMY = { width: 1280, height: 1100 };
const PAGES = ["", "matching", "wallets/ann", "points/ann", "rules/affinity-rules", "rules/affinity-rules/chat", "rules/affinity-levels", "rules/affinity-settings", "rules/points-rules", "rules/points-plans", "jobs", "rewards"];

const row = (page, table, key) => id(page, table).locator(`tr[data-key="${key}"]`);
const says = (locator, text) => locator.filter({ hasText: text }).first().waitFor();
const toast = (page, text) => says(id(page, "toast"), text);
const address = (path) => ["operations", path].filter(Boolean).join("/");
const viewOf = (path) => ["operations", ...path.split("/")].filter(Boolean).slice(0, 2).join("-");

/** Presses save, and waits until it is. */
async function save(page) {
  const stored = page.waitForResponse((answer) => answer.request().method() === "PUT");
  await id(page, "save").click();
  assert.ok((await stored).ok(), `${(await stored).status()} for what was to be saved`);
}

/** Sets `points`' stored balance of `student` in the engine's file, as no call can. */
function damage(data, student, balance) {
  const script = `
import json, sqlite3, sys
file, pk, balance = sys.argv[1:]
db = sqlite3.connect(file)
rows = db.execute('select pk, sk, item_json from "heartlink-ledger"').fetchall()
heads = [(p, s, json.loads(j)) for p, s, j in rows if p.endswith(pk) and "balance" in json.loads(j).get("account", {}).get("M", {})]
assert len(heads) == 1, [(p, s) for p, s, _ in rows]
p, s, item = heads[0]
item["account"]["M"]["balance"]["N"] = balance
db.execute('update "heartlink-ledger" set item_json = ? where pk = ? and sk = ?', (json.dumps(item), p, s))
db.commit()`;
  execFileSync("python3", ["-c", script, join(data, "heartlink.db"), `points/${student}`, String(balance)], { stdio: "pipe" });
}

describe("the operations pages", () => {
  let browser;
  let gateway;
  let admin;
  let service;

  async function open(path, { at = gateway, token = admin, ...options } = {}) {
    const page = await browser.open(at.url, token, { viewport: ROOMY, expected: /status of (404|409)/, ...options });
    await live(page);
    await visit(page, address(path), viewOf(path));
    return page;
  }

  const call = (token, method, path, body) => gateway.call(token, method, `/v1/${path}`, body);
  const apply = (token, rule) =>
    call(token, "POST", "affinity/events", { device_id: "cat", rule_key: rule, source: "device_event" });

  /** The code that a credit to ann's wallet is refused with. */
  async function refusal(body) {
    const headers = { authorization: `Bearer ${service}`, "content-type": "application/json", "idempotency-key": `r-${Math.random()}` };
    const answer = await fetch(`${gateway.url}/v1/wallets/ann/credit`, { method: "POST", headers, body: JSON.stringify(body) });
    return (await answer.json()).code;
  }

  before(async () => {
    // Nothing is cleaned up unasked, however slow the machine: what the pages show as due stays due.
    const never = "86400";
    gateway = await startGateway({ HEARTLINK_SWEEP_TICK_EVERY_SECS: never, HEARTLINK_SWEEP_CLEANUP_EVERY_SECS: never });
    admin = gateway.token("root", ["admin"]);
    service = gateway.token("till", ["service"]);
    browser = await startBrowser();
    await call(service, "POST", "wallets/ann/credit", { amount: 1_250, description: "Welcome" });
    await call(service, "POST", "points", { student_id: "ann", points_change: 7, transaction_type: "add_points", reason: "quiz", teacher_id: "mr-lee" });
  });

  after(async () => {
    await browser?.close();
    await gateway?.stop();
    assert.deepEqual(browser.pageErrors, [], "nothing went wrong in the pages");
  });

  it("are not shown to somebody without the role, and tell them nothing", async () => {
    const page = await browser.open(gateway.url, gateway.token("eve"));
    await live(page);
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await visit(page, "operations/wallets/ann", "not-found");
    assert.deepEqual(asked.filter((path) => path.startsWith("/v1/wallets")), []);
    await page.context().close();
  });

  it("show live counts", async () => {
    const page = await open("");
    await id(page, "pace-2").click();
    await says(id(page, "pending"), "0");
    const ann = gateway.token("ann");
    await call(ann, "POST", "heart-links", {});
    await says(id(page, "pending"), "1");
    await call(gateway.token("bob"), "POST", "heart-links", {});
    await says(id(page, "active-rooms"), "1");
    await says(id(page, "pending"), "0");
    await says(id(page, "time-to-match"), /\d/);
    await says(id(page, "unpaid-count"), "0");
    const connections = async () => Number(await id(page, "connections").textContent());
    const before = await connections();
    const other = await browser.open(gateway.url, ann);
    await live(other);
    await says(id(page, "connections"), String(before + 1));
    await other.context().close();
    await says(id(page, "connections"), String(before));
    await picture(page, "operations-overview");

    await page.context().close();
  });

  it("ask for nothing while nobody looks", async () => {
    const page = await open("", { prepare: (page) => page.clock.install() });
    await id(page, "pace-2").click();
    await says(id(page, "pending"), /\d/);
    const look = (hidden) =>
      page.evaluate((now) => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => now });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await look(true);
    const calls = await countCalls(page, "/v1/");
    // Four times the pace, and less than a call or the live connection waits for an answer.
    await page.clock.runFor(9_000);
    assert.equal(await calls(), 0);
    const again = page.waitForRequest((request) => request.url().includes("/heart-links/stats"));
    await look(false);
    await again;
    await page.context().close();
  });

  it("clean up only what a dry run showed first", async () => {
    const cleo = gateway.token("cleo");
    await call(cleo, "POST", "heart-links", {});
    // Idle for five minutes and a second: due.
    await gateway.advance(301);
    const pending = async () => (await call(admin, "GET", "heart-links/stats")).pending;

    const page = await open("matching");
    assert.ok(await id(page, "sweep-real").isDisabled(), "nothing is done before it was shown");
    await id(page, "sweep-dry").click();
    await page.locator('[data-testid="sweep-result"][data-dry="true"]').waitFor();
    await says(id(page, "sweep-changes").locator("tr"), /cleo.*Request expired/);
    assert.equal(await pending(), 1, "a dry run changes nothing");
    await picture(page, "operations-sweep");
    await id(page, "sweep-real").click();
    await id(page, "sweep-yes").click();
    await page.locator('[data-testid="sweep-result"][data-dry="false"]').waitFor();
    assert.equal(await pending(), 0);
    await id(page, "sweep-dry").click();
    await says(id(page, "sweep-result"), "nothing is due");
    await page.context().close();
  });

  it("look up a wallet, freeze it for a reason, verify its ledger, and take an entry back", async () => {
    const page = await open("wallets");
    await id(page, "wallet-lookup-id").fill("x".repeat(256));
    await id(page, "wallet-lookup-go").click();
    await says(page.getByRole("alert"), "255");
    await id(page, "wallet-lookup-id").fill("ann");
    await page.keyboard.press("Enter");
    await says(id(page, "wallet-available"), "1,250");
    await says(row(page, "entries", "1"), "Welcome");
    await id(page, "verify-all").click();
    await page.locator('[data-testid="verification"][data-consistent="true"]').waitFor();

    await id(page, "status-change").click();
    await id(page, "status-select").selectOption("frozen");
    await id(page, "status-dialog-yes").click();
    await says(page.getByRole("alert"), "give a reason");
    await id(page, "status-dialog-reason").fill("a stolen phone");
    await page.keyboard.press("Enter");
    await says(id(page, "wallet-status"), "Frozen");
    assert.equal(await refusal({ amount: 1 }), "wallet_frozen");
    await id(page, "status-change").click();
    await id(page, "status-select").selectOption("active");
    await id(page, "status-dialog-reason").fill("found again");
    await page.keyboard.press("Enter");
    await says(id(page, "wallet-status"), "Active");
    await picture(page, "operations-wallet");

    await row(page, "entries", "1").getByTestId("entry-reverse").click();
    await id(page, "reverse-dialog-reason").fill("paid by mistake");
    await page.keyboard.press("Enter");
    await says(id(page, "wallet-available"), /^0$/);
    await says(row(page, "entries", "2"), "reverses no. 1");
    assert.equal((await call(admin, "GET", "wallets/ann")).balance, 0);
    await page.context().close();
  });

  it("show what is held of a wallet, and what became of it", async () => {
    await call(service, "POST", "wallets/hal/credit", { amount: 900 });
    const hold = (amount, description) => call(service, "POST", "wallets/hal/holds", { amount, description });
    const { hold: kept } = await hold(300, "a rented bike");
    const { hold: taken } = await hold(200, "a parcel");
    await call(service, "POST", `wallets/hal/holds/${taken.id}/capture`, { amount: 150 });
    const page = await open("wallets/hal");
    await says(row(page, "hold-table", kept.id), /Open.*300.*a rented bike/);
    assert.equal(await row(page, "hold-table", taken.id).count(), 0, "open ones alone, at first");
    await id(page, "hold-status").selectOption("captured");
    await says(row(page, "hold-table", taken.id), /Captured.*200.*150/);
    await id(page, "hold-status").selectOption("lapsed");
    await says(id(page, "holds"), "There are none");
    await id(page, "hold-status").selectOption("all");
    await row(page, "hold-table", kept.id).waitFor();
    await picture(page, "operations-holds");
    await page.context().close();
  });

  it("take a lock from its holder, whose writes are refused from then on", async () => {
    const lease = await call(admin, "POST", "wallets/ann/lock", { owner: "nightly-run", purpose: "bonuses", ttl_seconds: 300 });
    const page = await open("wallets/ann");
    await says(id(page, "lease-owner"), "nightly-run");
    await says(id(page, "lease-fencing"), String(lease.fencing));
    await id(page, "lease-force").click();
    await assertAccessible(page, "asking before a lock is taken");
    await picture(page, "operations-force");
    // Escape, and nothing happens; the focus is back where it was.
    await page.keyboard.press("Escape");
    await says(id(page, "lease-owner"), "nightly-run");
    assert.ok(await id(page, "lease-force").evaluate((button) => button === document.activeElement));

    await page.keyboard.press("Enter");
    await id(page, "force-dialog-reason").fill("the run has died");
    await page.keyboard.press("Enter");
    await toast(page, "Released");
    await says(id(page, "lease-state"), "Free");
    const now = await call(admin, "GET", "wallets/ann/lock");
    assert.equal(now.held, false);
    assert.equal(await refusal({ amount: 1, fencing: lease.fencing }), "lease_lost");
    await page.context().close();
  });

  it("bring a rule into force by the next call, and lose nobody's edit", async () => {
    const owner = gateway.token("dana");
    await call(owner, "POST", "devices", { device_id: "cat" });
    const page = await open("rules/affinity-rules");
    await id(page, "document-new").click();
    await id(page, "document-name").fill("purr");
    await id(page, "field-min_change").fill("9");
    await id(page, "field-max_change").fill("7");
    await id(page, "save").click();
    await says(page.getByRole("alert"), "Must not be below");
    assert.ok(await id(page, "field-max_change").getAttribute("aria-invalid"));
    await id(page, "field-min_change").fill("7");
    await id(page, "field-single_cap").fill("50");
    await id(page, "field-cooldown_seconds").fill("0");
    await id(page, "field-daily_cap").fill("1000");
    await id(page, "field-reported_by").check();
    await id(page, "edit-reason").fill("cats purr");
    await id(page, "save").click();
    await toast(page, "version 1");
    assert.equal((await apply(owner, "purr")).change_value, 7, "in force by the next call");

    await id(page, "field-max_change").fill("12");
    await id(page, "field-min_change").fill("12");
    await id(page, "save").click();
    await toast(page, "version 2");
    assert.equal((await apply(owner, "purr")).change_value, 12);
    const first = id(page, "revision").filter({ hasText: "cats purr" });
    await first.getByRole("button").click();
    assert.equal(await id(page, "field-max_change").inputValue(), "7", "what it said then is in the form");

    // Somebody else edits the same rule; what is typed here is neither lost nor silently wins.
    const theirs = { min_change: 1, max_change: 2, single_cap: 50, daily_cap: 1_000, cooldown_seconds: 0, enabled: true, reported_by: "user" };
    await call(gateway.token("rosa", ["admin"]), "PUT", "affinity/rules/purr", theirs);
    await id(page, "field-min_change").fill("30");
    await id(page, "field-max_change").fill("30");
    await id(page, "save").click();
    await says(id(page, "conflict"), "rosa");
    await assertAccessible(page, "a conflict");
    await picture(page, "operations-conflict");
    assert.equal((await call(admin, "GET", "affinity/rules/purr")).max_change, 2, "nothing is overwritten unasked");
    await id(page, "conflict-mine").click();
    await toast(page, "version 4");
    assert.equal((await apply(owner, "purr")).change_value, 30);

    await id(page, "document-delete").click();
    await id(page, "delete-dialog-reason").fill("enough");
    await page.keyboard.press("Enter");
    await toast(page, "deleted");
    assert.equal((await apply(owner, "purr")).outcome, "noop_no_rule");
    await page.context().close();
  });

  it("edit levels, settings, points rules and plans", async () => {
    const page = await open("rules/affinity-levels");
    await id(page, "level").first().waitFor();
    const levels = await id(page, "level").count();
    await id(page, "level-add").click();
    await id(page, `level-${levels}-name`).fill("Beyond words");
    await id(page, `level-${levels}-threshold`).fill("0");
    await id(page, "save").click();
    await says(page.getByRole("alert"), "Must not be below");
    await id(page, `level-${levels}-threshold`).fill("999999");
    await save(page);
    const stored = await call(admin, "GET", "affinity/levels");
    assert.equal(stored.levels.at(-1).name, "Beyond words");

    await visit(page, "operations/rules/affinity-settings", "operations-rules");
    await id(page, "field-timezone").fill("Nowhere/Land");
    await id(page, "save").click();
    await says(page.getByRole("alert"), "Not a time zone");
    await id(page, "field-timezone").fill("Europe/Lisbon");
    await id(page, "field-decay.idle_hours").fill("48");
    await save(page);
    const settings = await call(admin, "GET", "affinity/settings");
    assert.deepEqual([settings.timezone, settings.decay.idle_hours], ["Europe/Lisbon", 48]);

    await visit(page, "operations/rules/points-rules?new=1", "operations-rules");
    await id(page, "document-name").fill("homework");
    await id(page, "field-points").fill("5");
    await id(page, "field-caps.day").fill("8");
    await save(page);
    const event = (n) => call(service, "POST", "points/events", { student_id: "fay", rule_key: "homework", event_id: `e${n}` });
    assert.deepEqual([(await event(1)).applied, (await event(2)).applied], [5, 3], "the cap is in force");

    await visit(page, "operations/rules/points-plans?new=1", "operations-rules");
    await id(page, "document-name").fill("term");
    await id(page, "field-floor").fill("1");
    await id(page, "save").click();
    await says(page.getByRole("alert"), "Between");
    await id(page, "field-floor").fill("-20");
    await id(page, "field-expires_after_days").fill("90");
    await save(page);
    await says(id(page, "editor"), "term");
    await says(id(page, "revision"), "Version 1");
    await id(page, "field-floor").fill("-30");
    await id(page, "edit-reason").fill("a hard term");
    await save(page);
    const last = id(page, "revision").filter({ hasText: "a hard term" });
    await says(last, /floor.*-20.*-30/);
    await picture(page, "operations-plan");
    await id(page, "revision").filter({ hasText: "Version 1" }).getByRole("button").click();
    assert.equal(await id(page, "field-floor").inputValue(), "-20", "what it said then is in the form");
    await visit(page, "operations/rules/points-rules/homework", "operations-rules");
    await says(id(page, "revision"), "root");
    await page.context().close();
  });

  it("follow a job to its end, and pay who was left out", async () => {
    // Who made the job is told of each slice; others learn of it by asking.
    const maker = gateway.token("boss", ["admin", "service"]);
    const job = await makeJob(maker);
    const page = await open("jobs", { token: maker });
    await id(page, "job-lookup-id").fill(job);
    await page.keyboard.press("Enter");
    await says(id(page, "job-status"), "Open");
    await page.evaluate(() => {
      window.seen = [];
      new MutationObserver(() => {
        const bar = document.querySelector('[data-testid="job-progress"]');
        if (bar !== null && window.seen.at(-1) !== bar.value) window.seen.push(bar.value);
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await id(page, "job-start").click();
    await id(page, "job-start-yes").click();
    await page.locator('[data-testid="job-status"]').filter({ hasText: "Done" }).waitFor({ timeout: 60_000 });
    const seen = await page.evaluate(() => window.seen);
    assert.deepEqual(seen, [...seen].sort((a, b) => a - b), "it never goes back");
    assert.ok(seen.some((value) => value > 0 && value < 1), `seen on its way: ${seen.join(", ")}`);
    assert.equal(seen.at(-1), 1);
    await says(id(page, "job-failed"), "1");
    await id(page, "job-failures").click();
    await says(id(page, "failures"), "wallet_frozen");
    await assertAccessible(page, "a job with failures");
    await picture(page, "operations-job");

    await call(admin, "PUT", "wallets/left-out/status", { status: "active", reason: "test" });
    await id(page, "job-retry").click();
    await id(page, "job-retry-yes").click();
    await says(id(page, "job-failed"), /^0$/);
    await says(id(page, "job-status"), "Done");
    assert.equal((await call(service, "GET", "wallets/left-out")).balance, 3);

    const { job: other } = await call(maker, "POST", "wallets/rewards/jobs", { source: "slices" });
    await visit(page, `operations/jobs/${other.id}`, "operations-jobs");
    const card = id(page, "job").filter({ hasText: other.id });
    await card.getByTestId("job-cancel").click();
    await id(page, "job-cancel-yes").click();
    await says(card.getByTestId("job-status"), "Cancelled");
    assert.equal((await call(admin, "GET", `jobs/${other.id}`)).status, "cancelled");
    await says(row(page, "job-table", other.id), "Cancelled");
    await card.getByTestId("job-close").click();
    await card.waitFor({ state: "detached" });
    const listed = await id(page, "job-table").locator("tbody tr").evaluateAll((rows) => rows.map((one) => one.dataset.key));
    assert.deepEqual(listed, [other.id, job], "the newest first");
    await says(row(page, "job-table", job), /1,200 of 1,200/);
    await picture(page, "operations-jobs");
    await row(page, "job-table", job).getByRole("link").click();
    await says(id(page, "job-status"), "Done");
    await page.context().close();
  });

  /** A job with many rewards, one of them for a frozen wallet. Not started. */
  async function makeJob(maker) {
    const slices = 12;
    const each = 100;
    await call(admin, "PUT", "wallets/left-out/status", { status: "frozen", reason: "test" });
    const { job } = await call(maker, "POST", "wallets/rewards/jobs", { source: "slices" });
    for (let slice = 1; slice <= slices; slice += 1) {
      const rewards = Array.from({ length: each }, (_, n) => ({ user_id: slice === 1 && n === 0 ? "left-out" : `winner-${slice}-${n}`, amount: 3 }));
      await call(maker, "PUT", `jobs/${job.id}/slices/${slice}`, { rewards });
    }
    return job.id;
  }

  it("pay a level reward that failed", async () => {
    const levels = [{ threshold: 0, name: "Met" }, { threshold: 500, name: "Friends", rewards: [{ type: "wallet", amount: 40 }] }];
    await call(admin, "PUT", "affinity/levels", { levels });
    const gil = gateway.token("gil");
    await call(gil, "POST", "devices", { device_id: "dog" });
    await call(admin, "PUT", "wallets/gil/status", { status: "frozen", reason: "test" });
    await call(admin, "POST", "affinity/adjust", { user_id: "gil", device_id: "dog", delta: 600, reason: "test" });
    const failed = async () => (await call(admin, "GET", "affinity/grants")).items.some(({ user_id }) => user_id === "gil");
    await until("the grant is listed", failed);
    const page = await open("rewards");
    const grant = id(page, "grant-table").locator("tbody tr").filter({ hasText: "gil" });
    await says(grant, "wallet_frozen");
    await assertAccessible(page, "unpaid rewards");
    await picture(page, "operations-rewards");
    await grant.getByTestId("grant-retry").click();
    await says(id(page, "error"), "Not paid");
    await call(admin, "PUT", "wallets/gil/status", { status: "active", reason: "test" });
    await grant.getByTestId("grant-retry").click();
    await toast(page, "Paid");
    await grant.waitFor({ state: "detached" });
    assert.equal((await call(service, "GET", "wallets/gil")).balance, 40, "once");
    await page.context().close();
  });

  it("repair points, before and after seen first", async () => {
    const own = await startGateway({}, []);
    try {
      const teacher = own.token("mr-lee", ["teacher"]);
      const ask = (method, path, body) => own.call(teacher, method, `/v1/${path}`, body);
      for (const [student, points] of [["ann", 3], ["bob", 5]]) {
        await ask("POST", "points", { student_id: student, points_change: points, transaction_type: "add_points", reason: "quiz" });
      }
      await own.restart((data) => damage(data, "ann", 999));
      const page = await open("points", { at: own, token: own.token("root", ["admin"]) });
      await id(page, "check-full").click();
      await page.locator('[data-testid="monitor-result"][data-inconsistent="1"]').waitFor();
      await says(row(page, "problems", "ann"), "head_balance");
      await id(page, "repair-dry").click();
      await page.locator('[data-testid="repair-result"][data-dry="true"]').waitFor();
      const cells = await row(page, "repairs", "ann").locator("th, td").allTextContents();
      assert.deepEqual(cells.slice(0, 4), ["ann", "999", "3", "−996"]);
      await assertFine(page, "operations repair");
      const points = async () => (await ask("GET", "points?student_id=ann&fresh=true")).points;
      assert.equal(await points(), 999, "a dry run changes nothing");

      await id(page, "repair-real").click();
      await id(page, "repair-yes").click();
      await page.locator('[data-testid="repair-result"][data-dry="false"]').waitFor();
      await page.locator('[data-testid="monitor-result"][data-inconsistent="0"]').waitFor();
      assert.equal(await points(), 3);
      const { items } = await ask("GET", "points/transactions?student_id=ann");
      assert.deepEqual([items.length, items[0].transaction_type], [2, "correction"]);
      await page.context().close();
    } finally {
      await own.stop();
    }
  });

  it("hold nothing serious against anyone, in either language, light or dark, at the width of a phone", async () => {
    for (const [colorScheme, locale, viewport] of [["light", "en-GB", ROOMY], ["dark", "zh-CN", PHONE]]) {
      const page = await open("", { colorScheme, locale, viewport });
      for (const path of PAGES) {
        await visit(page, address(path), viewOf(path));
        await loaded(page);
        if (locale === "zh-CN") assert.match(await page.locator("h1").textContent(), /\p{Script=Han}/u);
        await assertFine(page, `operations ${path} ${colorScheme}`);
      }
      await page.context().close();
    }
  });
});
