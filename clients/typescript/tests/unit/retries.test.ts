// Which answers are followed by another attempt, when, and under which key.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type ClientOptions, createHeartlink, type Heartlink } from "@heartlink/client";
import { retryAfterMs } from "#dist/backoff.js";
import { problem, type Reply, Stub } from "./stub.js";

const NONE: Reply = { body: { items: [], next_cursor: null } };
const MADE: Reply = { status: 201, body: {} };

const asking = (seconds: string, reply: Reply): Reply => ({
  ...reply,
  headers: { ...reply.headers, "retry-after": seconds },
});

describe("a refused call", () => {
  let stub: Stub;
  before(async () => {
    stub = await Stub.start();
  });
  after(() => stub.stop());
  const client = (options: ClientOptions = {}): Heartlink => createHeartlink({ url: stub.url, token: "t", ...options });

  it("waits at least as long as Retry-After asks", async () => {
    for (const [code, status] of [
      ["too_many_requests", 429],
      ["system_busy", 503],
    ] as const) {
      stub.answer(asking("1", problem(code, status, true)), NONE);
      await client().matching.history();
      const [first, second] = stub.seen;
      assert.ok(first !== undefined && second !== undefined && second.at - first.at >= 999, code);
    }
  });

  it("is not waited for beyond its deadline", async () => {
    stub.answer(asking("3600", problem("too_many_requests", 429, true)));
    await assert.rejects(Promise.resolve(client().matching.history()), {
      code: "too_many_requests",
      retryAfterMs: 3_600_000,
    });
    assert.equal(stub.seen.length, 1);
  });

  it("is sent again under the same key, as often as it may be and no more", async () => {
    stub.answer(problem("system_busy", 503, true));
    await assert.rejects(client({ attempts: 3 }).wallet.credit("a", { amount: 1 }), { code: "system_busy" });
    assert.equal(stub.seen.length, 3);
    assert.equal(new Set(stub.seen.map(({ key }) => key)).size, 1);
    assert.match(stub.seen[0]?.key ?? "", /^[0-9a-f]{32}$/);
    const first = stub.seen[0]?.key;
    stub.answer(MADE);
    await client().wallet.credit("a", { amount: 1 });
    assert.notEqual(stub.seen[0]?.key, first, "another call has another key");
  });

  it("is not sent again where the server says that it will not succeed", async () => {
    for (const [code, status] of [
      ["room_ended", 409],
      ["internal_error", 500],
      ["system_busy", 503],
    ] as const) {
      stub.answer(problem(code, status, false));
      await assert.rejects(client().rooms.send("r", { text: "x" }), { code, retryable: false });
      assert.equal(stub.seen.length, 1);
    }
  });

  it("is sent again where a proxy failed, and its page is no answer", async () => {
    stub.answer({ status: 502, body: "<html>" }, { reset: true }, { status: 504, body: "" }, MADE);
    await client().wallet.credit("a", { amount: 1 });
    assert.equal(stub.seen.length, 4);
    stub.answer({ status: 500, body: "<html>" });
    await assert.rejects(client().wallet.credit("a", { amount: 1 }), { code: "unexpected_answer", status: 500 });
    stub.answer({ status: 200, body: "<html>" });
    await assert.rejects(client().wallet.credit("a", { amount: 1 }), { code: "unexpected_answer", status: 200 });
    assert.equal(stub.seen.length, 1);
  });

  it("by a gateway in front has the code of its status", async () => {
    for (const [status, code] of [
      [401, "unauthorized"],
      [403, "forbidden"],
    ] as const) {
      stub.answer({ status, body: { message: "Unauthorized" } });
      await assert.rejects(Promise.resolve(client().matching.history()), { code, status });
    }
  });

  it("without a key is sent again only where it did not get through", async () => {
    stub.answer(problem("request_timeout", 504, true));
    await assert.rejects(client().matching.activity({ kind: "login" }), { code: "request_timeout" });
    assert.equal(stub.seen.length, 1);
    stub.answer(problem("too_many_requests", 429, true), { status: 204, body: "" });
    await client().matching.activity({ kind: "login" });
    assert.equal(stub.seen.length, 2);
  });

  it("of a list that names the same page for ever ends", async () => {
    stub.answer({ body: { items: [1], next_cursor: "x" } });
    const walk = async () => {
      for await (const _ of client().matching.history());
    };
    await assert.rejects(walk(), { code: "unexpected_answer" });
    assert.equal(stub.seen.length, 2);
  });
});

describe("Retry-After", () => {
  it("is read as seconds or as a date, and nonsense as nothing", () => {
    assert.equal(retryAfterMs("2"), 2_000);
    assert.equal(retryAfterMs("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
    const soon = retryAfterMs(new Date(Date.now() + 60_000).toUTCString()) ?? 0;
    assert.ok(soon > 50_000 && soon <= 60_000);
    for (const nothing of [null, "", "soon"]) assert.equal(retryAfterMs(nothing), undefined);
  });
});
