// A room whose events and pages come in any order.
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Account, caughtUp } from "../src/app/account.js";
import { phrasesReady } from "../src/i18n/i18n.js";
import { Chat } from "../src/pages/link/chat.js";
import { at, type Deferred, deferred, settle } from "./deferred.js";

const message = (seq: number) => ({
  seq,
  room_id: "r",
  sender: "you",
  text: `message ${seq}`,
  sent_at: "2026-02-03T10:15:00.123Z",
});
const page = (...seqs: number[]) => ({ items: seqs.map(message), next_cursor: null });

describe("a chat", () => {
  let pages: Deferred<unknown>[];
  let rooms: Deferred<unknown>[];
  let events: Map<string, (event: { data: unknown }) => void>;
  let chat: Chat;
  let ends: unknown[];
  const shown = () => chat.log.value.map(({ seq }) => seq);
  const hear = (seq: number) => events.get("room_message")?.({ data: message(seq) });
  const answer = async (one: Deferred<unknown>, value: unknown) => {
    one.resolve(value);
    await settle();
  };
  const room = (active: boolean, status = "active") => ({
    status,
    members: ["me", "you"],
    created_at: "2026-02-03T10:00:00Z",
    end_reason: status === "ended" ? "left" : null,
    presence: [{ user_id: "you", active }],
  });
  const record = (list: Deferred<unknown>[]) => () => {
    const request = deferred<unknown>();
    list.push(request);
    return request.promise;
  };

  beforeAll(() => phrasesReady());
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    pages = [];
    rooms = [];
    events = new Map();
    ends = [];
    const client = { rooms: { messages: record(pages), show: record(rooms) } };
    const live = { on: (name: string, listener: never) => (events.set(name, listener), () => events.delete(name)) };
    const who = { user: "me", roles: ["user"], client, live } as unknown as Account;
    chat = new Chat(who, "r", (reason) => ends.push(reason));
    return () => chat.close();
  });

  it("fetches a message that an event skipped, also while an older page is on its way", async () => {
    await answer(at(pages, 0), page(1));
    hear(3);
    expect(pages).toHaveLength(2);
    // Another gap opens before the answer, which was read before that.
    hear(5);
    expect(pages).toHaveLength(2);
    await answer(at(pages, 1), page(3, 2, 1));
    expect(shown()).toEqual([1, 2, 3, 5]);
    await answer(at(pages, 2), page(5, 4, 3, 2, 1));
    expect(shown()).toEqual([1, 2, 3, 4, 5]);
    expect(pages).toHaveLength(3);
  });

  it("catches up again when the connection is back while it catches up", async () => {
    caughtUp.value += 1;
    expect(pages).toHaveLength(1);
    await answer(at(pages, 0), page(1));
    await answer(at(pages, 1), page(2, 1));
    expect(shown()).toEqual([1, 2]);
    expect(pages).toHaveLength(2);
  });

  it("shows the newest presence, whichever answer comes last, and any end", async () => {
    void chat.refresh();
    await answer(at(rooms, 1), room(true));
    await answer(at(rooms, 0), room(false));
    expect(chat.presence.value?.active).toBe(true);
    void chat.refresh();
    void chat.refresh();
    await answer(at(rooms, 3), room(true));
    await answer(at(rooms, 2), room(false, "ended"));
    expect(ends).toEqual(["left"]);
  });
});
