// The events of a session and what they carry (docs/realtime.md).
import type { HeartlinkError } from "../errors.js";
import type { components } from "../generated/api.js";

type Schemas = components["schemas"];

type AnyEventData = Schemas["EventData"];

/** What each kind of event carries. */
export type EventData = { [T in AnyEventData["type"]]: Extract<AnyEventData, { type: T }>["data"] };

/** The kinds of events; servers newer than this client may send further ones. */
export type EventType = keyof EventData;

/** An event of one kind. */
export interface EventOf<T extends string> {
  readonly type: T;
  /** Its number in the person's feed; `undefined` for what is live only (`typing`). */
  readonly n?: number;
  /** When it became true, RFC 3339. */
  readonly at: string;
  readonly data: T extends EventType ? EventData[T] : Record<string, unknown>;
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
  emit<K extends keyof SessionSignals>(name: K, value: SessionSignals[K]): void {
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
    this.emit(event.type, event);
    this.emit("event", event);
  }
}
