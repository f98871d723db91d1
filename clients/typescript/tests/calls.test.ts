// Calls of the real gateway: errors, keys, lost answers, tokens.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { type AnswerInfo, HeartlinkError } from "@heartlink/client";
import { Gateway } from "./gateway.js";
import { pair, until } from "./pair.js";
import { CutProxy } from "./proxy.js";

/** The error that `work` fails with. */
async function failure(work: Promise<unknown>): Promise<HeartlinkError> {
  const error = await work.then(
    () => assert.fail("it did not fail"),
    (error: unknown) => error,
  );
  assert.ok(error instanceof HeartlinkError, String(error));
  return error;
}

describe("a call", () => {
  let gateway: Gateway;
  let proxy: CutProxy;
  let service: string;
  before(async () => {
    gateway = await Gateway.start();
    service = gateway.token("shop", ["service"]);
  });
  beforeEach(async () => {
    await proxy?.stop();
    proxy = await CutProxy.start(gateway.url);
  });
  after(async () => {
    await proxy.stop();
    await gateway.stop();
  });

  it("that is refused throws the code, the figures and the request's id", async () => {
    const shop = gateway.client(service);
    const user = gateway.person("poor");
    await shop.wallet.credit(user, { amount: 30 });
    const error = await failure(shop.wallet.withdraw(user, { amount: 100 }));
    assert.equal(error.code, "insufficient_funds");
    assert.equal(error.status, 409);
    assert.equal(error.retryable, false);
    assert.deepEqual([error.figures.available, error.figures.required], [30, 100]);
    assert.equal(error.requestId, error.problem?.request_id);
    assert.match(error.requestId ?? "", /^\S+$/);
  });

  it("with invalid input says what is wrong where", async () => {
    const error = await failure(gateway.client(service).wallet.credit("x", { amount: -1 }));
    assert.equal(error.code, "invalid_request");
    assert.deepEqual(
      error.errors.map(({ pointer }) => pointer),
      ["/amount"],
    );
  });

  it("whose answer is lost is sent again under its key, and takes effect once", async () => {
    const shop = gateway.client(service, { url: proxy.url });
    const user = gateway.person("paid");
    proxy.loseAnswers = 2;
    let info: AnswerInfo | undefined;
    const paid = await shop.wallet.credit(user, { amount: 70 }, { onAnswer: (told) => (info = told) });
    assert.equal(info?.attempts, 3);
    assert.equal(info?.replayed, true);
    assert.equal(proxy.requests.length, 3);
    assert.equal(paid.wallet.balance, 70);
    assert.equal((await shop.wallet.show(user)).balance, 70);
    assert.equal((await shop.wallet.entries(user)).items.length, 1);
  });

  it("given up with an unknown outcome can be gone on with under the key of its error", async () => {
    const shop = gateway.client(service, { url: proxy.url, attempts: 2 });
    const user = gateway.person("unsure");
    proxy.loseAnswers = 2;
    const error = await failure(shop.wallet.credit(user, { amount: 5 }));
    assert.equal(error.code, "connection_lost");
    assert.equal(error.status, 0);
    assert.equal(error.retryable, true);
    const again = await shop.wallet.credit(user, { amount: 5 }, { idempotencyKey: error.idempotencyKey });
    assert.equal(again.wallet.balance, 5);
    assert.equal((await shop.wallet.show(user)).balance, 5);
  });

  it("without a key that may have taken effect is not sent again", async () => {
    const ann = gateway.client(gateway.token(gateway.person("ann")), { url: proxy.url });
    proxy.loseAnswers = 1;
    const error = await failure(ann.matching.activity({ kind: "heartbeat" }));
    assert.equal(error.code, "connection_lost");
    assert.deepEqual(proxy.requests, ["POST /v1/activity"]);
  });

  it("under a key that was used for something else is refused", async () => {
    const shop = gateway.client(service);
    const user = gateway.person("twice");
    await shop.wallet.credit(user, { amount: 1 }, { idempotencyKey: "order-7" });
    const error = await failure(shop.wallet.credit(user, { amount: 2 }, { idempotencyKey: "order-7" }));
    assert.equal(error.code, "idempotency_key_reused");
  });

  it("with an expired token fetches another, once for all calls that wait", async () => {
    const user = gateway.person("ann");
    const refused: (string | undefined)[] = [];
    const old = gateway.token(user, ["user"], "1h");
    const ann = gateway.client((token) => {
      refused.push(token);
      return token === undefined ? old : gateway.token(user, ["user"], "365d");
    });
    await ann.matching.history();
    await gateway.advance(2 * 3600);
    await Promise.all([ann.matching.history(), ann.matching.history(), ann.realtime.events()]);
    assert.deepEqual(refused, [undefined, old]);
  });

  it("with a token that does not hold, and no other, is refused after one attempt", async () => {
    const nobody = gateway.client("not.a.token", { url: proxy.url });
    const error = await failure(nobody.matching.history());
    assert.equal(error.code, "unauthorized");
    assert.equal(proxy.requests.length, 1);
  });

  it("whose provider of tokens fails says so, with the cause", async () => {
    const cause = new Error("the login service is away");
    const error = await failure(gateway.client(() => Promise.reject(cause)).matching.history());
    assert.equal(error.code, "token_unavailable");
    assert.equal(error.cause, cause);
  });

  it("that is aborted ends with the signal's reason", async () => {
    const controller = new AbortController();
    const ann = gateway.client(gateway.token("ann"), { url: proxy.url });
    proxy.frozen = true;
    const call = ann.matching.history({}, { signal: controller.signal });
    const reason = new Error("the page was left");
    setTimeout(() => controller.abort(reason), 20);
    await assert.rejects(call, reason);
    await assert.rejects(ann.matching.ask({}, { signal: controller.signal }), reason);
  });

  it("that is not answered within its deadline fails with the code of that, and its key", async () => {
    const shop = gateway.client(service, { url: proxy.url });
    proxy.frozen = true;
    const error = await failure(shop.wallet.credit("late", { amount: 1 }, { deadlineMs: 100 }));
    assert.equal(error.code, "deadline_exceeded");
    assert.ok(error.idempotencyKey);
  });

  it("on a line that died unnoticed is sent again on another", async () => {
    const shop = gateway.client(service, { url: proxy.url, attemptMs: 300 });
    const user = gateway.person("patient");
    proxy.frozen = true;
    const call = shop.wallet.credit(user, { amount: 9 });
    await until("it is sent a second time", () => proxy.requests.length === 2);
    proxy.frozen = false;
    assert.equal((await call).wallet.balance, 9);
  });

  it("of a list is its first page, or all items over all pages", async () => {
    const { ann, bob, room } = await pair(gateway);
    for (let n = 1; n <= 7; n += 1) await (n % 2 ? ann : bob).rooms.send(room, { text: `message ${n}` });
    const list = ann.rooms.messages(room, { limit: 3, order: "asc" });
    assert.equal((await list).items.length, 3);
    const all: number[] = [];
    for await (const message of list) all.push(message.seq);
    assert.deepEqual(all, [1, 2, 3, 4, 5, 6, 7]);
    const sizes: number[] = [];
    for await (const page of bob.rooms.messages(room, { limit: 5 }).pages()) sizes.push(page.items.length);
    assert.deepEqual(sizes, [5, 2]);
    await assert.rejects(Promise.resolve(bob.rooms.messages("01ARZ3NDEKTSV4RRFFQ69G5FAV")), { code: "forbidden" });
  });

  it("keeps what a path is made of in its place", async () => {
    const shop = gateway.client(service, { url: proxy.url });
    const wallet = await shop.wallet.show("a/../b?c#d");
    assert.equal(wallet.user_id, "a%2F..%2Fb%3Fc%23d");
    assert.deepEqual(proxy.requests, ["GET /v1/wallets/a%2F..%2Fb%3Fc%23d"]);
    for (const user of ["", ".", ".."]) await assert.rejects(shop.wallet.show(user), TypeError);
  });
});
