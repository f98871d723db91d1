// Waits and deadlines, on a clock that the test moves.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { jitter, pause } from "#dist/backoff.js";
import { abortable, deadline } from "#dist/deadline.js";

describe("the wait before another attempt", () => {
  it("is a random part of a step that doubles, up to the longest", (context) => {
    const random = context.mock.method(Math, "random", () => 1);
    assert.deepEqual(
      [0, 1, 2, 3, 1_000].map((failures) => jitter(failures, 100, 700)),
      [100, 200, 400, 700, 700],
    );
    random.mock.mockImplementation(() => 0);
    assert.equal(jitter(5, 100, 700), 0);
  });

  it("ends with its signal, and not before its time", async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const over: string[] = [];
    const controller = new AbortController();
    const done = pause(100).then(() => over.push("done"));
    const aborted = pause(100, controller.signal).catch((reason: Error) => over.push(reason.message));
    controller.abort(new Error("aborted"));
    await aborted;
    context.mock.timers.tick(99);
    await Promise.resolve();
    assert.deepEqual(over, ["aborted"]);
    context.mock.timers.tick(1);
    await done;
    assert.deepEqual(over, ["aborted", "done"]);
  });
});

describe("a deadline", () => {
  it("aborts with its reason when the time is up, and not once it is released", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const [kept, released] = [deadline(50, "late"), deadline(50, "late")];
    released.release();
    context.mock.timers.tick(50);
    assert.deepEqual([kept.signal.reason, released.signal.aborted], ["late", false]);
  });

  it("follows its parent, also one that is aborted already, until it is released", () => {
    const parent = new AbortController();
    const [kept, released] = [deadline(1_000, "late", parent.signal), deadline(1_000, "late", parent.signal)];
    released.release();
    parent.abort("enough");
    const born = deadline(1_000, "late", parent.signal);
    assert.deepEqual([kept.signal.reason, born.signal.reason, released.signal.aborted], ["enough", "enough", false]);
    kept.release();
    born.release();
  });

  it("ends work that does not end, and passes on what does", async () => {
    const controller = new AbortController();
    assert.equal(await abortable(Promise.resolve(7), controller.signal), 7);
    const endless = abortable(new Promise(() => undefined), controller.signal);
    controller.abort(new Error("enough"));
    await assert.rejects(endless, /enough/);
    await assert.rejects(abortable(Promise.resolve(7), controller.signal), /enough/);
  });
});
