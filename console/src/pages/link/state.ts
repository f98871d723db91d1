// Where a person is on the way from asking to goodbye, whatever page they look
// at. The server decides; events are the quick way to hear of it, asking the sure one.
import { type Heartlink, isHeartlinkError, type Schemas } from "@heartlink/client";
import { effect, signal } from "@preact/signals";
import { account, caughtUp, connection, has, me } from "../../app/account.js";
import { tabStorage } from "../../app/storage.js";
import { go, href, route } from "../../app/router.js";
import { withdrawQuestion } from "../../ui/dialog.js";
import { toast, toastProblem } from "../../ui/toasts.js";
import { Chat } from "./chat.js";
import { t } from "./texts.js";

export type Current = Schemas["CurrentView"] | Schemas["HeartLinkView"];
export type MatchPreferences = Parameters<Heartlink["matching"]["ask"]>[0];

/** Why the page changed, shown at its top. */
export type Note = "expired" | "gone" | "cancelled" | "declined" | "back";

/** A room that is over, and what is known of its end. */
export interface Ended {
  readonly roomId: string;
  readonly partner: string;
  readonly reason: Schemas["EndReason"] | null;
  /** Whether this person ended it. */
  readonly mine: boolean;
}

export type LinkState =
  | { readonly at: "loading"; readonly error?: unknown }
  | { readonly at: "start"; readonly note?: Note | undefined }
  | { readonly at: "waiting"; readonly current: Current; readonly note?: Note | undefined; readonly warned?: string }
  | { readonly at: "proposal"; readonly current: Current }
  | { readonly at: "room"; readonly chat: Chat }
  | { readonly at: "ended"; readonly ended: Ended };

const POLL_MS = 10_000;
const POLL_OFFLINE_MS = 3_000;
const POLL_PROPOSAL_MS = 2_000;

export const linkState = signal<LinkState>({ at: "loading" });

/** Whether the heart link needs attention. */
export const waitsForMe = () =>
  linkState.value.at === "proposal" || (linkState.value.at === "room" && linkState.value.chat.unread.value > 0);

const onLinkPage = () => route.peek().path.length === 0;
const endedKey = () => `ended.${me().user}`;

/** The request that is under way, and whether its answer will be too old. */
let asking: Promise<void> | null = null;
let askAgain = false;

/** Begins with whoever signs in; once, at the start. */
export function watchLink(): void {
  effect(() => {
    const who = account.value;
    asking = null;
    askAgain = false;
    transition({ at: "loading" });
    if (who === null || !has("user")) return undefined;
    const ended = tabStorage.get(endedKey());
    if (isEnded(ended)) transition({ at: "ended", ended });
    const stops = [
      who.live.on("match_found", () => void sync()),
      who.live.on("match_proposed", () => void sync()),
      who.live.on("match_withdrawn", () => void sync()),
      who.live.on("match_expiring", ({ data }) => {
        const here = linkState.peek();
        if (here.at !== "waiting" || here.current.request.id !== data.request_id) return;
        transition({ ...here, warned: data.expires_at });
      }),
      who.live.on("match_expired", ({ data }) => {
        const here = linkState.peek();
        if (here.at !== "waiting" && here.at !== "proposal") return;
        if (here.current.request.id === data.request_id) transition({ at: "start", note: "expired" });
      }),
      who.live.on("room_ended", ({ data }) => {
        const here = linkState.peek();
        if (here.at === "room" && here.chat.id === data.room_id) roomEnded(here.chat, asReason(data.reason));
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  });
  effect(() => {
    if (account.value !== null && has("user") && caughtUp.value >= 0) void sync();
  });
  effect(() => {
    const { at } = linkState.value;
    if (at !== "waiting" && at !== "proposal") return undefined;
    const often = connection.value === "live" ? POLL_MS : POLL_OFFLINE_MS;
    const timer = setInterval(() => void sync(), at === "proposal" ? POLL_PROPOSAL_MS : often);
    return () => clearInterval(timer);
  });
}

/** Counts the transitions: an answer that was asked for before the last one may know less than the page. */
let transitions = 0;

function transition(next: LinkState): void {
  transitions += 1;
  const old = linkState.peek();
  if (old.at === "room" && (next.at !== "room" || next.chat !== old.chat)) {
    old.chat.close();
    withdrawQuestion();
  }
  linkState.value = next;
}

/** Asks the server where this person is. Calls that come meanwhile share one more round. */
export async function sync(): Promise<void> {
  if (asking !== null) {
    askAgain = true;
    return asking;
  }
  const round = fetchCurrent().finally(() => {
    // Somebody else is signed in by now.
    if (asking !== round) return;
    asking = null;
    if (!askAgain) return;
    askAgain = false;
    void sync();
  });
  asking = round;
  return round;
}

async function fetchCurrent(): Promise<void> {
  const who = account.peek();
  const { at } = linkState.peek();
  if (who === null || at === "room" || at === "ended") return;
  const before = transitions;
  const overtaken = () => {
    if (account.peek() !== who) return true;
    if (transitions !== before) askAgain = true;
    return transitions !== before;
  };
  try {
    const current = await who.client.matching.current();
    if (!overtaken()) applyCurrent(current);
  } catch (error) {
    if (overtaken()) return;
    if (isHeartlinkError(error, "no_request")) applyNoRequest();
    else if (linkState.peek().at === "loading") transition({ at: "loading", error });
  }
}

function applyNoRequest(): void {
  const { at } = linkState.peek();
  if (at === "loading") transition({ at: "start" });
  else if (at === "waiting" || at === "proposal") transition({ at: "start", note: "gone" });
}

/** Applies the state of the request as the server answered it. */
function applyCurrent(current: Current): void {
  const here = linkState.peek();
  const { status } = current.request;
  if (current.matched && typeof current.room_id === "string") return enterRoom(current, current.room_id);
  // An answer that was overtaken by the match must not lead out of the room.
  if (here.at === "room") return;
  if (status === "matching") {
    if (here.at !== "proposal") notify(t("news.proposed"));
    return transition({ at: "proposal", current });
  }
  if (status !== "pending") {
    if (here.at !== "start") transition({ at: "start", note: here.at === "loading" ? undefined : "gone" });
    return;
  }
  if (here.at !== "waiting")
    return transition({ at: "waiting", current, note: here.at === "proposal" ? "back" : undefined });
  const renewed = current.request.expires_at > here.current.request.expires_at;
  const { warned, ...rest } = here;
  transition(renewed || warned === undefined ? { ...rest, current } : { ...rest, warned, current });
}

function enterRoom({ partner, score }: Current, roomId: string): void {
  const here = linkState.peek();
  if (here.at === "room" && here.chat.id === roomId) return here.chat.update({ partner, score });
  const chat = new Chat(me(), roomId, (reason) => roomEnded(chat, reason));
  chat.update({ partner, score });
  if (here.at === "waiting" || here.at === "proposal") notify(t("news.found", { name: partner ?? "" }));
  transition({ at: "room", chat });
}

/** Shows a toast with a link to somebody who is on another page. */
function notify(text: string): void {
  if (!onLinkPage()) toast("news", text, { link: { href: href(), text: t("news.go") } });
}

function roomEnded(chat: Chat, reason: Schemas["EndReason"] | null, mine = false): void {
  const here = linkState.peek();
  if (here.at !== "room" || here.chat !== chat) return;
  const ended = chat.ending ?? { reason, mine };
  const details = { roomId: chat.id, partner: chat.partner.peek() ?? "", ...ended };
  // A reload does not lose the chance to say how it was.
  tabStorage.set(endedKey(), details);
  notify(t("news.ended", { name: details.partner }));
  transition({ at: "ended", ended: details });
}

/** Asks for a partner. */
export async function ask(preferences: MatchPreferences): Promise<void> {
  applyCurrent(await me().client.matching.ask(preferences));
}

/** Cancels the request; if a match came first, the room opens instead. */
export async function cancel(): Promise<void> {
  try {
    await me().client.matching.cancel();
    transition({ at: "start", note: "cancelled" });
  } catch (error) {
    toastProblem(error);
    await sync();
  }
}

export async function accept(): Promise<void> {
  await orSync(async () => applyCurrent(await me().client.matching.accept()));
}

export async function decline(): Promise<void> {
  await orSync(async () => {
    await me().client.matching.decline();
    transition({ at: "start", note: "declined" });
  });
}

async function orSync(call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (error) {
    toastProblem(error);
    await sync();
  }
}

/** Ends the room. The event may come before the answer, and does not say who it was. */
export async function end(chat: Chat, how: "left" | "blocked"): Promise<void> {
  const { client } = me();
  const partner = chat.partner.peek();
  chat.ending = { reason: how, mine: true };
  try {
    if (how === "blocked" && partner !== null) await client.matching.block(partner);
    else await client.rooms.leave(chat.id);
    roomEnded(chat, how, true);
  } catch (error) {
    chat.ending = undefined;
    throw error;
  }
}

/** Leaves the end of a room behind. */
export function startOver(): void {
  forgetEnded();
  transition({ at: "start" });
  go();
  void sync();
}

/** After feedback was given, a reload starts over. */
export function forgetEnded(): void {
  tabStorage.set(endedKey(), undefined);
}

function asReason(reason: string): Schemas["EndReason"] | null {
  return reason === "left" || reason === "inactive" || reason === "blocked" || reason === "ended" ? reason : null;
}

function isEnded(value: unknown): value is Ended {
  return typeof value === "object" && value !== null && "roomId" in value && typeof value.roomId === "string";
}
