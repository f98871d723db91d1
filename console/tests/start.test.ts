// The start of the page, in whatever order the configuration, the address and the storage come.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

class SilentSocket {
  readonly readyState = 0;
  addEventListener() {}
  send() {}
  close() {}
}

const token = (sub: string, more: object = {}) =>
  ["e30", btoa(JSON.stringify({ sub, roles: ["user"], ...more })).replaceAll("=", ""), "c2ln"].join(".");

/** Takes away what the page of the test before listens to. */
let leave = () => undefined as void;
afterEach(() => leave());

/** The modules as a page that is loaded anew has them. */
async function load(hash: string) {
  leave();
  vi.resetModules();
  const listens = vi.spyOn(globalThis, "addEventListener");
  leave = () => {
    for (const [type, listener] of listens.mock.calls) removeEventListener(type, listener as EventListener);
    listens.mockRestore();
  };
  history.replaceState(null, "", `/${hash}`);
  const account = await import("../src/app/account.js");
  const router = await import("../src/app/router.js");
  return { ...account, ...router };
}

/** Sets the address as a link does. */
function goTo(hash: string) {
  const old = location.href;
  history.replaceState(null, "", `/${hash}`);
  dispatchEvent(new HashChangeEvent("hashchange", { oldURL: old, newURL: location.href }));
}

describe("the start", () => {
  beforeEach(() => {
    sessionStorage.clear();
    vi.stubGlobal("WebSocket", SilentSocket);
    vi.stubGlobal("fetch", () => new Promise(() => undefined));
  });

  it("takes a token out of the address at once, and signs in when the configuration is there", async () => {
    const page = await load(`#token=${token("ann")}`);
    page.watchAddress(page.signIn);
    expect(location.hash).toBe("");
    expect(page.account.value, "nobody knows which server to call yet").toBeNull();
    page.startAccount();
    expect(page.account.value?.user).toBe("ann");
    page.signOut();
  });

  it("calls whom the token names as the API does, and takes one without roles for a user", async () => {
    const page = await load(`#token=${token("auth0|7", { roles: undefined })}`);
    page.watchAddress(page.signIn);
    page.startAccount();
    expect(page.account.value).toMatchObject({ user: "auth0%7C7", roles: ["user"] });
    page.signOut();
  });

  it("keeps the token when the next address overwrites the one that brought it", async () => {
    const page = await load(`#token=${token("ann")}`);
    page.watchAddress(page.signIn);
    goTo("#/points");
    page.startAccount();
    expect(page.account.value?.user).toBe("ann");
    expect(page.route.value.path).toEqual(["points"]);
    page.signOut();
  });

  it("signs in with the last token of several, before the configuration and after it", async () => {
    const page = await load(`#token=${token("ann")}`);
    page.watchAddress(page.signIn);
    goTo(`#token=${token("bob")}`);
    page.startAccount();
    expect(page.account.value?.user).toBe("bob");
    goTo(`#token=${token("cleo")}`);
    expect(page.account.value?.user).toBe("cleo");
    expect(location.hash).toBe("");
    page.signOut();
  });

  it("finds the token after a reload that came before the configuration", async () => {
    const first = await load(`#token=${token("ann")}`);
    first.watchAddress(first.signIn);
    const second = await load("#/wallet");
    second.watchAddress(second.signIn);
    second.startAccount();
    expect(second.account.value?.user).toBe("ann");
    second.signOut();
  });

  it("prefers the address's token to the one that the tab remembers, unless it is none", async () => {
    const before = await load(`#token=${token("ann")}`);
    before.watchAddress(before.signIn);
    const good = await load(`#token=${token("bob")}`);
    good.watchAddress(good.signIn);
    good.startAccount();
    expect(good.account.value?.user).toBe("bob");
    const bad = await load("#token=nonsense");
    bad.watchAddress(bad.signIn);
    bad.startAccount();
    expect(bad.account.value?.user).toBe("bob");
    bad.signOut();
  });

  it("says why nobody is signed in", async () => {
    const page = await load("#token=nonsense");
    page.watchAddress(page.signIn);
    page.startAccount();
    expect([page.account.value, page.signedOutBecause.value]).toEqual([null, "bad"]);
    goTo(`#token=${token("ann", { exp: 1 })}`);
    expect([page.account.value, page.signedOutBecause.value]).toEqual([null, "expired"]);
    goTo(`#token=${token("ann")}`);
    expect([page.account.value?.user, page.signedOutBecause.value]).toEqual(["ann", null]);
    page.signOut();
  });

  it("works where the browser forbids storage", async () => {
    vi.spyOn(globalThis, "sessionStorage", "get").mockImplementation(() => {
      throw new DOMException("forbidden", "SecurityError");
    });
    const page = await load(`#token=${token("ann")}`);
    page.watchAddress(page.signIn);
    page.startAccount();
    expect(page.account.value?.user).toBe("ann");
    page.signOut();
  });
});

describe("an address", () => {
  it("is read back as it was made, whatever the parts are", async () => {
    const page = await load("");
    page.watchAddress(page.signIn);
    for (const path of [["devices", "a/b"], ["wallets", "ann@x.org"], ["名字", "100%"], []]) {
      goTo(page.href(...path));
      expect(page.route.value.path).toEqual(path);
    }
    goTo("#/bad/%E0%A4%A");
    expect(page.route.value.path).toEqual(["bad", "%E0%A4%A"]);
  });

  it("keeps its query while the page changes a part of it", async () => {
    const page = await load("#/wallet?currency=GEM&new=1");
    page.watchAddress(page.signIn);
    page.setQuery({ currency: "EUR", new: undefined });
    expect(location.hash).toBe("#/wallet?currency=EUR");
    expect(page.route.value.query.get("currency")).toBe("EUR");
    page.setQuery({ currency: "" });
    expect(location.hash).toBe("#/wallet");
  });
});
