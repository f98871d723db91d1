// Components with a server that answers when a test says so.
import { HeartlinkError, type Page, Pages } from "@heartlink/client";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { caughtUp } from "../src/app/account.js";
import { phrasesReady } from "../src/i18n/i18n.js";
import { ReasonDialog } from "../src/pages/operations/reason-dialog.js";
import { AsyncList, AsyncView, type Loaded, useList, useLoad } from "../src/ui/load.js";
import { at, type Deferred, deferred, settle } from "./deferred.js";

let root: HTMLElement;
const show = (node: preact.ComponentChildren) => act(() => render(node, root));
const text = () => root.textContent;
const press = (element: Element | null) =>
  act(async () => {
    if (element === null) throw new Error(`nothing to press in ${root.textContent}`);
    element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    await settle();
  });

beforeAll(() => phrasesReady());
beforeEach(() => {
  root = document.createElement("main");
  document.body.append(root);
});
afterEach(async () => {
  await show(null);
  root.remove();
});

describe("a value in a component", () => {
  let requests: Deferred<string>[];
  let loaded: Loaded<string>;

  function View({ of }: { of: string }) {
    loaded = useLoad(() => {
      const request = deferred<string>();
      requests.push(request);
      return request.promise;
    }, [of]);
    return <AsyncView of={loaded}>{(data) => <b>{data}</b>}</AsyncView>;
  }
  const answer = (index: number, data: string) =>
    act(async () => {
      at(requests, index).resolve(data);
      await settle();
    });

  beforeEach(() => (requests = []));

  it("is that of what is shown, though the answer to what was shown before comes later", async () => {
    await show(<View of="a" />);
    await show(<View of="b" />);
    await answer(1, "of b");
    await answer(0, "of a");
    expect(text()).toBe("of b");
  });

  it("is never shown under another name than its own", async () => {
    await show(<View of="a" />);
    await answer(0, "of a");
    await show(<View of="b" />);
    expect(text()).not.toContain("of a");
  });

  it("is asked for anew when the connection is back, and shown meanwhile", async () => {
    await show(<View of="a" />);
    await answer(0, "old");
    await act(() => void (caughtUp.value += 1));
    expect(requests).toHaveLength(2);
    expect(text()).toBe("old");
    await answer(1, "new");
    expect(text()).toBe("new");
  });

  it("says what failed, and can be tried again", async () => {
    await show(<View of="a" />);
    await act(async () => {
      at(requests, 0).reject(new HeartlinkError({ code: "connection_lost", detail: "cut" }));
      await settle();
    });
    expect(root.querySelector('[data-testid="problem"]')?.getAttribute("data-code")).toBe("connection_lost");
    await press(root.querySelector("button"));
    await answer(1, "there");
    expect(text()).toBe("there");
  });
});

describe("a list in a component", () => {
  it("goes on with a press, from the page that failed, and shows each item once", async () => {
    const requests: Deferred<Page<number>>[] = [];
    function View() {
      const list = useList(
        () =>
          new Pages<Page<number>, number>(() => {
            const request = deferred<Page<number>>();
            requests.push(request);
            return request.promise;
          }),
        [],
        (item) => item,
      );
      return <AsyncList of={list}>{(items) => <b>{items.join()}</b>}</AsyncList>;
    }
    const answer = (index: number, items: number[], next_cursor: string | null) =>
      act(async () => {
        at(requests, index).resolve({ items, next_cursor });
        await settle();
      });
    await show(<View />);
    await answer(0, [5, 4], "c1");
    await press(root.querySelector('[data-testid="more"]'));
    await act(async () => {
      at(requests, 1).reject(new HeartlinkError({ code: "connection_lost", detail: "cut" }));
      await settle();
    });
    await press(root.querySelector('[data-testid="problem"] button'));
    await answer(2, [4, 3], null);
    expect(root.querySelector("b")?.textContent).toBe("5,4,3");
    expect(root.querySelector('[data-testid="more"], [data-testid="problem"]')).toBeNull();
  });
});

describe("the dialog that asks for a reason", () => {
  const field = () => root.querySelector("input") as HTMLInputElement;
  const type = (value: string) =>
    act(() => {
      field().value = value;
      field().dispatchEvent(new Event("input", { bubbles: true }));
    });
  const submit = () =>
    act(async () => {
      root.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
      await settle();
    });

  it("does nothing without one, once with one, and stays where that fails", async () => {
    const given: string[] = [];
    const doing: Deferred<void>[] = [];
    let closed = 0;
    const onYes = (reason: string) => {
      given.push(reason);
      const one = deferred<void>();
      doing.push(one);
      return one.promise;
    };
    await show(<ReasonDialog title="x" yes="Yes" onYes={onYes} onClose={() => (closed += 1)} testid="d" />);
    await submit();
    await type("  ");
    await submit();
    expect(given).toEqual([]);
    expect(field().getAttribute("aria-invalid")).toBe("true");

    await type(" stolen ");
    await submit();
    await submit();
    expect(given, "not twice").toEqual(["stolen"]);
    await act(async () => {
      at(doing, 0).reject(new HeartlinkError({ code: "system_busy", detail: "busy" }));
      await settle();
    });
    expect(root.querySelector('[data-testid="problem"]')).not.toBeNull();
    expect(closed).toBe(0);
    await submit();
    await act(async () => {
      at(doing, 1).resolve();
      await settle();
    });
    expect(closed).toBe(1);
  });
});
