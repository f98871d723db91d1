// One WebSocket for one person: reconnects, resumes, drops what came twice.
// It never decides what an event means.
import { memory } from "./session.js";

const PING_MS = 30_000;
const PONG_MS = 10_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const SEEN_MAX = 1_000;

/**
 * Connects and stays connected until `close()`.
 * `onEvent` gets each feed or live event once, `onReply` acks and errors,
 * `onState` `connecting`, `open` or `closed`.
 */
export function createSocket({ token, user, onEvent, onReply, onState }) {
  const lastKey = `heartlink.last.${user}`;
  const seen = new Set();
  let socket = null;
  let failures = 0;
  let stopped = false;
  let retryTimer = 0;
  let pingTimer = 0;
  let pongTimer = 0;

  // A push may overtake the replay, so numbers are remembered one by one; the
  // highest alone would throw away what is still on its way.
  function isNew(n) {
    if (!Number.isInteger(n)) return true;
    if (seen.has(n)) return false;
    seen.add(n);
    if (seen.size > SEEN_MAX) seen.delete(seen.values().next().value);
    if (n > (memory.get(lastKey) ?? 0)) memory.set(lastKey, n);
    return true;
  }

  function receive(text) {
    clearTimeout(pongTimer);
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (message.type === "pong") return;
    if (message.type === "ack" && message.action === "resume") {
      // One replay is bounded; the rest is asked for.
      if (message.after < message.last) write({ action: "resume", after: message.after });
      return;
    }
    if (message.type === "ack" || message.type === "error") onReply(message);
    else if (typeof message.type === "string" && isNew(message.n)) onEvent(message);
  }

  function write(message) {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  // Every frame from the server counts as a sign of life; silence after a ping
  // means a dead line that the browser has not noticed.
  function ping() {
    if (!write({ action: "ping" })) return;
    clearTimeout(pongTimer);
    pongTimer = setTimeout(() => socket?.close(), PONG_MS);
  }

  function connect() {
    clearTimeout(retryTimer);
    onState("connecting");
    const url = new URL("ws", document.baseURI);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("token", token);
    const mine = new WebSocket(url);
    socket = mine;
    mine.addEventListener("open", () => {
      failures = 0;
      write({ action: "resume", after: memory.get(lastKey) ?? 0 });
      pingTimer = setInterval(ping, PING_MS);
      onState("open");
    });
    mine.addEventListener("message", (event) => receive(event.data));
    mine.addEventListener("close", () => {
      if (socket !== mine) return;
      socket = null;
      clearInterval(pingTimer);
      clearTimeout(pongTimer);
      if (stopped) return;
      onState("closed");
      const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
      failures += 1;
      retryTimer = setTimeout(connect, Math.random() * ceiling);
    });
  }

  function hurry() {
    if (stopped || document.visibilityState === "hidden") return;
    if (socket === null) connect();
    else ping();
  }

  document.addEventListener("visibilitychange", hurry);
  addEventListener("online", hurry);
  connect();

  return {
    send: write,
    isOpen: () => socket?.readyState === WebSocket.OPEN,
    close() {
      stopped = true;
      clearTimeout(retryTimer);
      document.removeEventListener("visibilitychange", hurry);
      removeEventListener("online", hurry);
      socket?.close();
    },
  };
}
