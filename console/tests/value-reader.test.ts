// @vitest-environment node
// A value whose answers come in any order.
import { describe, expect, it } from "vitest";
import { ValueReader } from "../src/ui/value-reader.js";
import { at, type Deferred, deferred, settle } from "./deferred.js";

function reader(versionOf?: (data: string) => number) {
  const requests: (Deferred<string> & { signal: AbortSignal })[] = [];
  const value = new ValueReader<string>(
    (signal) => {
      const request = { ...deferred<string>(), signal };
      requests.push(request);
      return request.promise;
    },
    () => undefined,
    versionOf,
  );
  const answer = async (index: number, data: string) => {
    at(requests, index).resolve(data);
    await settle();
  };
  return { value, requests, answer };
}

describe("a value", () => {
  it("drops an answer that a newer request superseded", async () => {
    const { value, requests, answer } = reader();
    value.restart();
    value.restart();
    await answer(1, "new");
    await answer(0, "old");
    expect(at(requests, 0).signal.aborted).toBe(true);
    expect(value.state).toEqual({ data: "new", error: undefined, loading: false });
  });

  it("is asked for once more after the request that is under way", async () => {
    const { value, requests, answer } = reader();
    value.restart();
    value.reload();
    value.reload();
    await answer(0, "as it was");
    expect(value.state).toMatchObject({ data: "as it was", loading: true });
    expect(requests).toHaveLength(2);
    await answer(1, "as it is");
    expect(value.state).toMatchObject({ data: "as it is", loading: false });
  });

  it("keeps what an event told over an answer that was on its way before", async () => {
    const { value, requests, answer } = reader();
    value.restart();
    await answer(0, "balance 1");
    value.reload();
    value.set("balance 2");
    await answer(1, "balance 1");
    expect(value.state.data).toBe("balance 2");
    await answer(2, "balance 3");
    expect(value.state).toMatchObject({ data: "balance 3", loading: false });
    expect(requests).toHaveLength(3);
  });

  it("keeps a newer version over an answer that the server read from an older copy", async () => {
    const { value, answer } = reader((data) => Number(data.replace("balance ", "")));
    value.restart();
    await answer(0, "balance 1");
    value.set("balance 3");
    value.reload();
    await answer(1, "balance 2");
    expect(value.state).toMatchObject({ data: "balance 3", loading: false });
    value.reload();
    await answer(2, "balance 4");
    expect(value.state.data).toBe("balance 4");
  });

  it("keeps the older data where a later try fails, and says what failed", async () => {
    const { value, requests, answer } = reader();
    value.restart();
    await answer(0, "there");
    value.reload();
    at(requests, 1).reject(new Error("cut"));
    await settle();
    expect(value.state).toEqual({ data: "there", error: new Error("cut"), loading: false });
    value.reload();
    await answer(2, "there again");
    expect(value.state.error).toBeUndefined();
  });

  it("changes no more once it is stopped", async () => {
    const { value, requests, answer } = reader();
    value.restart();
    value.reload();
    value.stop();
    await answer(0, "late");
    expect(value.state.data).toBeUndefined();
    expect(requests).toHaveLength(1);
  });
});
