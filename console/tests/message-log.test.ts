// @vitest-environment node
// The messages of a room: each once and in order, however the server's answers and events come.
import { describe, expect, it } from "vitest";
import {
  addPending,
  highestSeq,
  mergeMessage,
  type MessageLog,
  type ServerMessage,
  setDelivery,
} from "../src/pages/link/message-log.js";

const from = (sender: string, seq: number, text: string, clientId?: string): ServerMessage => ({
  seq,
  sender,
  text,
  sent_at: "2026-02-03T10:15:00.123Z",
  ...(clientId === undefined ? {} : { client_id: clientId }),
});
const merge = (log: MessageLog, ...messages: ServerMessage[]) =>
  messages.reduce((all, message) => mergeMessage(all, message, "me"), log);
const pending = (log: MessageLog, clientId: string, text: string) => addPending(log, "me", text, clientId, "now");
const shown = (log: MessageLog) => log.map(({ seq, text, delivery }) => `${seq ?? "-"} ${text} ${delivery}`);

describe("the messages of a room", () => {
  it("are in the order of the room, those on their way last", () => {
    const log = merge(pending([], "a", "mine"), from("you", 3, "three"), from("you", 1, "one"), from("you", 2, "two"));
    expect(shown(log)).toEqual(["1 one sent", "2 two sent", "3 three sent", "- mine pending"]);
    expect(highestSeq(log)).toBe(3);
    expect(highestSeq([])).toBe(0);
  });

  it("are there once, whether the answer, the event or the history comes first", () => {
    const answer = from("me", 1, "hello", "a");
    const event = from("me", 1, "hello", "a");
    const history = from("me", 1, "hello");
    for (const order of permutations([answer, event, history])) {
      const log = merge(pending([], "a", "hello"), ...order);
      expect(shown(log)).toEqual(["1 hello sent"]);
      expect(log[0]?.key, "it stays the same on the page").toBe("a");
    }
  });

  it("are two where the same was said twice", () => {
    const both = pending(pending([], "a", "hi"), "b", "hi");
    for (const order of permutations([from("me", 1, "hi", "a"), from("me", 2, "hi", "b"), from("me", 1, "hi")])) {
      expect(shown(merge(both, ...order))).toEqual(["1 hi sent", "2 hi sent"]);
    }
  });

  it("are not taken for one's own where somebody else says the same", () => {
    const log = merge(pending([], "a", "hi"), from("you", 1, "hi"));
    expect(shown(log)).toEqual(["1 hi sent", "- hi pending"]);
  });

  it("can fail and be tried again, until they have a number", () => {
    const failed = setDelivery(pending([], "a", "hi"), "a", "failed");
    expect(shown(failed)).toEqual(["- hi failed"]);
    const sent = merge(setDelivery(failed, "a", "pending"), from("me", 1, "hi", "a"));
    expect(shown(setDelivery(sent, "a", "failed"))).toEqual(["1 hi sent"]);
  });

  it("do not change by what is known already", () => {
    const log = merge([], from("you", 1, "one"));
    expect(merge(log, from("you", 1, "one"))).toBe(log);
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, index) => permutations(items.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}
