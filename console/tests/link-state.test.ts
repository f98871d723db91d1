// Where a person is on the way from asking to goodbye, with answers that overtake each other.
import { HeartlinkError } from "@heartlink/client";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Account, account } from "../src/app/account.js";
import { phrasesReady } from "../src/i18n/i18n.js";
import { ask, cancel, decline, linkState, sync, watchLink } from "../src/pages/link/state.js";
import { at, type Deferred, deferred, settle } from "./deferred.js";

const current = (status: string, id = "r1") => ({
  matched: false,
  request: { id, status, created_at: "2026-02-03T10:00:00Z", expires_at: "2026-02-03T10:05:00Z" },
  waiting_seconds: 1,
});
const noRequest = () => new HeartlinkError({ code: "no_request", detail: "none" });

describe("the way from asking to goodbye", () => {
  let looks: Deferred<unknown>[];
  let writes: Record<"ask" | "cancel" | "decline", Deferred<unknown>>;
  let events: Map<string, (event: { data: unknown }) => void>;
  const where = () => linkState.value.at;

  function signIn(user: string) {
    const matching = {
      current: () => {
        const look = deferred<unknown>();
        looks.push(look);
        return look.promise;
      },
      ask: () => writes.ask.promise,
      cancel: () => writes.cancel.promise,
      decline: () => writes.decline.promise,
    };
    const live = { on: (name: string, listener: never) => (events.set(name, listener), () => events.delete(name)) };
    account.value = { user, roles: ["user"], client: { matching }, live } as unknown as Account;
  }

  beforeAll(async () => {
    await phrasesReady();
    watchLink();
  });
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    looks = [];
    writes = { ask: deferred(), cancel: deferred(), decline: deferred() };
    events = new Map();
    account.value = null;
    signIn("ann");
    at(looks, 0).reject(noRequest());
    await settle();
    expect(where()).toBe("start");
    looks = [];
  });

  /** Asks for a partner, and waits. */
  async function wait() {
    const asked = ask({});
    writes.ask.resolve(current("pending"));
    await asked;
    expect(where()).toBe("waiting");
  }

  it("stays waiting when an older look comes late that found nothing", async () => {
    void sync();
    await wait();
    at(looks, 0).reject(noRequest());
    await settle();
    expect(where()).toBe("waiting");
    expect(looks, "and looks again").toHaveLength(2);
    at(looks, 1).resolve(current("pending"));
    await settle();
    expect(where()).toBe("waiting");
  });

  it("stays at the start when an older look comes late that found the cancelled request", async () => {
    await wait();
    void sync();
    const cancelled = cancel();
    writes.cancel.resolve(undefined);
    await cancelled;
    at(looks, 0).resolve(current("pending"));
    await settle();
    expect(linkState.value).toEqual({ at: "start", note: "cancelled" });
    at(looks, 1).reject(noRequest());
    await settle();
    expect(linkState.value).toEqual({ at: "start", note: "cancelled" });
  });

  it("stays at the start when an older look comes late that found the declined proposal", async () => {
    await wait();
    void sync();
    at(looks, 0).resolve(current("matching"));
    await settle();
    expect(where()).toBe("proposal");
    void sync();
    const declined = decline();
    writes.decline.resolve(undefined);
    await declined;
    at(looks, 1).resolve(current("matching"));
    await settle();
    expect(linkState.value).toEqual({ at: "start", note: "declined" });
  });

  it("stays at the start when an older look comes late that found the expired request", async () => {
    await wait();
    void sync();
    events.get("match_expired")?.({ data: { request_id: "r1" } });
    at(looks, 0).resolve(current("pending"));
    await settle();
    expect(linkState.value).toEqual({ at: "start", note: "expired" });
  });

  it("looks once more for all who ask while it looks", async () => {
    void sync();
    void sync();
    void sync();
    expect(looks).toHaveLength(1);
    at(looks, 0).reject(noRequest());
    await settle();
    expect(looks).toHaveLength(2);
    at(looks, 1).reject(noRequest());
    await settle();
    expect(looks).toHaveLength(2);
  });

  it("does not wait for the answer to who was signed in before", async () => {
    void sync();
    signIn("bob");
    expect(looks).toHaveLength(2);
    at(looks, 1).resolve(current("pending", "r2"));
    await settle();
    expect(where()).toBe("waiting");
    at(looks, 0).reject(noRequest());
    await settle();
    expect(where()).toBe("waiting");
  });
});
