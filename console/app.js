// The page's one controller: who is signed in, which view is shown, and where
// an event goes. Views never talk to each other.
import { createApi, problemText } from "./api.js";
import { icon, h } from "./dom.js";
import { onLanguage, setLanguage, language, t } from "./i18n.js";
import { claims, forgetToken, memory, savedToken, saveToken, takeTokenFromAddress } from "./session.js";
import { createSocket } from "./socket.js";
import { createTop } from "./top.js";
import { endedView } from "./views/ended.js";
import { proposalView } from "./views/proposal.js";
import { roomView } from "./views/room.js";
import { signInView } from "./views/sign-in.js";
import { startView } from "./views/start.js";
import { waitingView } from "./views/waiting.js";

const VIEWS = {
  loading: () => ({ element: h("p", { class: "loading", role: "status", text: "app.loading" }) }),
  "sign-in": signInView,
  start: startView,
  waiting: waitingView,
  proposal: proposalView,
  room: roomView,
  ended: endedView,
};
const NOTICE_MS = 8_000;

const main = document.getElementById("main");
const notices = document.getElementById("notices");
const app = { user: null, api: null, socket: null, show, fail, place, sync, ended, signIn, signOut };
const top = createTop(document.getElementById("top"), signOut);
let view = { name: "loading" };
let title = () => t("app.name");

/** Replaces the view. The new one gets the focus, so that a screen reader follows. */
function show(name, props = {}) {
  view.destroy?.();
  notices.replaceChildren();
  view = { ...VIEWS[name](app, props), name };
  document.body.dataset.view = name;
  main.removeAttribute("aria-busy");
  main.replaceChildren(view.element);
  retitle(view.title);
  view.mounted?.();
  (view.focus ?? main.querySelector("h1"))?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function retitle(next) {
  title = next ?? (() => t("app.name"));
  document.title = title();
}
app.retitle = retitle;

/** Tells of a failed call. */
function fail(problem) {
  if (problem.status === 401) return;
  const text = h("p", {});
  text.textContent = problemText(problem);
  const notice = h("div", { class: "notice", role: "alert", testid: "error", "data-code": problem.code }, text);
  const close = h("button", { type: "button", class: "ghost round", label: "app.dismiss", on: { click: () => notice.remove() } }, icon("close"));
  notice.append(close);
  notices.replaceChildren(notice);
  setTimeout(() => notice.remove(), NOTICE_MS);
}

/** Goes where the server's account of the current request says. */
function place(current, { otherwise = "start.gone" } = {}) {
  const request = current.request ?? {};
  if (current.matched && current.room_id) return enterRoom(current);
  if (request.status === "matching") {
    if (view.name === "proposal" && view.roomId === current.proposal?.room_id) return view.update(current);
    return show("proposal", current);
  }
  // An answer that was overtaken by the match must not lead out of the room.
  if (view.name === "room") return;
  if (request.status === "pending") {
    if (view.name === "waiting" && view.requestId === request.id) return view.update(current);
    return show("waiting", { ...current, notice: view.name === "proposal" ? "waiting.back" : undefined });
  }
  if (view.name !== "start") show("start", { notice: view.name === "loading" ? undefined : otherwise });
}

function enterRoom({ room_id, partner, score, matched_at }) {
  if (view.name === "room" && view.roomId === room_id) return view.update({ partner, score });
  memory.remove(endedKey());
  show("room", { room_id, partner, score, since: matched_at });
}

let syncing = null;
let syncAgain = false;
/** Asks the server where this person is. Calls that come meanwhile share one more round. */
function sync() {
  if (syncing) {
    syncAgain = true;
    return syncing;
  }
  const api = app.api;
  syncing = (async () => {
    try {
      const current = await api.current();
      if (api === app.api && view.name !== "ended") place(current);
    } catch (problem) {
      if (api !== app.api) return;
      if (problem.code === "no_request" || problem.status === 404) nowhere();
      else if (view.name === "loading") {
        show("start");
        fail(problem);
      }
    } finally {
      syncing = null;
      if (syncAgain && api === app.api) {
        syncAgain = false;
        sync();
      }
    }
  })();
  return syncing;
}

function nowhere() {
  if (view.name === "loading") show("start");
  else if (view.name === "waiting" || view.name === "proposal") show("start", { notice: "start.gone" });
}

const endedKey = () => `heartlink.ended.${app.user}`;

/** A room is over; remembered, so that a reload does not lose the chance to say how it was. */
function ended(details) {
  memory.set(endedKey(), details);
  show("ended", details);
}
app.forgetEnded = () => memory.remove(endedKey());

const onEvent = {
  // Replays bring old matches and proposals too, so the server is asked instead of trusting the event.
  match_found(event) {
    const { room_id, partner, score } = event.data;
    if (score) memory.set(`heartlink.score.${room_id}`, score);
    if (view.name === "room" && view.roomId === room_id) view.update({ partner, score });
    else if (view.name !== "room" && view.name !== "ended") sync();
  },
  match_proposed() {
    if (view.name !== "room" && view.name !== "ended") sync();
  },
  match_expiring(event) {
    if (view.name === "waiting" && view.requestId === event.data.request_id) view.expiring(event.data);
  },
  match_expired(event) {
    const mine = view.requestId === event.data.request_id;
    if (mine && (view.name === "waiting" || view.name === "proposal")) show("start", { notice: "start.expired" });
  },
  room_message(event) {
    if (view.name === "room" && view.roomId === event.data.room_id) view.message(event.data);
  },
  room_ended(event) {
    if (view.name === "room" && view.roomId === event.data.room_id) view.ended(event.data);
  },
  typing(event) {
    if (view.name === "room" && view.roomId === event.data.room_id) view.typing(event.data);
  },
};

function onState(state) {
  top.connection(state);
  view.connection?.(state);
}

function signIn(token) {
  const who = claims(token);
  if (who === null) return show("sign-in", { notice: "signin.bad" });
  if (who.exp !== undefined && who.exp * 1000 < Date.now()) return show("sign-in", { notice: "signin.expired" });
  close();
  saveToken(token);
  app.user = who.sub;
  app.api = createApi(token, () => signOut("signin.expired"));
  app.socket = createSocket({
    token,
    user: who.sub,
    onEvent: (event) => onEvent[event.type]?.(event),
    onReply: (reply) => view.reply?.(reply),
    onState,
  });
  top.person(who.sub);
  const over = memory.get(endedKey());
  if (over) return show("ended", over);
  show("loading");
  sync();
}

function close() {
  app.socket?.close();
  app.api = null;
  app.socket = null;
  app.user = null;
  top.person(null);
}

function signOut(notice) {
  forgetToken();
  close();
  show("sign-in", { notice: typeof notice === "string" ? notice : undefined });
}

function begin() {
  const token = takeTokenFromAddress() ?? savedToken();
  if (token) signIn(token);
  else show("sign-in");
}

onLanguage(() => {
  document.title = title();
});
addEventListener("hashchange", () => {
  const token = takeTokenFromAddress();
  if (token) signIn(token);
});
setLanguage(language());
begin();
