// The messages of a room: each once, in the order of the room, one's own that
// are still on their way last. Values only; never talks to the server.

export type Delivery = "pending" | "sent" | "failed";

export interface Message {
  /** Stays the same from the moment it is shown. */
  readonly key: string;
  /** Its number in the room; absent while it is on its way. */
  readonly seq: number | undefined;
  readonly sender: string;
  readonly text: string;
  readonly sentAt: string;
  /** The mark under which it was sent from here. */
  readonly clientId: string | undefined;
  readonly delivery: Delivery;
}

/** A message as the server tells it. */
export interface Told {
  readonly seq: number;
  readonly sender: string;
  readonly text: string;
  readonly sent_at: string;
  readonly client_id?: string | null | undefined;
}

export type Log = readonly Message[];

/** The highest number known; 0 for none. */
export function highest(log: Log): number {
  return log.reduce((most, { seq }) => Math.max(most, seq ?? 0), 0);
}

/** One's own message, before the server has it. */
export function begin(log: Log, sender: string, text: string, clientId: string, sentAt: string): Log {
  return [...log, { key: clientId, seq: undefined, sender, text, sentAt, clientId, delivery: "pending" }];
}

/** What became of an own message that has no number yet. */
export function mark(log: Log, clientId: string, delivery: Delivery): Log {
  return log.map((one) => (one.clientId === clientId && one.seq === undefined ? { ...one, delivery } : one));
}

/** The log with what the server told. What is there already changes nothing. */
export function tell(log: Log, told: Told, user: string): Log {
  const own = ownOf(log, told, user);
  const known = log.find(({ seq }) => seq === told.seq);
  if (own === undefined) {
    if (known !== undefined) return log;
    return sorted([...log, message(told, `#${told.seq}`, undefined)]);
  }
  if (own === known) return log;
  // Known by its number already, and now by its mark: one of the two is enough.
  const rest = log.filter((one) => one !== own && one !== known);
  return sorted([...rest, message(told, own.key, own.clientId)]);
}

/**
 * The own message that `told` is: by its mark; and where a history tells none, the
 * first that is on its way with the same words.
 */
function ownOf(log: Log, told: Told, user: string): Message | undefined {
  if (told.sender !== user) return undefined;
  if (typeof told.client_id === "string") return log.find((one) => one.clientId === told.client_id);
  if (log.some(({ seq }) => seq === told.seq)) return undefined;
  return log.find((one) => one.seq === undefined && one.text === told.text);
}

function message(told: Told, key: string, clientId: string | undefined): Message {
  const { seq, sender, text, sent_at: sentAt } = told;
  return { key, seq, sender, text, sentAt, clientId, delivery: "sent" };
}

function sorted(log: Log): Log {
  return log.toSorted((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity) || 0);
}
