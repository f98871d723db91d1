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
  /** The idempotency key under which it was sent from here. */
  readonly clientId: string | undefined;
  readonly delivery: Delivery;
}

/** A message as the server sends it. */
export interface ServerMessage {
  readonly seq: number;
  readonly sender: string;
  readonly text: string;
  readonly sent_at: string;
  readonly client_id?: string | null | undefined;
}

export type MessageLog = readonly Message[];

/** The highest number known; 0 for none. */
export function highestSeq(log: MessageLog): number {
  return log.reduce((most, { seq }) => Math.max(most, seq ?? 0), 0);
}

/** One's own message, before the server has it. */
export function addPending(
  log: MessageLog,
  sender: string,
  text: string,
  clientId: string,
  sentAt: string,
): MessageLog {
  return [...log, { key: clientId, seq: undefined, sender, text, sentAt, clientId, delivery: "pending" }];
}

/** Sets the delivery state of an own message that has no number yet. */
export function setDelivery(log: MessageLog, clientId: string, delivery: Delivery): MessageLog {
  return log.map((one) => (one.clientId === clientId && one.seq === undefined ? { ...one, delivery } : one));
}

/** The log with a message of the server's added. One that is there already changes nothing. */
export function mergeMessage(log: MessageLog, received: ServerMessage, user: string): MessageLog {
  const own = ownOf(log, received, user);
  const known = log.find(({ seq }) => seq === received.seq);
  if (own === undefined) {
    if (known !== undefined) return log;
    return sorted([...log, message(received, `#${received.seq}`, undefined)]);
  }
  if (own === known) return log;
  // Known by its number already, and now by its client id: the two are one.
  const rest = log.filter((one) => one !== own && one !== known);
  return sorted([...rest, message(received, own.key, own.clientId)]);
}

/**
 * The own message that `received` is: by its client id; where a history has none, the first pending
 * one with the same text.
 */
function ownOf(log: MessageLog, received: ServerMessage, user: string): Message | undefined {
  if (received.sender !== user) return undefined;
  if (typeof received.client_id === "string") return log.find((one) => one.clientId === received.client_id);
  if (log.some(({ seq }) => seq === received.seq)) return undefined;
  return log.find((one) => one.seq === undefined && one.text === received.text);
}

function message(received: ServerMessage, key: string, clientId: string | undefined): Message {
  const { seq, sender, text, sent_at: sentAt } = received;
  return { key, seq, sender, text, sentAt, clientId, delivery: "sent" };
}

function sorted(log: MessageLog): MessageLog {
  return log.toSorted((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity) || 0);
}
