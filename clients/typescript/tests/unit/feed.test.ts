// The order of events, whatever order and however often they come.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { HeartlinkEvent } from "@heartlink/client";
import { Listeners } from "#dist/session/events.js";
import { Feed } from "#dist/session/feed.js";

const event = (n: number): HeartlinkEvent => ({
  n,
  type: "match_expired",
  at: "2026-02-03T10:15:00.123Z",
  data: { request_id: `r${n}`, reason: "inactive" },
});

const numbers = (events: readonly HeartlinkEvent[]) => events.map(({ n }) => n);

describe("the feed", () => {
  it("hands out what follows at once, and nothing twice", () => {
    const feed = new Feed(7);
    assert.deepEqual(numbers(feed.accept(event(8))), [8]);
    assert.deepEqual(numbers(feed.accept(event(8))), []);
    assert.deepEqual(numbers(feed.accept(event(7))), []);
    assert.equal(feed.last, 8);
  });

  it("holds back what came too early until the gap is filled", () => {
    const feed = new Feed(1);
    assert.deepEqual(numbers(feed.accept(event(3))), []);
    assert.deepEqual(numbers(feed.accept(event(4))), []);
    assert.equal(feed.hasGap, true);
    assert.deepEqual(numbers(feed.accept(event(2))), [2, 3, 4]);
    assert.equal(feed.hasGap, false);
  });

  it("takes numbers that a replay does not bring for ones that do not exist", () => {
    const feed = new Feed(0);
    assert.equal(feed.resume(), 0);
    assert.deepEqual(numbers(feed.accept(event(501))), []);
    assert.deepEqual(numbers(feed.accept(event(502))), []);
    assert.deepEqual(
      feed.resumed({ after: 502, last: 502 }).events.map(({ n }) => n),
      [501, 502],
    );
    assert.deepEqual(numbers(feed.accept(event(503))), [503]);
  });

  it("asks again for what a push announced after the replay had been read", () => {
    const feed = new Feed(5);
    feed.resume();
    assert.deepEqual(numbers(feed.accept(event(9))), []);
    assert.deepEqual(feed.resumed({ after: 5, last: 5 }).events, []);
    assert.equal(feed.hasGap, true);
    assert.equal(feed.resume(), 5);
    for (const n of [6, 7, 8]) feed.accept(event(n));
    assert.equal(feed.last, 9);
  });

  it("asks on where a replay was cut short, and never for nothing", () => {
    const feed = new Feed(0);
    feed.resume();
    feed.accept(event(100));
    assert.equal(feed.resumed({ after: 100, last: 200 }).more, true);
    assert.equal(feed.resume(), 100);
    assert.throws(() => feed.resumed({ after: 100, last: 200 }), { code: "unexpected_answer" });
  });

  it("goes on from the newest number where its own is of another feed", () => {
    const feed = new Feed(9_000);
    assert.equal(feed.resume(), 9_000);
    assert.deepEqual(feed.resumed({ after: 40, last: 40 }), { events: [], more: false });
    assert.equal(feed.last, 40);
    assert.deepEqual(numbers(feed.accept(event(41))), [41]);
  });

  it("forgets what it held when the connection goes, and gets it again", () => {
    const feed = new Feed(1);
    feed.accept(event(5));
    feed.disconnected();
    assert.equal(feed.hasGap, false);
    feed.resume();
    assert.deepEqual(numbers(feed.accept(event(2))), [2]);
    assert.equal(feed.last, 2);
  });

  it("holds no more than so many, and asks for what it dropped", () => {
    const feed = new Feed(1);
    for (let n = 3; n < 5_003; n += 1) feed.accept(event(n));
    feed.resume();
    feed.accept(event(5_003));
    assert.equal(feed.accept(event(2)).length, 5_001);
    feed.resumed({ after: 5_002, last: 5_002 });
    assert.equal(feed.hasGap, true, "5,003 was dropped");
  });

  it("passes on what has no number", () => {
    const typing = { type: "typing", at: "2026-02-03T10:15:00.123Z", data: { room_id: "r", user_id: "u" } } as const;
    assert.deepEqual(new Feed(3).accept(typing), [typing]);
  });

  it("hands out every event once and in order, in whatever order a line brings them", () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const random = chance(seed);
      const feed = new Feed(10);
      const told: (number | undefined)[] = [];
      let stored = 10;
      while (stored < 40) {
        feed.resume();
        const read = stored;
        // Pushes of new events, some lost, in any order, mixed into the replay.
        stored = Math.min(40, stored + 1 + Math.floor(random() * 8));
        const pushed = Array.from({ length: stored - read }, (_, k) => read + 1 + k).filter(() => random() < 0.6);
        const replayed = Array.from({ length: Math.max(0, read - feed.last) }, (_, k) => feed.last + 1 + k);
        for (const n of mixed(replayed, pushed, random)) told.push(...numbers(feed.accept(event(n))));
        const answer = { after: Math.max(read, feed.last), last: Math.max(read, feed.last) };
        told.push(...numbers(feed.resumed(answer).events));
        if (random() < 0.3) feed.disconnected();
      }
      const from = feed.resume();
      for (let n = from + 1; n <= 40; n += 1) told.push(...numbers(feed.accept(event(n))));
      told.push(...numbers(feed.resumed({ after: 40, last: 40 }).events));
      assert.deepEqual(
        told,
        Array.from({ length: 30 }, (_, k) => 11 + k),
        `seed ${seed}`,
      );
    }
  });
});

/** The replay in its order, the pushes in any, one among the other. */
function mixed(replayed: readonly number[], pushed: readonly number[], random: () => number): number[] {
  const all = [...replayed];
  for (const n of pushed) all.splice(Math.floor(random() * (all.length + 1)), 0, n);
  return all;
}

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("a listener that throws", () => {
  it("is reported, and keeps nobody else from being told", (context) => {
    const uncaught: (() => void)[] = [];
    context.mock.method(globalThis, "queueMicrotask", (report: () => void) => uncaught.push(report));
    const listeners = new Listeners();
    const told: string[] = [];
    listeners.on("match_expired", () => {
      throw new Error("a listener's own fault");
    });
    const stop = listeners.on("match_expired", ({ data }) => told.push(data.request_id));
    listeners.on("event", ({ type }) => told.push(type));
    listeners.event(event(1));
    stop();
    listeners.event(event(2));
    assert.deepEqual(told, ["r1", "match_expired", "match_expired"]);
    assert.equal(uncaught.length, 2);
    assert.throws(() => uncaught[0]?.(), /own fault/);
  });
});
