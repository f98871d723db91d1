// Money through the client, on the real gateway.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Heartlink } from "@heartlink/client";
import { Gateway } from "./gateway.js";

describe("the wallet", () => {
  let gateway: Gateway;
  let shop: Heartlink;
  before(async () => {
    gateway = await Gateway.start();
    shop = gateway.client(gateway.token("shop", ["service", "admin"]));
  });
  after(() => gateway.stop());

  it("is paid into, held, captured, transferred and taken back, and agrees with its ledger", async () => {
    const [ann, bob] = [gateway.person("ann"), gateway.person("bob")];
    const own = gateway.client(gateway.token(ann));
    const paid = await shop.wallet.credit(ann, { amount: 1_000, description: "Top-up" });
    assert.equal(paid.wallet.available, 1_000);
    const held = await own.wallet.hold("me", { amount: 300 });
    assert.deepEqual([held.wallet.held, held.wallet.available], [300, 700]);
    const captured = await shop.wallet.capture(ann, held.hold.id, { amount: 200 });
    assert.equal(captured.wallet.balance, 800);
    const moved = await own.wallet.transfer("me", { to: bob, amount: 150 });
    assert.equal(moved.debit.amount, -150);
    await assert.rejects(shop.wallet.reverse(ann, paid.entry.seq), { code: "insufficient_funds" });
    assert.equal((await shop.wallet.verify(ann)).consistent, true);
    const kinds: string[] = [];
    for await (const entry of own.wallet.entries("me", { limit: 2, order: "asc" })) kinds.push(entry.kind);
    assert.equal(kinds.length, 3);
    const kept = (await own.wallet.hold("me", { amount: 50 })).hold;
    const holds: string[] = [];
    for await (const hold of own.wallet.holds("me", { limit: 1 })) holds.push(hold.status);
    assert.deepEqual(holds, ["open", "captured"], "page by page, the newest first");
    const open = await own.wallet.holds("me", { status: "open" });
    assert.deepEqual([open.items.map(({ id }) => id), open.next_cursor], [[kept.id], null]);
    const { items } = await shop.wallet.currencies(ann);
    assert.deepEqual(
      items.map(({ currency, held }) => [currency, held]),
      [["CREDIT", 50]],
    );
  });

  it("lists the jobs that pay into it, and who is connected", async () => {
    const { job } = await shop.jobs.create({ source: "slices" });
    const [first] = (await shop.jobs.list({ limit: 1 })).items;
    assert.equal(first?.id, job.id);
    const before = (await shop.realtime.stats()).connections;
    const live = gateway.client(gateway.token(gateway.person("ann"))).connect();
    await live.ready();
    assert.equal((await shop.realtime.stats()).connections, before + 1);
    live.close();
  });

  it("tells its owner of each change", async () => {
    const ann = gateway.person("ann");
    const live = gateway.client(gateway.token(ann)).connect();
    const told = live.once("wallet_updated");
    await shop.wallet.credit(ann, { amount: 40 });
    const { data } = await told;
    assert.deepEqual([data.balance, data.change, data.status, data.last_seq], [40, 40, "active", 1]);
    live.close();
  });

  it("answers a batch operation by operation", async () => {
    const [ann, bob] = [gateway.person("ann"), gateway.person("bob")];
    const done = await shop.wallet.batch({
      operations: [
        { user_id: ann, type: "credit", amount: 10 },
        { user_id: bob, type: "withdraw", amount: 10 },
      ],
    });
    assert.deepEqual([done.succeeded, done.failed], [1, 1]);
    assert.equal(done.results[1]?.problem?.code, "insufficient_funds");
  });

  it("stays locked for others until its lease is released", async () => {
    const ann = gateway.person("ann");
    const lease = await shop.wallet.lock(ann, { owner: "desk-1" });
    assert.equal(lease.held, true);
    const refused = shop.wallet.lock(ann, { owner: "desk-2" }, { attempts: 1 });
    await assert.rejects(refused, { code: "wallet_locked", status: 409, retryable: true });
    assert.equal((await shop.wallet.unlock(ann, { owner: "desk-1" })).held, false);
  });
});
