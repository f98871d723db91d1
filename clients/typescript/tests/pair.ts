// Two people in a room, and what they hear.
import type { EventOf, Heartlink, HeartlinkEvent, Session } from "@heartlink/client";
import type { Gateway } from "./gateway.js";

export interface Pair {
  readonly room: string;
  readonly ann: Heartlink;
  readonly bob: Heartlink;
  readonly names: { readonly ann: string; readonly bob: string };
}

/** Pairs two new people: nobody else may wait. */
export async function pair(gateway: Gateway): Promise<Pair> {
  const names = { ann: gateway.person("ann"), bob: gateway.person("bob") };
  const ann = gateway.client(gateway.token(names.ann));
  const bob = gateway.client(gateway.token(names.bob));
  await ann.matching.ask();
  const { room_id: room } = await bob.matching.ask();
  if (typeof room !== "string") throw new Error("the two were not matched");
  return { room, ann, bob, names };
}

/** Everything a session tells from now on. */
export function heard(session: Session): HeartlinkEvent[] {
  const events: HeartlinkEvent[] = [];
  session.on("event", (event) => events.push(event));
  return events;
}

/** The texts of a room's messages, in the order in which they were told. */
export function texts(events: readonly HeartlinkEvent[]): string[] {
  return events
    .filter((event): event is EventOf<"room_message"> => event.type === "room_message")
    .map((event) => event.data.text);
}

/** Waits until something is true; what the test is about is asserted afterwards. */
export async function until(what: string, holds: () => boolean, withinMs = 30_000): Promise<void> {
  const ends = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > ends) throw new Error(`it did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
