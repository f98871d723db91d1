// One's own wallet, points and devices: shown, changed, and changing live.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { id, live, startBrowser, view, visit } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";

describe("what is one's own", () => {
  let gateway;
  let browser;
  const tokens = {};

  before(async () => {
    gateway = await startGateway({ HEARTLINK_WALLET_CURRENCIES: "CREDIT,GEM,STAR" });
    browser = await startBrowser();
    for (const role of ["service", "teacher", "admin"]) tokens[role] = gateway.token(role, [role]);
  });
  after(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  const text = (page, name, wanted) => page.waitForFunction(([name, wanted]) => new RegExp(wanted).test(document.querySelector(`[data-testid="${name}"]`)?.textContent ?? ""), [name, wanted]);

  it("shows the wallet, and money that comes and goes, without a reload", async () => {
    const [ann, bob] = [gateway.name("ann"), gateway.name("bob")];
    const page = await browser.open(gateway.url, gateway.token(ann), { expected: /404|409/ });
    await live(page);
    await visit(page, "wallet", "wallet");
    await text(page, "available", "^0 ");
    await id(page, "empty").waitFor();
    await gateway.call(tokens.service, "POST", `/v1/wallets/${ann}/credit`, { amount: 12_500, description: "Welcome" });
    await text(page, "available", "^12,500 ");
    await id(page, "entries").getByText("Welcome").waitFor();

    await id(page, "send-money").click();
    await id(page, "send-to").fill(bob);
    await id(page, "send-amount").fill("x");
    await id(page, "send-go").click();
    await id(page, "send-dialog").getByRole("alert").waitFor();
    await id(page, "send-amount").fill("99999");
    await id(page, "send-go").click();
    await page.waitForSelector('[data-testid="problem"][data-code="insufficient_funds"]');
    await id(page, "send-amount").fill("2,500");
    await id(page, "send-description").fill("Dinner");
    await id(page, "send-go").click();
    await id(page, "send-dialog").waitFor({ state: "detached" });
    await text(page, "available", "^10,000 ");
    await id(page, "entries").getByText("Dinner").waitFor();

    const { hold } = await gateway.call(tokens.service, "POST", `/v1/wallets/${ann}/holds`, { amount: 4_000, description: "A room for a night" });
    await text(page, "held", "^4,000$");
    await text(page, "holds", "A room for a night.*4,000");
    await text(page, "available", "^6,000 ");
    await gateway.call(tokens.service, "POST", `/v1/wallets/${ann}/holds/${hold.id}/capture`, { amount: 3_000 });
    await text(page, "available", "^7,000 ");
    await text(page, "held", "^0$");
    await id(page, "holds").waitFor({ state: "detached" });
    await gateway.call(tokens.admin, "PUT", `/v1/wallets/${ann}/status`, { status: "frozen", reason: "test" });
    await text(page, "wallet-status", "Frozen");
    const numbers = await id(page, "entries").locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.dataset.key));
    assert.deepEqual(numbers, ["3", "2", "1"], "each entry once, newest first");
    await id(page, "kind").selectOption("capture");
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="entries"] tbody tr').length === 1);
    await id(page, "verify").click();
    await id(page, "toast").getByText("Everything adds up").waitFor();
    await page.context().close();
  });

  it("lets choose among the wallets that one has, and no others", async () => {
    const cleo = gateway.name("cleo");
    const pay = (amount, currency) => gateway.call(tokens.service, "POST", `/v1/wallets/${cleo}/credit`, { amount, currency });
    await pay(500, "CREDIT");
    const page = await browser.open(gateway.url, gateway.token(cleo));
    await live(page);
    await visit(page, "wallet", "wallet");
    await text(page, "available", "^500 CREDIT");
    assert.equal(await id(page, "currency-CREDIT").count(), 0, "there is nothing to choose");
    await pay(70, "GEM");
    await id(page, "currency-GEM").click();
    await text(page, "available", "^70 GEM");
    assert.equal(await id(page, "currency-STAR").count(), 0);
    await page.context().close();
    const admin = await browser.open(gateway.url, tokens.admin);
    await visit(admin, `operations/wallets/${cleo}`, "operations-wallets");
    await id(admin, "currency-GEM").click();
    await text(admin, "wallet-available", "^70$");
    await admin.context().close();
  });

  it("shows the points, who gave them, and the group", async () => {
    const [kim, lee] = [gateway.name("kim"), gateway.name("lee")];
    for (const student of [kim, lee]) {
      await gateway.call(tokens.admin, "PUT", `/v1/points/students/${student}`, { group: "class-7" });
    }
    const give = (student, points, reason) =>
      gateway.call(tokens.teacher, "POST", "/v1/points", { student_id: student, points_change: points, transaction_type: points > 0 ? "add_points" : "deduct_points", reason });
    await give(lee, 30, "Helped others");
    await give(kim, 20, "Homework");
    const page = await browser.open(gateway.url, gateway.token(kim));
    await visit(page, "points", "points");
    await text(page, "points-now", "^20$");
    await id(page, "transactions").getByText("Homework").waitFor();
    await give(kim, 25, "Read aloud");
    await text(page, "points-now", "^45$");
    await id(page, "transactions").getByText("Read aloud").waitFor();
    await text(page, "board", `1${kim}.*45.*2${lee}.*30`);
    const download = page.waitForEvent("download");
    await id(page, "export").click();
    assert.equal((await download).suggestedFilename(), "points.csv");
    await page.context().close();
  });

  it("binds a device, gets closer to it, and lets it go", async () => {
    const mia = gateway.name("mia");
    await gateway.call(tokens.admin, "PUT", "/v1/affinity/rules/chat", { min_change: 5, max_change: 5, single_cap: 5, daily_cap: 50, cooldown_seconds: 60, enabled: true, reported_by: "user" });
    await gateway.call(tokens.admin, "PUT", "/v1/affinity/levels", { levels: [{ threshold: 5, name: "Acquainted" }, { threshold: 100, name: "Friends" }] });
    const page = await browser.open(gateway.url, gateway.token(mia));
    await live(page);
    await visit(page, "devices", "devices");
    await id(page, "bind").click();
    await id(page, "device-id").fill("bear-1");
    await id(page, "device-name").fill("Bruno");
    await id(page, "bind-go").click();
    await id(page, "device").getByText("Bruno").click();
    await view(page, "device");
    await text(page, "affinity-value", "^0$");
    await id(page, "rule-chat").click();
    await text(page, "affinity-value", "^5$");
    await page.waitForSelector('[data-testid="ring"][data-level="1"]');
    await id(page, "toast").getByText("level 1").waitFor();
    await id(page, "affinity-log").getByText("Chat").waitFor();
    await id(page, "rule-chat").click();
    await id(page, "toast").getByText("Too soon").waitFor();
    await gateway.call(tokens.admin, "POST", "/v1/affinity/adjust", { user_id: mia, device_id: "bear-1", delta: 95, reason: "made good" });
    await text(page, "affinity-value", "^100$");
    await id(page, "affinity-log").getByText("made good").waitFor();
    await id(page, "unbind").click();
    await id(page, "unbind-confirm").click();
    await view(page, "devices");
    await id(page, "empty").waitFor();
    await page.context().close();
  });

  it("ran without an error in any page", () => {
    assert.deepEqual(browser.pageErrors, []);
  });
});
