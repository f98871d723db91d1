// Sessions over the real gateway, with the connection cut in the middle.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { HeartlinkError, SessionTiming } from "@heartlink/client";
import WebSocket from "ws";
import { Gateway } from "./gateway.js";
import { heard, pair, texts, until } from "./pair.js";
import { CutProxy } from "./proxy.js";

const QUICK: Partial<SessionTiming> = { firstWaitMs: 20, longestWaitMs: 200 };

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name} ${n + 1}`);

describe("a session", () => {
  let gateway: Gateway;
  let proxy: CutProxy;
  before(async () => {
    gateway = await Gateway.start();
  });
  beforeEach(async () => {
    await proxy?.stop();
    proxy = await CutProxy.start(gateway.url);
  });
  after(async () => {
    await proxy.stop();
    await gateway.stop();
  });

  it("that is cut in the middle of a chat tells every event once and in order", async () => {
    const { ann, room, names } = await pair(gateway);
    const token = gateway.token(names.bob);
    const bob = gateway.client(token, { url: proxy.url }).connect({ timing: QUICK });
    await bob.ready();
    const events = heard(bob);
    const said = numbered("message", 40);
    for (const [index, text] of said.entries()) {
      if (index % 7 === 3) proxy.cut();
      await ann.rooms.send(room, { text: text });
    }
    await until("all messages are told", () => texts(events).length >= said.length);
    assert.deepEqual(texts(events), said);
    const numbers = events.flatMap(({ n }) => (n === undefined ? [] : [n]));
    assert.deepEqual(
      numbers,
      [...new Set(numbers)].sort((a, b) => a - b),
    );
    assert.equal(bob.last, numbers.at(-1));
    bob.close();
  });

  it("says what was sent while it was cut, once and in order", async () => {
    const { bob, room, names } = await pair(gateway);
    const ann = gateway.client(gateway.token(names.ann), { url: proxy.url }).connect({ timing: QUICK });
    await ann.ready();
    const events = heard(ann);
    const said = numbered("line", 30);
    const sent = said.map((text, index) => {
      if (index % 10 === 5) setTimeout(() => proxy.cut(), index * 4);
      return ann.send(room, text);
    });
    const acks = await Promise.all(sent);
    assert.deepEqual(
      acks.map(({ seq }) => seq),
      said.map((_, index) => index + 1),
    );
    const stored: string[] = [];
    for await (const message of bob.rooms.messages(room, { order: "asc" })) stored.push(message.text);
    assert.deepEqual(stored, said);
    await until("its own messages are told", () => texts(events).length >= said.length);
    assert.deepEqual(texts(events), said);
    ann.close();
  });

  it("whose answer is lost takes the message's event for it, or sends it again", async () => {
    const { ann, bob, room, names } = await pair(gateway);
    const live = gateway.client(gateway.token(names.ann), { url: proxy.url }).connect({ timing: QUICK });
    await live.ready();
    proxy.loseAnswers = 1;
    const sent = await live.send(room, "said once", { clientId: "mark-1" });
    assert.deepEqual([sent.client_id, sent.seq], ["mark-1", 1]);
    assert.equal((await bob.rooms.messages(room)).items.length, 1);
    assert.equal((await ann.rooms.messages(room)).items.length, 1);
    live.close();
  });

  it("goes on after the number where another one ended", async () => {
    const { ann, room, names } = await pair(gateway);
    const bob = gateway.client(gateway.token(names.bob));
    const first = bob.connect();
    const told = first.once("room_message");
    await ann.rooms.send(room, { text: "one" });
    await told;
    const { last } = first;
    first.close();
    await ann.rooms.send(room, { text: "two" });
    await ann.rooms.send(room, { text: "three" });
    const second = bob.connect({ after: last });
    const events = heard(second);
    await until("the missed ones are told", () => texts(events).length === 2);
    assert.deepEqual(texts(events), ["two", "three"]);
    const third = bob.connect({ after: "now" });
    const fresh = heard(third);
    await third.ready();
    await ann.rooms.send(room, { text: "four" });
    await until("the new one is told", () => texts(fresh).length > 0);
    assert.deepEqual(texts(fresh), ["four"]);
    second.close();
    third.close();
  });

  it("comes back with another token when the old one has expired", async () => {
    const { room, names } = await pair(gateway);
    const old = gateway.token(names.bob, ["user"], "1h");
    const refused: (string | undefined)[] = [];
    const provider = (token?: string) => {
      refused.push(token);
      return token === undefined ? old : gateway.token(names.bob, ["user"], "365d");
    };
    const bob = gateway.client(provider, { url: proxy.url }).connect({ timing: QUICK });
    await bob.ready();
    proxy.down = true;
    proxy.cut();
    const ended = bob.once("room_ended");
    await gateway.advance(2 * 3_600);
    proxy.down = false;
    assert.equal((await ended).data.room_id, room, "what happened meanwhile is told");
    assert.deepEqual(refused, [undefined, old]);
    bob.close();
  });

  it("ends with the refusal when its only token does not hold", async () => {
    const problems: HeartlinkError[] = [];
    const live = gateway.client("not.a.token").connect();
    live.on("problem", (problem) => problems.push(problem));
    await assert.rejects(live.ready(), { code: "unauthorized" });
    assert.equal(live.state, "closed");
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["unauthorized"],
    );
    await assert.rejects(live.send("r", "x"), { code: "unauthorized" });
    const now = gateway.client("not.a.token").connect({ after: "now" });
    await assert.rejects(now.ready(), { code: "unauthorized" });
    await assert.rejects(
      gateway
        .client(undefined as never)
        .connect()
        .ready(),
      { code: "unauthorized" },
    );
  });

  it("waits for a token as for a connection", async () => {
    const { names } = await pair(gateway);
    let away = 2;
    const provider = () => {
      away -= 1;
      return away < 0 ? gateway.token(names.bob) : Promise.reject(new Error("the login service is away"));
    };
    const bob = gateway.client(provider).connect({ timing: QUICK });
    const problems: HeartlinkError[] = [];
    bob.on("problem", (problem) => problems.push(problem));
    await bob.ready();
    // A busy machine may lose a connection on top, while it opens.
    const codes = problems.map(({ code }) => code);
    assert.equal(codes.filter((code) => code === "token_unavailable").length, 2, codes.join());
    bob.close();
  });

  it("notices a line that died in silence, and comes back over another", async () => {
    const { ann, room, names } = await pair(gateway);
    const timing = { ...QUICK, heartbeatMs: 100, silenceMs: 400 };
    const bob = gateway.client(gateway.token(names.bob), { url: proxy.url }).connect({ timing });
    await bob.ready();
    const events = heard(bob);
    proxy.frozen = true;
    await ann.rooms.send(room, { text: "into the dark" });
    await until("the silence is noticed", () => bob.state !== "live");
    proxy.frozen = false;
    await until("the message is told", () => texts(events).length === 1);
    bob.close();
  });

  it("keeps trying while there is no server, and waits for it with its messages", async () => {
    const { names, room, bob } = await pair(gateway);
    proxy.down = true;
    const problems: HeartlinkError[] = [];
    const ann = gateway.client(gateway.token(names.ann), { url: proxy.url }).connect({ timing: QUICK });
    ann.on("problem", (problem) => problems.push(problem));
    const sent = ann.send(room, "patience");
    await until("it has tried three times", () => problems.length >= 3);
    assert.ok(problems.every(({ code, retryable }) => code === "connection_lost" && retryable));
    proxy.down = false;
    assert.equal((await sent).seq, 1);
    assert.equal((await bob.rooms.messages(room)).items[0]?.text, "patience");
    ann.close();
  });

  it("refuses what the server refuses, with its code", async () => {
    const { ann, bob, room } = await pair(gateway);
    const live = ann.connect({ after: "now" });
    await assert.rejects(live.send(room, ""), { code: "invalid_request", retryable: false });
    await assert.rejects(live.send("01ARZ3NDEKTSV4RRFFQ69G5FAV", "x"), { code: "forbidden" });
    assert.equal((await live.send(room, "x")).seq, 1, "what comes after a refusal is said");
    await bob.rooms.leave(room);
    await assert.rejects(live.send(room, "y"), { code: "room_ended" });
    await assert.rejects(live.send(room, "z".repeat(200_000)), { code: "body_too_large" });
    live.close();
  });

  it("gives up a message at its deadline or signal, and says that the outcome is unknown", async () => {
    const { ann, room } = await pair(gateway);
    proxy.down = true;
    const live = gateway.client("any.token.will", { url: proxy.url }).connect({ timing: QUICK });
    const late = live.send(room, "late", { deadlineMs: 50, clientId: "mark-2" });
    await assert.rejects(late, { code: "deadline_exceeded", idempotencyKey: "mark-2" });
    const controller = new AbortController();
    const aborted = live.send(room, "never mind", { signal: controller.signal });
    controller.abort(new Error("never mind"));
    await assert.rejects(aborted, /never mind/);
    const given = live.send(room, "closed over");
    live.close();
    await assert.rejects(given, { code: "session_closed" });
    await assert.rejects(live.once("match_found"), { code: "session_closed" });
    await assert.rejects(live.ready(), { code: "session_closed" });
    assert.equal((await ann.rooms.messages(room)).items.length, 0);
  });

  it("keeps no more unsent messages than a hundred", async () => {
    proxy.down = true;
    const live = gateway.client("any.token.will", { url: proxy.url }).connect({ timing: QUICK });
    const sent = numbered("x", 101).map((text) => live.send("r", text).catch(({ code }: HeartlinkError) => code));
    assert.equal(await sent[100], "queue_full");
    live.close();
    assert.deepEqual(new Set(await Promise.all(sent.slice(0, 100))), new Set(["session_closed"]));
  });

  it("says how to get a WebSocket where there is none", () => {
    const bare = gateway.client("t", { WebSocket: undefined as never });
    if ("WebSocket" in globalThis) return bare.connect().close();
    assert.throws(() => bare.connect(), /"ws"/);
    assert.ok(WebSocket.OPEN === 1);
  });
});
