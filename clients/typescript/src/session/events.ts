// The events of a session and what they carry (docs/realtime.md).
import type { HeartlinkError } from "../errors.js";
import type { components } from "../generated/api.js";

type Schemas = components["schemas"];

/** What each kind of event carries. Kinds that are not listed carry an object. */
export interface EventData {
  match_found: { room_id: string; partner: string; score: Schemas["Score"] };
  match_proposed: { room_id: string; partner: string; score: Schemas["Score"]; lease_until: string };
  match_expiring: { request_id: string; expires_at: string; seconds_left: number; level: number };
  match_expired: { request_id: string };
  room_message: {
    room_id: string;
    /** 1, 2, 3 … without gaps in the room. */
    seq: number;
    sender: string;
    text: string;
    sent_at: string;
    /** The mark under which this person sent it; absent for the partner's. */
    client_id?: string;
  };
  room_ended: { room_id: string; reason: string; ended_at: string };
  typing: { room_id: string; user_id: string };
  job_progress: { job: Schemas["JobView"] };
  wallet_updated: {
    currency: string;
    /** In minor units, as all amounts. */
    balance: number;
    held: number;
    available: number;
    status: Schemas["WalletStatus"];
    version: number;
    /** Number of the newest entry. */
    last_seq: number;
    /** What the balance changed by. */
    change: number;
  };
}

/** The kinds of events; servers newer than this client may send further ones. */
export type EventType = Schemas["EventType"] | keyof EventData;

/** An event of one kind. */
export interface EventOf<T extends string> {
  readonly type: T;
  /** Its number in the person's feed; `undefined` for what is live only (`typing`). */
  readonly n?: number;
  /** When it became true, RFC 3339. */
  readonly at: string;
  readonly data: T extends keyof EventData ? EventData[T] : Record<string, unknown>;
}

/** Any event; `type` tells which. */
export type HeartlinkEvent = { [T in EventType]: EventOf<T> }[EventType];

/**
 * - `connecting`: a connection is being opened, authenticated and brought up to date.
 * - `live`: events arrive as they happen.
 * - `waiting`: it will connect again by itself.
 * - `closed`: for good.
 */
export type SessionState = "connecting" | "live" | "waiting" | "closed";

/** What a session tells its listeners: every kind of event by its name, and these. */
export type SessionSignals = { [T in EventType]: EventOf<T> } & {
  /** Every event, of whatever kind. */
  event: HeartlinkEvent;
  state: SessionState;
  /** What went wrong by the way; the session goes on, unless its state says otherwise. */
  problem: HeartlinkError;
};

type Listener = (value: never) => void;

/** Listeners by name. One that throws harms neither the others nor the session. */
export class Listeners {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Adds a listener; the function returned takes it away again. */
  on<K extends keyof SessionSignals>(name: K, listener: (value: SessionSignals[K]) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener));
    return () => void set.delete(listener);
  }

  /** Tells `value` to all who listen to `name`. */
  tell<K extends keyof SessionSignals>(name: K, value: SessionSignals[K]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as (value: SessionSignals[K]) => void)(value);
      } catch (error) {
        // As with any event target: uncaught, but not in our way.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  /** Tells an event by its kind and as `event`. */
  event(event: HeartlinkEvent): void {
    this.tell(event.type, event);
    this.tell("event", event);
  }
}
