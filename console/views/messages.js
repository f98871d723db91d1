// The list of messages: each once, in the order of the room, with what became
// of one's own. It never talks to the server.
import { calm, h, icon } from "../dom.js";
import { onLanguage, say, timeOfDay } from "../i18n.js";

const NEAR_END_PX = 120;
const GROUP_MS = 120_000;

/** `onRetry(clientId, text)` is asked to send a failed message again. */
export function createMessages({ user, name, onRetry, onEarlier }) {
  const bySeq = new Map();
  const waiting = new Map();
  const earlier = h("button", { type: "button", class: "quiet earlier", testid: "earlier", text: "room.earlier", hidden: true, on: { click: onEarlier } });
  const empty = h("p", { class: "empty", text: "room.empty" });
  const list = h("ol", { class: "messages", testid: "message-list" });
  const scroller = h("div", { class: "scroller", role: "log", "aria-live": "off", label: "room.messages", tabindex: "0" }, earlier, empty, list);
  const jump = h("button", { type: "button", class: "jump", hidden: true, testid: "jump", on: { click: () => toEnd() } }, icon("down"), h("span", { text: "room.new" }));

  const nearEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
  function toEnd(smooth = !calm()) {
    scroller.scrollTo({ top: scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    jump.hidden = true;
  }
  // The end stays in sight when the room gets smaller, say by a keyboard on a phone.
  let pinned = true;
  let height = 0;
  scroller.addEventListener("scroll", () => {
    // A scroll that a change of size caused says nothing about what is wanted.
    if (scroller.clientHeight !== height) return;
    pinned = nearEnd();
    if (pinned) jump.hidden = true;
  });
  const resized = new ResizeObserver(() => {
    height = scroller.clientHeight;
    if (pinned) toEnd(false);
  });
  resized.observe(scroller);

  function stamp(item) {
    item.time.dateTime = item.sent_at;
    item.time.textContent = timeOfDay(item.sent_at);
  }

  function create({ sender, text, sent_at, seq, clientId }) {
    const mine = sender === user;
    const words = h("p", { class: "bubble", dir: "auto" });
    words.textContent = text;
    const who = h("span", { class: "sr" });
    if (mine) say(who, "room.mine");
    else who.textContent = name();
    const time = h("time", {});
    const state = h("span", { class: "state" });
    const element = h("li", { class: "message", testid: "message", "data-mine": String(mine), "data-seq": seq, "data-state": "sent" }, who, words, h("span", { class: "meta" }, time, state));
    const item = { element, state, time, sender, text, sent_at, seq, clientId, mine };
    stamp(item);
    return item;
  }

  // Messages without a number stand last; they are on their way.
  function insert(item) {
    const after = [...list.children].findLast((other) => (Number(other.dataset.seq) || Infinity) <= (item.seq ?? Infinity));
    if (after) after.after(item.element);
    else list.prepend(item.element);
    empty.hidden = true;
    regroup();
  }

  /** One time for a run of messages by the same person. */
  function regroup() {
    const items = [...list.children].map((element) => known(element));
    items.forEach((item, i) => {
      const next = items[i + 1];
      const joined = next && next.sender === item.sender && Date.parse(next.sent_at) - Date.parse(item.sent_at) < GROUP_MS;
      item.element.classList.toggle("joined", Boolean(joined));
    });
  }
  const items = new WeakMap();
  const known = (element) => items.get(element);

  function mark(item, state) {
    item.element.dataset.state = state;
    item.state.replaceChildren();
    if (state === "pending") say(item.state, "room.pending");
    else delete item.state.dataset.i18n;
    if (state !== "failed") return;
    item.state.append(
      h("span", { text: "room.failed" }),
      h("button", { type: "button", class: "link", testid: "retry", text: "room.retry", on: { click: () => onRetry(item.clientId, item.text) } }),
    );
  }

  /** The message that stands for `message` already, if it was sent from here. */
  function own({ client_id: clientId, sender, text }) {
    if (clientId && waiting.has(clientId)) return waiting.get(clientId);
    if (sender !== user) return undefined;
    return [...waiting.values()].find((item) => item.text === text && !clientId);
  }

  function settle(item, { seq, sent_at }) {
    waiting.delete(item.clientId);
    if (bySeq.has(seq) && bySeq.get(seq) !== item) {
      item.element.remove();
      return regroup();
    }
    item.seq = seq;
    item.sent_at = sent_at ?? item.sent_at;
    item.element.dataset.seq = String(seq);
    bySeq.set(seq, item);
    stamp(item);
    mark(item, "sent");
    item.element.remove();
    insert(item);
  }

  const stop = onLanguage(() => [...list.children].forEach((element) => stamp(known(element))));

  return {
    element: h("div", { class: "log" }, scroller, jump),
    destroy() {
      stop();
      resized.disconnect();
    },
    /** The history is there: from now on what comes is read out. */
    ready() {
      toEnd(false);
      setTimeout(() => scroller.setAttribute("aria-live", "polite"));
    },
    highest: () => Math.max(0, ...bySeq.keys()),
    setEarlier(there) {
      earlier.hidden = !there;
    },

    /** A message of the room. Answers whether it was news. */
    add(message) {
      if (bySeq.has(message.seq)) return false;
      const sent = own(message);
      if (sent) {
        settle(sent, message);
        return false;
      }
      const follow = nearEnd();
      const item = create(message);
      items.set(item.element, item);
      bySeq.set(message.seq, item);
      insert(item);
      if (follow) toEnd();
      else if (item.element === list.lastElementChild) jump.hidden = false;
      return true;
    },

    /** Older messages, which must not move what is being read. */
    addEarlier(messages) {
      const fromEnd = scroller.scrollHeight - scroller.scrollTop;
      scroller.setAttribute("aria-live", "off");
      messages.forEach((message) => this.add(message));
      jump.hidden = true;
      scroller.scrollTop = scroller.scrollHeight - fromEnd;
      setTimeout(() => scroller.setAttribute("aria-live", "polite"));
    },

    /** One's own message, shown before the server has it. */
    pending(clientId, text) {
      const sent_at = new Date().toISOString();
      const item = create({ sender: user, text, sent_at, clientId });
      items.set(item.element, item);
      waiting.set(clientId, item);
      insert(item);
      mark(item, "pending");
      toEnd();
    },
    retrying(clientId) {
      const item = waiting.get(clientId);
      if (item) mark(item, "pending");
    },
    sent(clientId, message) {
      const item = waiting.get(clientId);
      if (!item) return;
      if (Number.isInteger(message?.seq)) settle(item, message);
      else mark(item, "sent");
    },
    failed(clientId) {
      const item = waiting.get(clientId);
      if (item) mark(item, "failed");
    },
    isPending: (clientId) => waiting.get(clientId)?.element.dataset.state === "pending",
  };
}
