// A room while it is open: its messages, who is there, who types. Goes on while
// its person looks at other pages.
import { isHeartlinkError, type Schemas } from "@heartlink/client";
import { signal } from "@preact/signals";
import type { Account } from "../../app/account.js";
import { caughtUp } from "../../app/account.js";
import { href, route } from "../../app/router.js";
import { toast, toastProblem } from "../../ui/toasts.js";
import {
  addPending,
  highestSeq,
  mergeMessage,
  type MessageLog,
  type ServerMessage,
  setDelivery,
} from "./message-log.js";
import { t } from "./texts.js";

type Reason = Schemas["EndReason"] | null;

const PAGE = 50;
/** How many pages a catch-up reads at most; older messages are loaded on demand. */
const CATCH_UP_PAGES = 40;
const TYPING_SHOWN_MS = 4_000;
const PRESENCE_MS = 20_000;

export class Chat {
  readonly id: string;
  readonly user: string;
  readonly partner = signal<string | null>(null);
  readonly score = signal<Schemas["Score"] | null>(null);
  /** When the two were matched. */
  readonly since = signal<string | null>(null);
  readonly log = signal<MessageLog>([]);
  /** Whether the first messages are there; an empty room is known as empty then. */
  readonly ready = signal(false);
  readonly earlier = signal(false);
  readonly typing = signal(false);
  readonly presence = signal<Schemas["Presence"] | null>(null);
  /** The number of unread messages from the partner. */
  readonly unread = signal(0);
  /** How this person is ending the room, while they are. */
  ending: { readonly reason: Reason; readonly mine: boolean } | undefined;

  readonly #who: Account;
  readonly #onEnded: (reason: Reason) => void;
  readonly #stops: (() => void)[] = [];
  #open = true;
  #cursor: string | undefined;
  #catching = false;
  #catchUpAgain = false;
  #refreshes = 0;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(who: Account, id: string, onEnded: (reason: Reason) => void) {
    this.id = id;
    this.user = who.user;
    this.#who = who;
    this.#onEnded = onEnded;
    const presence = setInterval(() => void this.refresh(), PRESENCE_MS);
    this.#stops.push(
      who.live.on("room_message", ({ data }) => {
        if (data.room_id === id) this.#onMessage(data);
      }),
      who.live.on("typing", ({ data }) => {
        if (data.room_id === id && data.user_id !== this.user) this.#showTyping();
      }),
      caughtUp.subscribe(() => {
        void this.refresh();
        void this.#catchUp();
      }),
      () => clearInterval(presence),
      () => clearTimeout(this.#quiet),
    );
  }

  close(): void {
    this.#open = false;
    for (const stop of this.#stops) stop();
  }

  /** What the match says of the room. */
  update(facts: { partner?: string | null; score?: Schemas["Score"] | null }): void {
    this.partner.value = facts.partner ?? this.partner.peek();
    this.score.value = facts.score ?? this.score.peek();
  }

  /** What the server says of the room; also how an end that was missed is noticed. */
  async refresh(): Promise<void> {
    this.#refreshes += 1;
    const refresh = this.#refreshes;
    try {
      const room = await this.#who.client.rooms.show(this.id);
      if (!this.#open) return;
      // An end is final; of all else, an answer that was overtaken says nothing new.
      if (room.status !== "ended" && refresh !== this.#refreshes) return;
      this.update({ partner: room.members.find((member) => member !== this.user) ?? null });
      this.since.value = room.created_at;
      this.presence.value = room.presence?.find(({ user_id }) => user_id !== this.user) ?? null;
      if (room.status === "ended") this.#onEnded(room.end_reason);
    } catch (error) {
      if (this.#open && isHeartlinkError(error, "forbidden")) this.#onEnded(null);
    }
  }

  /** Sends a message; it is shown at once, with its delivery state. */
  send(text: string): void {
    const clientId = crypto.getRandomValues(new Uint32Array(4)).join("-");
    this.log.value = addPending(this.log.peek(), this.user, text, clientId, new Date().toISOString());
    void this.#deliver(clientId, text);
  }

  /** Sends again what was not accepted, under the same client id, so that it is stored once. */
  retry(clientId: string, text: string): void {
    this.log.value = setDelivery(this.log.peek(), clientId, "pending");
    void this.#deliver(clientId, text);
  }

  /** Tells the partner that something is being written. */
  typed(): void {
    this.#who.live.typing(this.id);
  }

  /** Older messages than those that are shown. */
  async loadEarlier(): Promise<void> {
    if (this.#cursor === undefined) return;
    const page = await this.#page(this.#cursor);
    this.#addPage(page);
  }

  markRead(): void {
    this.unread.value = 0;
  }

  async #deliver(clientId: string, text: string): Promise<void> {
    try {
      const { seq, sent_at } = await this.#who.live.send(this.id, text, { clientId });
      this.#merge({ seq, sender: this.user, text, sent_at, client_id: clientId });
    } catch (error) {
      if (!this.#open) return;
      this.log.value = setDelivery(this.log.peek(), clientId, "failed");
      toastProblem(error);
      if (isHeartlinkError(error, "room_ended")) void this.refresh();
    }
  }

  #onMessage(message: ServerMessage): void {
    const before = highestSeq(this.log.peek());
    this.#merge(message);
    // A number was skipped: what lies between is fetched, not waited for.
    if (this.ready.peek() && message.seq > before + 1) void this.#catchUp();
    if (message.sender === this.user || message.seq <= before) return;
    this.#clearTyping();
    const looking = document.visibilityState === "visible" && route.peek().path.length === 0;
    if (looking) return;
    this.unread.value += 1;
    if (document.visibilityState !== "visible") return;
    toast("news", t("news.message", { name: message.sender }), { link: { href: href(), text: t("news.go") } });
  }

  #merge(message: ServerMessage): void {
    this.log.value = mergeMessage(this.log.peek(), message, this.user);
  }

  #showTyping(): void {
    clearTimeout(this.#quiet);
    this.typing.value = true;
    this.#quiet = setTimeout(() => this.#clearTyping(), TYPING_SHOWN_MS);
  }

  #clearTyping(): void {
    clearTimeout(this.#quiet);
    this.typing.value = false;
  }

  async #page(cursor?: string) {
    return this.#who.client.rooms.messages(this.id, { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
  }

  #addPage(page: { items: readonly ServerMessage[]; next_cursor?: string | null }): void {
    if (!this.#open) return;
    for (const message of page.items.toReversed()) this.#merge(message);
    this.#cursor = page.next_cursor ?? undefined;
    this.earlier.value = this.#cursor !== undefined;
  }

  /** Reads pages from the newest back to the last known message; the first time, only the newest page. */
  async #catchUp(): Promise<void> {
    // The pages that are on their way may be older than the reason to ask.
    this.#catchUpAgain = true;
    if (this.#catching) return;
    this.#catching = true;
    while (this.#catchUpAgain && this.#open) {
      this.#catchUpAgain = false;
      await this.#readBack();
    }
    this.#catching = false;
  }

  async #readBack(): Promise<void> {
    const known = this.ready.peek() ? highestSeq(this.log.peek()) : 0;
    try {
      let page = await this.#page();
      if (!this.#open) return;
      if (!this.ready.peek()) {
        this.#addPage(page);
        this.ready.value = true;
        return;
      }
      for (let more = CATCH_UP_PAGES; ; more -= 1) {
        for (const message of page.items.toReversed()) this.#merge(message);
        const reached = page.items.some(({ seq }) => seq <= known + 1);
        if (reached || typeof page.next_cursor !== "string" || more === 0 || !this.#open) return;
        page = await this.#page(page.next_cursor);
      }
    } catch (error) {
      if (this.#open) toastProblem(error);
    }
  }
}
