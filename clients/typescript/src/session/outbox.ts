// Messages on their way out: in order, one at a time, each until it is answered.
// The `client_id` is the idempotency key, so that none is said twice.
import { HeartlinkError } from "../errors.js";
import { jitter } from "../backoff.js";
import { type Deadline, deadline } from "../deadline.js";
import { randomId } from "../random-id.js";
import type { CloseReason, Frame } from "./connection.js";

/** A message that the server has taken. */
export interface Sent {
  readonly client_id: string;
  readonly room_id: string;
  /** Its number in the room. */
  readonly seq: number;
  readonly sent_at: string;
}

/** What may be said of a single message. */
export interface SendOptions {
  /** The mark under which it is said once, and shown to its sender; made if absent. */
  readonly clientId?: string | undefined;
  /** Milliseconds until it is given up; then it may have been said, or not. */
  readonly deadlineMs?: number | undefined;
  /** Gives it up. */
  readonly signal?: AbortSignal | undefined;
}

/** How the outbox works. */
export interface OutboxSettings {
  /** Messages that may wait. */
  readonly most: number;
  readonly deadlineMs: number;
  /** How long an answer may take before the message is sent again. */
  readonly answerMs: number;
}

interface QueuedMessage {
  readonly message: Frame;
  readonly clientId: string;
  readonly budget: Deadline;
  readonly resolve: (sent: Sent) => void;
  readonly reject: (reason: unknown) => void;
  failures: number;
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
/** The close code for a message that is too large. */
const TOO_LARGE = 1009;

/** The messages of a session that are not answered yet. */
export class Outbox {
  readonly #write: (message: Frame) => boolean;
  readonly #settings: OutboxSettings;
  #queue: QueuedMessage[] = [];
  #live = false;
  /** Runs while the first message is under way, or waits to be sent again. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(settings: OutboxSettings, write: (message: Frame) => boolean) {
    this.#settings = settings;
    this.#write = write;
  }

  /** Queues a message; resolves when the server has it. */
  send(roomId: string, text: string, options: SendOptions = {}): Promise<Sent> {
    if (this.#queue.length >= this.#settings.most) {
      const detail = `${this.#settings.most} messages wait to be sent.`;
      return Promise.reject(new HeartlinkError({ code: "queue_full", detail, retryable: true }));
    }
    const clientId = options.clientId ?? randomId();
    const message = { action: "send", room_id: roomId, text, client_id: clientId };
    const late = new HeartlinkError({
      code: "deadline_exceeded",
      detail: "The message was not answered in time; whether it was said is unknown.",
      retryable: true,
      idempotencyKey: clientId,
    });
    return new Promise((resolve, reject) => {
      const budget = deadline(options.deadlineMs ?? this.#settings.deadlineMs, late, options.signal);
      const queued: QueuedMessage = { message, clientId, budget, resolve, reject, failures: 0 };
      if (budget.signal.aborted) return reject(budget.signal.reason);
      budget.signal.addEventListener("abort", () => this.#remove(queued)?.reject(budget.signal.reason));
      this.#queue.push(queued);
      this.#pump();
    });
  }

  /** The connection can carry messages. */
  live(): void {
    this.#live = true;
    this.#pump();
  }

  /** The connection is gone; what was under way will be sent again. */
  disconnected({ code }: CloseReason): void {
    const inFlight = this.#timer !== undefined ? this.#queue[0] : undefined;
    this.#live = false;
    this.#clearTimer();
    if (code !== TOO_LARGE || inFlight === undefined) return;
    const detail = "The server closed the connection over the size of this message.";
    this.#remove(inFlight)?.reject(new HeartlinkError({ code: "body_too_large", detail }));
  }

  /** The server has the message, by its answer or by its event. */
  accepted(sent: Sent): void {
    const queued = this.#queue.find(({ clientId }) => clientId === sent.client_id);
    if (queued !== undefined) this.#remove(queued)?.resolve(sent);
  }

  /** The server refused the message, for now or for good. */
  refused(clientId: string, error: HeartlinkError): void {
    const queued = this.#queue.find((one) => one.clientId === clientId);
    if (queued === undefined) return;
    if (!error.retryable) return void this.#remove(queued)?.reject(error);
    queued.failures += 1;
    this.#wait((error.retryAfterMs ?? 0) + jitter(queued.failures - 1, FIRST_WAIT_MS, LONGEST_WAIT_MS));
  }

  /** Gives everything up. */
  close(error: HeartlinkError): void {
    this.#live = false;
    this.#clearTimer();
    for (const queued of [...this.#queue]) this.#remove(queued)?.reject(error);
  }

  #pump(): void {
    const first = this.#queue[0];
    if (!this.#live || this.#timer !== undefined || first === undefined) return;
    if (this.#write(first.message)) this.#wait(this.#settings.answerMs);
  }

  /** The first message is sent (again) after `ms`, unless it is answered before. */
  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#pump();
    }, ms);
  }

  #clearTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #remove(queued: QueuedMessage): QueuedMessage | undefined {
    const index = this.#queue.indexOf(queued);
    if (index < 0) return undefined;
    queued.budget.release();
    this.#queue.splice(index, 1);
    if (index === 0) {
      this.#clearTimer();
      this.#pump();
    }
    return queued;
  }
}
