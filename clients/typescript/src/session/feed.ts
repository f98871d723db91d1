// The order of events: each once, by its number, nothing missing in between.
// Pure; never sends anything.
import { HeartlinkError } from "../errors.js";
import type { HeartlinkEvent } from "./events.js";

/** Events held back at most; beyond it they are dropped, and come with the next resume. */
const MOST_HELD = 5_000;

/** The server's answer to `resume`: everything up to `after` has been sent. */
export interface Resumed {
  readonly after: number;
  readonly last: number;
}

/** What has been handed out, and what came too early to be. */
export class Feed {
  #last: number;
  readonly #held = new Map<number, HeartlinkEvent>();
  /** Highest number held when the running resume began: it must bring all up to there. */
  #promised = 0;
  #asked = 0;
  #resuming = false;
  #dropped = false;

  /** `last` is the number of the last event that was handled. */
  constructor(last: number) {
    this.#last = last;
  }

  /** Number of the last event handed out. */
  get last(): number {
    return this.#last;
  }

  /** Whether something is missing that no resume under way will bring. */
  get hasGap(): boolean {
    return (this.#held.size > 0 || this.#dropped) && !this.#resuming;
  }

  /** A resume begins; answers the number to resume after. */
  resume(): number {
    this.#resuming = true;
    this.#dropped = false;
    this.#promised = Math.max(0, ...this.#held.keys());
    this.#asked = this.#last;
    return this.#last;
  }

  /** The connection is gone: whatever was held comes again with the next resume. */
  disconnected(): void {
    this.#resuming = false;
    this.#dropped = false;
    this.#held.clear();
  }

  /** An event has come; what can be handed out now, in order. */
  accept(event: HeartlinkEvent): HeartlinkEvent[] {
    const { n } = event;
    if (n === undefined) return [event];
    if (n <= this.#last) return [];
    if (n > this.#last + 1 && this.#held.size >= MOST_HELD) {
      this.#dropped = true;
      return [];
    }
    this.#held.set(n, event);
    return this.#contiguous();
  }

  /**
   * The running resume is answered. Numbers still missing do not exist: a feed may
   * skip some after a quiet day. What can be handed out now, and whether the replay
   * was cut short and has to be asked for again.
   */
  resumed({ after, last }: Resumed): { events: HeartlinkEvent[]; more: boolean } {
    const more = after < last;
    if (more && after <= this.#asked) {
      throw new HeartlinkError({ code: "unexpected_answer", detail: "A replay that brings nothing does not end." });
    }
    const complete = more ? after : Math.max(after, this.#promised);
    const events = [...this.#held.keys()]
      .filter((n) => n <= complete)
      .sort((a, b) => a - b)
      .map((n) => this.#take(n));
    // A number above all there are was of another feed: it says nothing of this one.
    const foreign = !more && last < this.#asked && this.#last === this.#asked;
    this.#last = foreign ? complete : Math.max(this.#last, complete);
    this.#resuming = more;
    return { events: [...events, ...this.#contiguous()], more };
  }

  #contiguous(): HeartlinkEvent[] {
    const events: HeartlinkEvent[] = [];
    while (this.#held.has(this.#last + 1)) {
      this.#last += 1;
      events.push(this.#take(this.#last));
    }
    return events;
  }

  #take(n: number): HeartlinkEvent {
    const event = this.#held.get(n) as HeartlinkEvent;
    this.#held.delete(n);
    return event;
  }
}
