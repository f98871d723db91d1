// Messages on their way out: in order, one at a time, each until it is answered.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HeartlinkError } from "@heartlink/client";
import { Outbox } from "#dist/session/outbox.js";

/** An outbox on a line that notes what is written. */
function outbox(answerMs = 60_000) {
  const written: unknown[] = [];
  const box = new Outbox({ most: 10, deadlineMs: 60_000, answerMs }, (message) => written.push(message.text) > 0);
  return { box, written };
}

const sent = (client_id: string, seq: number) => ({
  client_id,
  room_id: "r",
  seq,
  sent_at: "2026-02-03T10:15:00.123Z",
});
const busy = new HeartlinkError({ code: "system_busy", detail: "busy", retryable: true });
const lost = new HeartlinkError({ code: "connection_lost", detail: "cut" });

describe("the outbox", () => {
  it("sends the next message when the one before is answered", async () => {
    const { box, written } = outbox();
    const [one, two] = [box.send("r", "one", { clientId: "1" }), box.send("r", "two", { clientId: "2" })];
    assert.deepEqual(written, [], "nothing leaves before the line is live");
    box.live();
    assert.deepEqual(written, ["one"]);
    box.accepted(sent("1", 1));
    assert.deepEqual(written, ["one", "two"]);
    box.accepted(sent("2", 2));
    assert.deepEqual([(await one).seq, (await two).seq], [1, 2]);
  });

  it("sends a message again that was refused for now, before any other", async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const { box, written } = outbox();
    box.live();
    const one = box.send("r", "one", { clientId: "1" });
    const two = box.send("r", "two", { clientId: "2" });
    box.refused("1", busy);
    assert.deepEqual(written, ["one"], "not before it has waited");
    context.mock.timers.tick(200);
    assert.deepEqual(written, ["one", "one"]);
    box.accepted(sent("1", 1));
    box.accepted(sent("2", 2));
    await Promise.all([one, two]);
  });

  it("sends a message again whose answer does not come", async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const { box, written } = outbox(20);
    box.live();
    const one = box.send("r", "one", { clientId: "1" });
    context.mock.timers.tick(19);
    assert.deepEqual(written, ["one"]);
    context.mock.timers.tick(1);
    assert.deepEqual(written, ["one", "one"]);
    box.accepted(sent("1", 1));
    await one;
  });

  it("sends what was under way again over the next line, unless its event came first", async () => {
    const { box, written } = outbox();
    box.live();
    const one = box.send("r", "one", { clientId: "1" });
    const two = box.send("r", "two", { clientId: "2" });
    box.disconnected({ code: 1006, error: lost });
    box.accepted(sent("1", 1));
    assert.equal((await one).seq, 1);
    assert.deepEqual(written, ["one"]);
    box.live();
    assert.deepEqual(written, ["one", "two"]);
    box.disconnected({ code: 1001, error: lost });
    box.live();
    assert.deepEqual(written, ["one", "two", "two"]);
    box.accepted(sent("2", 2));
    await two;
  });

  it("gives up the message over whose size the line was closed, and no other", async () => {
    const { box, written } = outbox();
    box.live();
    const large = box.send("r", "large", { clientId: "1" });
    const small = box.send("r", "small", { clientId: "2" });
    box.disconnected({ code: 1009, error: lost });
    await assert.rejects(large, { code: "body_too_large" });
    box.live();
    assert.deepEqual(written, ["large", "small"]);
    box.accepted(sent("2", 1));
    await small;
  });
});
