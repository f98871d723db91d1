// The room of two: history, messages, typing, leaving, blocking.
import { art, avatar, h, icon } from "../dom.js";
import { say, t, timeOfDay } from "../i18n.js";
import { memory, randomId } from "../session.js";
import { createComposer } from "./composer.js";
import { confirm } from "./confirm.js";
import { createMessages } from "./messages.js";
import { createWhy } from "./why.js";

const TYPING_SHOWN_MS = 4_000;
const ACK_MS = 8_000;
const CATCH_UP_PAGES = 40;

/** The id of a partner, whether the server names it or describes it. */
function idOf(partner) {
  return typeof partner === "string" ? partner : (partner?.user_id ?? partner?.id ?? null);
}

export function roomView(app, { room_id: roomId, partner: given, score, since }) {
  const me = app.user;
  let partner = idOf(given);
  let here = true;
  let cursor = null;
  let unread = 0;
  let typingTimer = 0;
  let catching = null;
  let ending = null;
  // Sent over the socket and not answered yet, by their id.
  const unanswered = new Map();
  const name = () => partner ?? "…";

  const heading = h("h1", { tabindex: "-1" });
  const face = h("span", { class: "face" });
  const subtitle = h("p", { class: "small" });
  const why = createWhy();
  const typing = h("p", { class: "typing", testid: "typing", role: "status", hidden: true });
  const offline = h("p", { class: "note offline", role: "status", text: "room.offline", hidden: app.socket.isOpen() });
  const messages = createMessages({ user: me, name, onRetry: retry, onEarlier: () => loadEarlier() });
  const composer = createComposer({
    onSend(text) {
      const id = randomId();
      messages.pending(id, text);
      deliver(id, text);
    },
    onTyping: () => app.socket.send({ action: "typing", room_id: roomId }),
  });

  function introduce() {
    heading.replaceChildren(h("span", { class: "sr", text: ["room.with", { name }] }), h("span", { "aria-hidden": "true", testid: "partner" }));
    heading.lastChild.textContent = name();
    face.replaceChildren(avatar(name(), "large"));
    if (since) say(subtitle, "room.since", { time: () => timeOfDay(since) });
  }

  function learn(facts) {
    partner = idOf(facts.partner) ?? partner;
    since = facts.created_at ?? since;
    const known = facts.score ?? memory.get(`heartlink.score.${roomId}`);
    if (known) {
      memory.set(`heartlink.score.${roomId}`, known);
      why.set(known);
    }
    introduce();
  }

  function over(details) {
    if (here) app.ended({ room_id: roomId, partner, ...details });
  }

  // The socket first, as it is quicker; without one, HTTP. The server stores an
  // id once on each of the two ways, so whoever changes the way looks first
  // whether the message has arrived.
  async function deliver(id, text) {
    if (app.socket.send({ action: "send", room_id: roomId, text, client_id: id })) {
      clearTimeout(unanswered.get(id)?.timer);
      unanswered.set(id, { text, timer: setTimeout(() => settleUnsure(id), ACK_MS) });
      return;
    }
    if (unanswered.has(id)) {
      await catchUp();
      forget(id);
      if (!here || !messages.isPending(id)) return;
    }
    try {
      const message = await app.api.send(roomId, text, id);
      messages.sent(id, message);
    } catch (problem) {
      messages.failed(id);
      trouble(problem);
    }
  }

  /** No answer to what was sent: the history knows whether it arrived. */
  async function settleUnsure(id) {
    await catchUp();
    if (here && messages.isPending(id)) messages.failed(id);
  }

  function forget(id) {
    clearTimeout(unanswered.get(id)?.timer);
    unanswered.delete(id);
  }

  function reply(message) {
    const id = message.client_id;
    if (id === undefined) {
      if (message.problem?.code === "room_ended") look();
      return;
    }
    forget(id);
    if (message.type === "ack") return messages.sent(id, message);
    messages.failed(id);
    const body = message.problem ?? {};
    trouble({ status: body.status ?? 0, code: body.code ?? "unknown", body });
  }

  function trouble(problem) {
    app.fail(problem);
    if (problem.code === "room_ended") look();
  }

  /** What the server says of the room; also how an end that was missed is noticed. */
  async function look() {
    try {
      const room = await app.api.room(roomId);
      if (!here) return;
      learn({ partner: room.members?.find((id) => id !== me), created_at: room.created_at, score: room.score });
      if (room.status === "ended") over(ending ?? { reason: room.end_reason });
    } catch (problem) {
      if (here && (problem.status === 404 || problem.status === 403)) over({ reason: null });
    }
  }

  /** Newest pages back to what is known already; the first time, only the newest page. */
  function catchUp() {
    catching ??= (async () => {
      const known = messages.highest();
      let next = null;
      try {
        for (let page = 0; page < CATCH_UP_PAGES; page += 1) {
          const answer = await app.api.messages(roomId, next);
          if (!here) return;
          answer.items.toReversed().forEach((message) => messages.add(message));
          next = answer.next_cursor;
          if (known === 0) {
            cursor = next;
            messages.setEarlier(Boolean(cursor));
            messages.ready();
          }
          if (known === 0 || !next || answer.items.some((message) => message.seq <= known)) break;
        }
      } catch (problem) {
        if (here) trouble(problem);
      } finally {
        catching = null;
      }
    })();
    return catching;
  }

  async function loadEarlier() {
    try {
      const answer = await app.api.messages(roomId, cursor);
      cursor = answer.next_cursor;
      messages.setEarlier(Boolean(cursor));
      messages.addEarlier(answer.items.toReversed());
    } catch (problem) {
      trouble(problem);
    }
  }

  function retry(id, text) {
    messages.retrying(id);
    deliver(id, text);
  }

  function quiet() {
    clearTimeout(typingTimer);
    typing.hidden = true;
    typing.replaceChildren();
  }

  /** Ends the room. The event may come before the answer, and does not say who it was. */
  async function end(details, call) {
    ending = details;
    try {
      await call();
      over(details);
    } catch (problem) {
      ending = null;
      trouble(problem);
    }
  }

  async function leave() {
    const params = { name };
    if (!(await confirm({ title: "leave.title", body: "leave.body", yes: "leave.confirm", params, testid: "leave-confirm" })) || !here) return;
    await end({ reason: "left", mine: true }, () => app.api.leave(roomId));
  }

  async function block() {
    const params = { name };
    if (!(await confirm({ title: "block.title", body: "block.body", yes: "block.confirm", params, testid: "block-confirm" })) || !here) return;
    await end({ reason: "blocked", mine: true }, () => app.api.block(partner));
  }

  function seen() {
    if (document.visibilityState === "hidden") return;
    unread = 0;
    app.retitle(view.title);
  }

  const action = (phrase, sign, testid, click) => h("button", { type: "button", class: "quiet", testid, on: { click } }, icon(sign), h("span", { text: phrase }));
  const element = h(
    "section",
    { class: "room", testid: "room", "data-room-id": roomId },
    h(
      "div",
      { class: "side" },
      h("div", { class: "pair" }, face, h("div", {}, heading, subtitle), art("joined", "meeting")),
      why.element,
      h("div", { class: "actions", role: "group", label: "room.actions" }, action("room.leave", "leave", "leave", leave), action("room.block", "block", "block", block)),
    ),
    h("div", { class: "talk" }, offline, messages.element, typing, composer.element),
  );
  document.addEventListener("visibilitychange", seen);
  learn({ partner: given, score });

  const view = {
    element,
    roomId,
    // On a phone, focusing the field would cover half of the room with a keyboard.
    focus: matchMedia("(pointer: fine)").matches ? composer.input : heading,
    title: () => (unread > 0 ? t("room.unread", { n: unread, name }) : t("room.document", { name })),
    mounted() {
      look();
      catchUp();
    },
    update: learn,
    message(data) {
      if (data.sender !== me) quiet();
      // A number was skipped: what lies between is fetched, not waited for.
      if (data.seq > messages.highest() + 1) catchUp();
      const news = messages.add(data);
      if (!news || data.sender === me || document.visibilityState !== "hidden") return;
      unread += 1;
      app.retitle(view.title);
    },
    typing(data) {
      if (data.user_id === me) return;
      clearTimeout(typingTimer);
      if (typing.hidden) {
        typing.append(h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), h("span", { text: ["room.typing", { name }] }));
        typing.hidden = false;
      }
      typingTimer = setTimeout(quiet, TYPING_SHOWN_MS);
    },
    ended: (data) => over(ending ?? { reason: data.reason }),
    reply,
    connection(state) {
      offline.hidden = state === "open" || state === "connecting";
      if (state !== "open") return;
      look();
      // What was on its way when the line broke is sent again under its id.
      catchUp().then(() => [...unanswered].forEach(([id, { text }]) => (messages.isPending(id) ? deliver(id, text) : forget(id))));
    },
    destroy() {
      here = false;
      clearTimeout(typingTimer);
      [...unanswered.keys()].forEach(forget);
      messages.destroy();
      document.removeEventListener("visibilitychange", seen);
      document.querySelector("dialog")?.close();
    },
  };
  return view;
}
