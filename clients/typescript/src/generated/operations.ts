// Generated from openapi.yaml by `npm run generate`. Do not edit.

import type { Body, CallOptions, Listed, Query, Result } from "../http/types.js";

/** How each operation goes over HTTP. */
export const ROUTES = {
  "matching-activity": {"group":"matching","verb":"activity","method":"POST","path":"/v1/activity","params":[],"body":true,"query":false,"key":false,"list":false,"texts":[]},
  "matching-block": {"group":"matching","verb":"block","method":"PUT","path":"/v1/blocks/{user_id}","params":["user_id"],"body":false,"query":false,"key":false,"list":false,"texts":[]},
  "matching-unblock": {"group":"matching","verb":"unblock","method":"DELETE","path":"/v1/blocks/{user_id}","params":["user_id"],"body":false,"query":false,"key":false,"list":false,"texts":[]},
  "realtime-events": {"group":"realtime","verb":"events","method":"GET","path":"/v1/events","params":[],"body":false,"query":true,"key":false,"list":false,"texts":[]},
  "maintenance-health": {"group":"maintenance","verb":"health","method":"GET","path":"/v1/health","params":[],"body":false,"query":false,"key":false,"list":false,"texts":[]},
  "matching-ask": {"group":"matching","verb":"ask","method":"POST","path":"/v1/heart-links","params":[],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "maintenance-cleanup": {"group":"maintenance","verb":"cleanup","method":"POST","path":"/v1/heart-links/cleanup","params":[],"body":true,"query":false,"key":false,"list":false,"texts":[]},
  "matching-current": {"group":"matching","verb":"current","method":"GET","path":"/v1/heart-links/current","params":[],"body":false,"query":false,"key":false,"list":false,"texts":[]},
  "matching-accept": {"group":"matching","verb":"accept","method":"POST","path":"/v1/heart-links/current/accept","params":[],"body":false,"query":false,"key":true,"list":false,"texts":[]},
  "matching-cancel": {"group":"matching","verb":"cancel","method":"POST","path":"/v1/heart-links/current/cancel","params":[],"body":false,"query":false,"key":true,"list":false,"texts":[]},
  "matching-decline": {"group":"matching","verb":"decline","method":"POST","path":"/v1/heart-links/current/decline","params":[],"body":false,"query":false,"key":true,"list":false,"texts":[]},
  "matching-history": {"group":"matching","verb":"history","method":"GET","path":"/v1/heart-links/history","params":[],"body":false,"query":true,"key":false,"list":true,"texts":[]},
  "matching-stats": {"group":"matching","verb":"stats","method":"GET","path":"/v1/heart-links/stats","params":[],"body":false,"query":false,"key":false,"list":false,"texts":[]},
  "jobs-show": {"group":"jobs","verb":"show","method":"GET","path":"/v1/jobs/{id}","params":["id"],"body":false,"query":false,"key":false,"list":false,"texts":[]},
  "jobs-cancel": {"group":"jobs","verb":"cancel","method":"POST","path":"/v1/jobs/{id}/cancel","params":["id"],"body":false,"query":false,"key":false,"list":false,"texts":[]},
  "jobs-failures": {"group":"jobs","verb":"failures","method":"GET","path":"/v1/jobs/{id}/failures","params":["id"],"body":false,"query":true,"key":false,"list":true,"texts":[]},
  "jobs-retry": {"group":"jobs","verb":"retry","method":"POST","path":"/v1/jobs/{id}/retry","params":["id"],"body":false,"query":false,"key":true,"list":false,"texts":[]},
  "jobs-slice": {"group":"jobs","verb":"slice","method":"PUT","path":"/v1/jobs/{id}/slices/{number}","params":["id","number"],"body":true,"query":false,"key":false,"list":false,"texts":[]},
  "jobs-start": {"group":"jobs","verb":"start","method":"POST","path":"/v1/jobs/{id}/start","params":["id"],"body":false,"query":false,"key":false,"list":false,"texts":[]},
  "jobs-upload": {"group":"jobs","verb":"upload","method":"POST","path":"/v1/jobs/{id}/upload","params":["id"],"body":false,"query":false,"key":false,"list":false,"texts":[]},
  "rooms-show": {"group":"rooms","verb":"show","method":"GET","path":"/v1/rooms/{id}","params":["id"],"body":false,"query":false,"key":false,"list":false,"texts":[]},
  "rooms-feedback": {"group":"rooms","verb":"feedback","method":"POST","path":"/v1/rooms/{id}/feedback","params":["id"],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "rooms-leave": {"group":"rooms","verb":"leave","method":"POST","path":"/v1/rooms/{id}/leave","params":["id"],"body":false,"query":false,"key":true,"list":false,"texts":[]},
  "rooms-messages": {"group":"rooms","verb":"messages","method":"GET","path":"/v1/rooms/{id}/messages","params":["id"],"body":false,"query":true,"key":false,"list":true,"texts":[]},
  "rooms-send": {"group":"rooms","verb":"send","method":"POST","path":"/v1/rooms/{id}/messages","params":["id"],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "wallet-batch": {"group":"wallet","verb":"batch","method":"POST","path":"/v1/wallets/batch","params":[],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "wallet-rewards": {"group":"wallet","verb":"rewards","method":"POST","path":"/v1/wallets/rewards","params":[],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "jobs-create": {"group":"jobs","verb":"create","method":"POST","path":"/v1/wallets/rewards/jobs","params":[],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "wallet-stats": {"group":"wallet","verb":"stats","method":"GET","path":"/v1/wallets/stats","params":[],"body":false,"query":false,"key":false,"list":false,"texts":[]},
  "wallet-show": {"group":"wallet","verb":"show","method":"GET","path":"/v1/wallets/{user}","params":["user"],"body":false,"query":true,"key":false,"list":false,"texts":[]},
  "wallet-credit": {"group":"wallet","verb":"credit","method":"POST","path":"/v1/wallets/{user}/credit","params":["user"],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "wallet-entries": {"group":"wallet","verb":"entries","method":"GET","path":"/v1/wallets/{user}/entries","params":["user"],"body":false,"query":true,"key":false,"list":true,"texts":[]},
  "wallet-reverse": {"group":"wallet","verb":"reverse","method":"POST","path":"/v1/wallets/{user}/entries/{seq}/reverse","params":["user","seq"],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "wallet-hold": {"group":"wallet","verb":"hold","method":"POST","path":"/v1/wallets/{user}/holds","params":["user"],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "wallet-capture": {"group":"wallet","verb":"capture","method":"POST","path":"/v1/wallets/{user}/holds/{id}/capture","params":["user","id"],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "wallet-void": {"group":"wallet","verb":"void","method":"POST","path":"/v1/wallets/{user}/holds/{id}/void","params":["user","id"],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "wallet-lease": {"group":"wallet","verb":"lease","method":"GET","path":"/v1/wallets/{user}/lock","params":["user"],"body":false,"query":true,"key":false,"list":false,"texts":[]},
  "wallet-lock": {"group":"wallet","verb":"lock","method":"POST","path":"/v1/wallets/{user}/lock","params":["user"],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "wallet-unlock": {"group":"wallet","verb":"unlock","method":"DELETE","path":"/v1/wallets/{user}/lock","params":["user"],"body":false,"query":true,"key":true,"list":false,"texts":[]},
  "wallet-status": {"group":"wallet","verb":"status","method":"PUT","path":"/v1/wallets/{user}/status","params":["user"],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "wallet-transfer": {"group":"wallet","verb":"transfer","method":"POST","path":"/v1/wallets/{user}/transfer","params":["user"],"body":true,"query":false,"key":true,"list":false,"texts":[]},
  "wallet-verify": {"group":"wallet","verb":"verify","method":"GET","path":"/v1/wallets/{user}/verify","params":["user"],"body":false,"query":true,"key":false,"list":false,"texts":[]},
  "wallet-withdraw": {"group":"wallet","verb":"withdraw","method":"POST","path":"/v1/wallets/{user}/withdraw","params":["user"],"body":true,"query":false,"key":true,"list":false,"texts":[]},
} as const;

/** The operations `matching-…`. */
export interface MatchingOperations {
  /**
   * Record a heartbeat or a login
   *
   * A person is active for 5 minutes after the last activity; where there never
   * was one, for 10 minutes after the last login. Every other call of a user
   * counts as an activity too, and so does a WebSocket `ping`. Written at most
   * once in 30 s per person.
   *
   * Roles: `user`.
   */
  activity(body: Body<"matching-activity">, options?: CallOptions): Promise<Result<"matching-activity">>;

  /**
   * Block somebody
   *
   * The two are never paired again, and a room that they share ends; the other
   * person is told only that the caller left. Blocking twice changes nothing.
   *
   * Roles: `user`.
   */
  block(userId: string, options?: CallOptions): Promise<Result<"matching-block">>;

  /**
   * Take a block back
   *
   * Unblocking somebody who is not blocked changes nothing. A block by the
   * other person stands.
   *
   * Roles: `user`.
   */
  unblock(userId: string, options?: CallOptions): Promise<Result<"matching-unblock">>;

  /**
   * Ask to be paired
   *
   * If somebody suitable waits, the pair, the room and both people's new state
   * are one transaction, and the answer is already the match. Otherwise the
   * request waits; the partner comes with the event `match_found`, without
   * polling. Asking again while a request is live or a room is open changes
   * nothing and answers 200 with what there is.
   *
   * Roles: `user`.
   */
  ask(body?: Body<"matching-ask">, options?: CallOptions): Promise<Result<"matching-ask">>;

  /**
   * See how the request stands
   *
   * The request, how long it has waited, how long it may still take (from the
   * median of recent matches), and once matched the room, the partner and the
   * score. No need to poll: the same news come as events.
   *
   * Roles: `user`.
   */
  current(options?: CallOptions): Promise<Result<"matching-current">>;

  /**
   * Accept the proposed match
   *
   * Only where the queue asks for acceptance (`HEARTLINK_MATCHING_ACCEPTANCE`).
   * The room opens when both have accepted within the lease; accepting twice
   * is no mistake.
   *
   * Roles: `user`.
   */
  accept(options?: CallOptions): Promise<Result<"matching-accept">>;

  /**
   * Withdraw the waiting request
   *
   * A cancellation that races a match has exactly one winner: it answers 200
   * and nobody is paired, or `already_matched` with the room. A proposed match
   * is declined with it.
   *
   * Roles: `user`.
   */
  cancel(options?: CallOptions): Promise<Result<"matching-cancel">>;

  /**
   * Decline the proposed match
   *
   * The caller's request is cancelled; the other person waits on in the old
   * place in the line and does not learn who declined.
   *
   * Roles: `user`.
   */
  decline(options?: CallOptions): Promise<Result<"matching-decline">>;

  /**
   * List the people met
   *
   * Every match of the caller, with the score and its parts ("why were we
   * matched?"), how the room ended, and what the caller said of it.
   *
   * Roles: `user`.
   */
  history(query?: Query<"matching-history">, options?: CallOptions): Listed<"matching-history">;

  /**
   * Read the figures of matching
   *
   * Counters are written in the transactions that they count, so they agree
   * with what happened; `pending` is counted in the waiting pool.
   *
   * Roles: `admin`.
   */
  stats(options?: CallOptions): Promise<Result<"matching-stats">>;
}

/** The operations `realtime-…`. */
export interface RealtimeOperations {
  /**
   * Replay the feed
   *
   * Every event that concerns the caller is stored here, numbered, before it is
   * pushed. A client that was away asks for what came `after` the last number it
   * has; the same over a WebSocket is `resume` (docs/realtime.md). Numbers rise
   * by one; a new feed does not begin at 1. Items are kept 24 h.
   *
   * Roles: `user`, `service`, `teacher`, `admin`.
   */
  events(query?: Query<"realtime-events">, options?: CallOptions): Promise<Result<"realtime-events">>;
}

/** The operations `maintenance-…`. */
export interface MaintenanceOperations {
  /**
   * Ask whether the system is well
   *
   * Needs no token. Answers 200 also when degraded: `status` tells.
   */
  health(options?: CallOptions): Promise<Result<"maintenance-health">>;

  /**
   * Expire and end what is due
   *
   * The same sweep that runs every 5 minutes: pending requests of inactive
   * owners or too old, renewals, warnings, lapsed proposals, rooms with an
   * inactive member. Bounded: its cost grows with what is due. Two runs at once
   * make each change once.
   *
   * Roles: `admin`.
   */
  cleanup(body?: Body<"maintenance-cleanup">, options?: CallOptions): Promise<Result<"maintenance-cleanup">>;
}

/** The operations `jobs-…`. */
export interface JobsOperations {
  /**
   * How far a job is
   *
   * The counters change with each finished slice, in one transaction. A service
   * sees the jobs that it made.
   *
   * Roles: `service`, `admin`.
   */
  show(id: string, options?: CallOptions): Promise<Result<"jobs-show">>;

  /**
   * Cancel a job
   *
   * What was paid stays paid. A job that runs is `cancelling` until it is known
   * what of the present slice was paid; once it is `cancelled`, nothing is paid
   * any more and its counters are exact.
   *
   * Roles: `service`, `admin`.
   */
  cancel(id: string, options?: CallOptions): Promise<Result<"jobs-cancel">>;

  /**
   * List who was not paid, and why
   *
   * The highest index first, unless asked otherwise.
   *
   * Roles: `service`, `admin`.
   */
  failures(id: string, query?: Query<"jobs-failures">, options?: CallOptions): Listed<"jobs-failures">;

  /**
   * Try again what failed
   *
   * Pays the rewards that failed, and no other. A job that stopped half-way goes
   * on where it was.
   *
   * Roles: `service`, `admin`.
   */
  retry(id: string, options?: CallOptions): Promise<Result<"jobs-retry">>;

  /**
   * Give a job one of its slices
   *
   * Slices have the numbers 1, 2, 3 …, and come in any order, side by side if
   * you like. The same slice again changes nothing.
   *
   * Roles: `service`, `admin`.
   */
  slice(id: string, number: number, body: Body<"jobs-slice">, options?: CallOptions): Promise<Result<"jobs-slice">>;

  /**
   * Start a job
   *
   * A file is read through first: one with too many rewards pays nobody. A line
   * that is no reward is a failure with its reason, and the others are paid. A
   * job that was started is left as it is.
   *
   * Roles: `service`, `admin`.
   */
  start(id: string, options?: CallOptions): Promise<Result<"jobs-start">>;

  /**
   * Ask where to upload the file of a job
   *
   * One JSON object a line: `user_id`, `amount`, and if you like `currency`,
   * `description`, `reference`. A file that is uploaded again before the start
   * replaces the one before.
   *
   * Roles: `service`, `admin`.
   */
  upload(id: string, options?: CallOptions): Promise<Result<"jobs-upload">>;

  /**
   * Make a job for many rewards
   *
   * For up to 1,000,000 rewards. Give it its slices, or upload its file; then
   * start it. The key is remembered as long as the job, so that the same call
   * never makes a second one; the answer to a repetition is the first.
   *
   * Roles: `service`.
   */
  create(body: Body<"jobs-create">, options?: CallOptions): Promise<Result<"jobs-create">>;
}

/** The operations `rooms-…`. */
export interface RoomsOperations {
  /**
   * Look at a room
   *
   * Only its two members can; a room of others is answered like one that does
   * not exist. While the room is open it tells who is there.
   *
   * Roles: `user`.
   */
  show(id: string, options?: CallOptions): Promise<Result<"rooms-show">>;

  /**
   * Say how it was
   *
   * While the room is open or after. What the caller said before is replaced;
   * the other member never sees it. A report is kept for the operators.
   *
   * Roles: `user`.
   */
  feedback(id: string, body: Body<"rooms-feedback">, options?: CallOptions): Promise<Result<"rooms-feedback">>;

  /**
   * Leave the room
   *
   * Ends it for both; the other is told with the event `room_ended`. Both may
   * ask for a new heart link at once. Leaving again changes nothing.
   *
   * Roles: `user`.
   */
  leave(id: string, options?: CallOptions): Promise<Result<"rooms-leave">>;

  /**
   * Read the messages
   *
   * In order of `seq`, newest first unless `order=asc`; also after the room has
   * ended.
   *
   * Roles: `user`.
   */
  messages(id: string, query?: Query<"rooms-messages">, options?: CallOptions): Listed<"rooms-messages">;

  /**
   * Say something
   *
   * The message takes the room's next number, without gaps, and reaches both
   * members as the event `room_message`. With an `Idempotency-Key` a call sent
   * again after a lost answer says it once.
   *
   * Roles: `user`.
   */
  send(id: string, body: Body<"rooms-send">, options?: CallOptions): Promise<Result<"rooms-send">>;
}

/** The operations `wallet-…`. */
export interface WalletOperations {
  /**
   * Do many things at once
   *
   * Operations of one user take effect together or not at all, users side by
   * side; with `atomic` all operations are one transaction. What failed for want
   * of the store may be sent again with the same key: only that is done then.
   *
   * Roles: `service`.
   */
  batch(body: Body<"wallet-batch">, options?: CallOptions): Promise<Result<"wallet-batch">>;

  /**
   * Pay rewards
   *
   * As a batch of credits, with more patience: rewards of one user are paid
   * together, users side by side. More than 1,000, as many as the body takes,
   * become a job that pays them.
   *
   * Roles: `service`.
   */
  rewards(body: Body<"wallet-rewards">, options?: CallOptions): Promise<Result<"wallet-rewards">>;

  /**
   * Read the figures of wallets
   *
   * Each process counts its operations and adds them to these figures beside a
   * later call, so that no operation pays for it. What a killed process had not
   * added yet is missing; ledgers tell exactly what happened, these figures how
   * it went.
   *
   * Roles: `admin`.
   */
  stats(options?: CallOptions): Promise<Result<"wallet-stats">>;

  /**
   * Look at a wallet
   *
   * One that nothing was ever paid into is at zero.
   *
   * Roles: `user`, `service`, `admin`.
   */
  show(user: string, query?: Query<"wallet-show">, options?: CallOptions): Promise<Result<"wallet-show">>;

  /**
   * Pay into a wallet
   *
   * Money comes in from outside.
   *
   * Roles: `service`.
   */
  credit(user: string, body: Body<"wallet-credit">, options?: CallOptions): Promise<Result<"wallet-credit">>;

  /**
   * Read the history
   *
   * By number, newest first unless `order=asc`. Where `from`, `to` or `kind`
   * leave few entries, a page may be short and yet have a next one.
   *
   * Roles: `user`, `service`, `admin`.
   */
  entries(user: string, query?: Query<"wallet-entries">, options?: CallOptions): Listed<"wallet-entries">;

  /**
   * Take an entry back
   *
   * By an entry with the opposite amount; a transfer is taken back on both
   * sides. An entry is taken back once, and a reversal never.
   *
   * Roles: `service`, `admin`.
   */
  reverse(user: string, seq: number, body?: Body<"wallet-reverse">, options?: CallOptions): Promise<Result<"wallet-reverse">>;

  /**
   * Keep money back
   *
   * What is held stays in the balance and is not available to anything else,
   * until the hold is captured, voided or lapses.
   *
   * Roles: `user`, `service`.
   */
  hold(user: string, body: Body<"wallet-hold">, options?: CallOptions): Promise<Result<"wallet-hold">>;

  /**
   * Capture a hold
   *
   * In full or in part; what is not captured is released.
   *
   * Roles: `service`.
   */
  capture(user: string, id: string, body?: Body<"wallet-capture">, options?: CallOptions): Promise<Result<"wallet-capture">>;

  /**
   * Release a hold
   *
   * All of it is available again. A hold that has lapsed needs no release.
   *
   * Roles: `service`.
   */
  void(user: string, id: string, body?: Body<"wallet-void">, options?: CallOptions): Promise<Result<"wallet-void">>;

  /**
   * Look at the lease
   *
   * Whether one is in force, whose, for how long still, and the last fencing
   * number given out.
   *
   * Roles: `service`, `admin`.
   */
  lease(user: string, query?: Query<"wallet-lease">, options?: CallOptions): Promise<Result<"wallet-lease">>;

  /**
   * Take the lease
   *
   * Until it ends, is released or taken away, only calls that carry its
   * `fencing` number change the wallet; others wait, each under its policy.
   *
   * Roles: `admin`.
   */
  lock(user: string, body: Body<"wallet-lock">, options?: CallOptions): Promise<Result<"wallet-lock">>;

  /**
   * Release the lease
   *
   * Releasing what is no longer held changes nothing, so that a key is optional
   * here. A release by force is logged and kept in the audit trail.
   *
   * Roles: `admin`.
   */
  unlock(user: string, query?: Query<"wallet-unlock">, options?: CallOptions): Promise<Result<"wallet-unlock">>;

  /**
   * Set the status
   *
   * Takes effect whoever holds the wallet's lease. Who did it and why is kept.
   *
   * Roles: `admin`.
   */
  status(user: string, body: Body<"wallet-status">, options?: CallOptions): Promise<Result<"wallet-status">>;

  /**
   * Pay another user
   *
   * Both wallets change together. What is left on the other side is told to a
   * service only.
   *
   * Roles: `user`, `service`.
   */
  transfer(user: string, body: Body<"wallet-transfer">, options?: CallOptions): Promise<Result<"wallet-transfer">>;

  /**
   * Check the ledger
   *
   * That no number is missing, every balance follows from the one before, the
   * chain of hashes holds, and the wallet's balance is that of its last entry.
   *
   * Roles: `user`, `service`, `admin`.
   */
  verify(user: string, query?: Query<"wallet-verify">, options?: CallOptions): Promise<Result<"wallet-verify">>;

  /**
   * Pay out of a wallet
   *
   * Money goes out, as far as it is available.
   *
   * Roles: `user`, `service`.
   */
  withdraw(user: string, body: Body<"wallet-withdraw">, options?: CallOptions): Promise<Result<"wallet-withdraw">>;
}

/** All operations, by the groups of the document. */
export interface Operations {
  readonly matching: MatchingOperations;
  readonly realtime: RealtimeOperations;
  readonly maintenance: MaintenanceOperations;
  readonly jobs: JobsOperations;
  readonly rooms: RoomsOperations;
  readonly wallet: WalletOperations;
}
