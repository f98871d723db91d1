// What a browser knows of the network before a timer would.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { createHeartlink, type Session, type SessionState, type SocketLike } from "@heartlink/client";

/** A connection whose other end is the test. */
class FakeSocket implements SocketLike {
  static readonly opened: FakeSocket[] = [];
  readyState = 0;
  readonly #listeners = new Map<string, (event: never) => void>();

  constructor() {
    FakeSocket.opened.push(this);
  }

  addEventListener(type: string, listener: (event: never) => void) {
    this.#listeners.set(type, listener);
  }

  send(text: string) {
    const { action, after } = JSON.parse(text) as { action: string; after?: number };
    if (action === "auth" || action === "resume") this.#tell("message", { type: "ack", action, after, last: after });
  }

  close() {
    this.readyState = 3;
  }

  open() {
    this.readyState = 1;
    this.#tell("open", {});
  }

  #tell(type: string, data: object) {
    this.#listeners.get(type)?.({ data: JSON.stringify(data) } as never);
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("in a browser, a session", () => {
  let network: EventTarget;
  let page: EventTarget & { visibilityState: string };
  let session: Session;
  let states: SessionState[];

  beforeEach(async () => {
    FakeSocket.opened.length = 0;
    network = new EventTarget();
    page = Object.assign(new EventTarget(), { visibilityState: "visible" });
    Object.assign(globalThis, {
      addEventListener: network.addEventListener.bind(network),
      removeEventListener: network.removeEventListener.bind(network),
      document: page,
    });
    const client = createHeartlink({ url: "http://any", token: "t", WebSocket: FakeSocket });
    // No timer ends a wait within the test.
    session = client.connect({ timing: { firstWaitMs: 1e9, longestWaitMs: 1e9 } });
    states = [];
    session.on("state", (state) => states.push(state));
    await turn();
    FakeSocket.opened[0]?.open();
    await session.ready();
  });
  afterEach(() => {
    session.close();
    for (const name of ["addEventListener", "removeEventListener", "document"])
      Reflect.deleteProperty(globalThis, name);
  });

  it("shows at once that the network is gone, and connects at once when it is back", async () => {
    states.length = 0;
    network.dispatchEvent(new Event("offline"));
    assert.equal(session.state, "waiting");
    assert.equal(FakeSocket.opened[0]?.readyState, 3, "the dead connection is given up");
    network.dispatchEvent(new Event("online"));
    await turn();
    FakeSocket.opened[1]?.open();
    assert.deepEqual(states, ["waiting", "connecting", "live"]);
  });

  it("connects at once when the page is looked at again, and not while it is hidden", async () => {
    network.dispatchEvent(new Event("offline"));
    page.visibilityState = "hidden";
    page.dispatchEvent(new Event("visibilitychange"));
    assert.equal(session.state, "waiting");
    page.visibilityState = "visible";
    page.dispatchEvent(new Event("visibilitychange"));
    assert.equal(session.state, "connecting");
    await turn();
    assert.equal(FakeSocket.opened.length, 2);
  });

  it("listens to neither once it is closed", async () => {
    session.close();
    network.dispatchEvent(new Event("offline"));
    network.dispatchEvent(new Event("online"));
    await turn();
    assert.equal(session.state, "closed");
    assert.equal(FakeSocket.opened.length, 1);
  });
});
