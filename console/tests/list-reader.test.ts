// @vitest-environment node
// A list whose answers come in any order.
import { describe, expect, it } from "vitest";
import type { Page } from "@heartlink/client";
import { ListReader } from "../src/ui/list-reader.js";
import { at, type Deferred, deferred, settle } from "./deferred.js";

interface Item {
  readonly id: number;
}

/** A reader whose requests a test answers. */
function reader() {
  const requests: (Deferred<Page<Item>> & { cursor: string | undefined; signal: AbortSignal })[] = [];
  const list = new ListReader<Item>(
    (cursor, signal) => {
      const request = { ...deferred<Page<Item>>(), cursor, signal };
      requests.push(request);
      return request.promise;
    },
    ({ id }) => id,
    () => undefined,
  );
  const answer = async (index: number, ids: readonly number[], next?: string) => {
    at(requests, index).resolve({ items: ids.map((id) => ({ id })), next_cursor: next ?? null });
    await settle();
  };
  const fail = async (index: number, error: unknown) => {
    at(requests, index).reject(error);
    await settle();
  };
  const ids = () => list.state.items?.map(({ id }) => id);
  return { list, requests, answer, fail, ids };
}

describe("a list", () => {
  it("is read page by page, each from where the one before ended", async () => {
    const { list, requests, answer, ids } = reader();
    list.restart();
    expect(list.state).toMatchObject({ items: undefined, loading: true, more: false });
    await answer(0, [9, 8], "c1");
    expect(list.state).toMatchObject({ loading: false, more: true });
    list.loadMore();
    expect(at(requests, 1).cursor).toBe("c1");
    await answer(1, [7, 6]);
    expect(ids()).toEqual([9, 8, 7, 6]);
    expect(list.state.more).toBe(false);
  });

  it("is asked for once more after the request that is under way, however often that is wanted", async () => {
    const { list, requests, answer, ids } = reader();
    list.restart();
    list.reload();
    list.reload();
    expect(requests).toHaveLength(1);
    await answer(0, [1]);
    expect(requests).toHaveLength(2);
    expect(list.state.loading).toBe(true);
    await answer(1, [2, 1]);
    expect(ids()).toEqual([2, 1]);
    expect(requests).toHaveLength(2);
    expect(list.state.loading).toBe(false);
  });

  it("drops the answer to a request that a newer one superseded, whichever comes first", async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const { list, requests, answer, ids } = reader();
      list.restart();
      list.restart();
      expect(at(requests, 0).signal.aborted).toBe(true);
      for (const index of order) await answer(index, index === 0 ? [1] : [2, 1]);
      expect(ids()).toEqual([2, 1]);
      expect(list.state.loading).toBe(false);
    }
  });

  it("keeps what was read beyond the first page when that is read anew", async () => {
    const { list, answer, ids } = reader();
    list.restart();
    await answer(0, [6, 5], "c1");
    list.loadMore();
    await answer(1, [4, 3], "c2");
    list.reload();
    await answer(2, [7, 6], "c3");
    expect(ids()).toEqual([7, 6, 5, 4, 3]);
    list.loadMore();
    await answer(3, [2, 1]);
    expect(ids()).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it("shows no item twice when a page that was on its way overlaps with a newer first page", async () => {
    const { list, answer, ids } = reader();
    list.restart();
    await answer(0, [5, 4], "c1");
    list.loadMore();
    list.reload();
    await answer(2, [6, 5], "c2");
    await answer(1, [4, 3], "c3");
    expect(ids()).toEqual([6, 5, 4, 3]);
  });

  it("gives up a page that does not follow any more, and reads the one that does", async () => {
    const { list, requests, answer, ids } = reader();
    list.restart();
    await answer(0, [5, 4], "c1");
    list.loadMore();
    list.reload();
    await answer(2, [20, 19], "c2");
    expect(at(requests, 1).signal.aborted).toBe(true);
    expect(at(requests, 3).cursor).toBe("c2");
    await answer(1, [3, 2], "old");
    expect(ids()).toEqual([20, 19]);
    await answer(3, [18, 17]);
    expect(ids()).toEqual([20, 19, 18, 17]);
  });

  it("lets go of what is gone from the part that was read anew", async () => {
    const { list, answer, ids } = reader();
    list.restart();
    await answer(0, [5, 4, 3], "c1");
    list.reload();
    await answer(1, [5, 3, 2], "c2");
    expect(ids()).toEqual([5, 3, 2]);
    list.reload();
    await answer(2, [5]);
    expect(ids()).toEqual([5]);
    expect(list.state.more).toBe(false);
  });

  it("tries again from where it failed, and loses nothing of what is shown", async () => {
    const { list, requests, answer, fail, ids } = reader();
    list.restart();
    await answer(0, [5, 4], "c1");
    list.loadMore();
    await fail(1, new Error("cut"));
    expect(list.state).toMatchObject({ error: new Error("cut"), loading: false, more: true });
    list.retry();
    expect(at(requests, 2).cursor).toBe("c1");
    await answer(2, [3]);
    expect(ids()).toEqual([5, 4, 3]);
    expect(list.state.error).toBeUndefined();
    list.reload();
    await fail(3, new Error("down"));
    list.retry();
    expect(at(requests, 4).cursor).toBeUndefined();
    await answer(4, [5, 4, 3]);
    expect(list.state).toMatchObject({ error: undefined, loading: false });
  });

  it("changes no more once it is stopped", async () => {
    const { list, requests, answer, ids } = reader();
    list.restart();
    list.reload();
    list.stop();
    expect(at(requests, 0).signal.aborted).toBe(true);
    await answer(0, [1]);
    expect(ids()).toBeUndefined();
    expect(requests).toHaveLength(1);
  });

  it("agrees with a list on the server that grows, whatever the order of the answers", async () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = chance(seed);
      let stored = 10;
      const open: { ids: number[]; next: string | undefined; index: number }[] = [];
      const { list, requests, answer, ids } = reader();
      // The server answers as of when it was asked; the answer arrives whenever it does.
      const ask = (act: () => void) => {
        const before = requests.length;
        act();
        record(before);
      };
      const record = (before: number) => {
        for (let index = before; index < requests.length; index += 1) {
          const from = Number(at(requests, index).cursor ?? stored);
          const page = Array.from({ length: Math.min(4, from) }, (_, n) => from - n);
          const end = from - page.length;
          open.push({ ids: page, next: end > 0 ? String(end) : undefined, index });
        }
      };
      const deliver = async () => {
        const [one] = open.splice(Math.floor(random() * open.length), 1);
        if (one === undefined) return;
        const before = requests.length;
        await answer(one.index, one.ids, one.next);
        record(before);
      };
      ask(list.restart);
      for (let step = 0; step < 40; step += 1) {
        const dice = random();
        if (dice < 0.25) stored += 1 + Math.floor(random() * 3);
        else if (dice < 0.45) ask(list.reload);
        else if (dice < 0.5) ask(list.restart);
        else if (dice < 0.65) ask(list.loadMore);
        else await deliver();
        const shown = ids() ?? [];
        expect(shown, `seed ${seed}: newest first, each once, no gap`).toEqual(
          shown.map((_, n) => (shown[0] ?? 0) - n),
        );
      }
      ask(list.reload);
      while (open.length > 0) await deliver();
      expect(ids()?.[0], `seed ${seed}: the newest is there in the end`).toBe(stored);
      expect(list.state.loading).toBe(false);
    }
  });
});

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
