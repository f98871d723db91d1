// Two people from request to goodbye, on the real gateway.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { isHeartlinkError } from "@heartlink/client";
import { Gateway } from "./gateway.js";
import { heard, texts, until } from "./pair.js";

describe("two people", () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await Gateway.start();
  });
  after(() => gateway.stop());

  it("ask, are matched, chat, leave and say how it was", async () => {
    const names = { ann: gateway.person("ann"), bob: gateway.person("bob") };
    const ann = gateway.client(gateway.token(names.ann));
    const bob = gateway.client(gateway.token(names.bob));
    const [annLive, bobLive] = [ann.connect({ after: "now" }), bob.connect()];
    await Promise.all([annLive.ready(), bobLive.ready()]);

    const asked = await ann.matching.ask({ interests: ["hiking", "jazz"] });
    assert.equal(asked.matched, false);
    assert.equal((await ann.matching.current()).request?.status, "pending");
    const found = annLive.once("match_found");
    const match = await bob.matching.ask({ interests: ["jazz"] });
    assert.equal(match.partner, names.ann);
    const { data } = await found;
    assert.equal(data.partner, names.bob);
    assert.equal(data.room_id, match.room_id);
    assert.ok(data.score.total > 0);

    const [annHears, bobHears] = [heard(annLive), heard(bobLive)];
    const typing = bobLive.once("typing");
    annLive.typing(data.room_id);
    assert.equal((await typing).data.user_id, names.ann);
    const first = await annLive.send(data.room_id, "Hello Bob");
    assert.equal(first.seq, 1);
    await bobLive.send(data.room_id, "Hello Ann");
    await until("both hear both", () => texts(annHears).length === 2 && texts(bobHears).length === 2);
    assert.deepEqual(texts(annHears), ["Hello Bob", "Hello Ann"]);
    assert.deepEqual(texts(bobHears), ["Hello Bob", "Hello Ann"]);

    const ended = annLive.once("room_ended");
    const room = await bob.rooms.leave(data.room_id);
    assert.equal(room.status, "ended");
    assert.equal((await ended).data.reason, "left");
    assert.equal(await ann.rooms.feedback(data.room_id, { rating: 5, tags: ["kind"] }), undefined);
    const history = await ann.matching.history();
    assert.equal(history.items[0]?.feedback?.rating, 5);

    await assert.rejects(annLive.send(data.room_id, "Still there?"), (error) => {
      assert.ok(isHeartlinkError(error, "room_ended"));
      assert.equal(error.retryable, false);
      return true;
    });
    annLive.close();
    bobLive.close();
  });
});
