// Generated from openapi.yaml by `npm run generate`. Do not edit.

import type { Body, CallOptions, Listed, Query, Result } from "../http/types.js";

/** How each operation goes over HTTP. */
export const ROUTES = {
  "matching-activity": {"group":"matching","verb":"activity","method":"POST","path":"/v1/activity","params":[],"body":true},
  "affinity-adjust": {"group":"affinity","verb":"adjust","method":"POST","path":"/v1/affinity/adjust","params":[],"body":true,"key":true},
  "affinity-adjust-batch": {"group":"affinity","verb":"adjustBatch","method":"POST","path":"/v1/affinity/adjust/batch","params":[],"body":true,"key":true},
  "affinity-decay": {"group":"affinity","verb":"decay","method":"POST","path":"/v1/affinity/decay","params":[],"body":true},
  "affinity-apply": {"group":"affinity","verb":"apply","method":"POST","path":"/v1/affinity/events","params":[],"body":true,"key":true},
  "affinity-grants": {"group":"affinity","verb":"grants","method":"GET","path":"/v1/affinity/grants","params":[],"query":true,"list":true},
  "affinity-grant-retry": {"group":"affinity","verb":"grantRetry","method":"POST","path":"/v1/affinity/grants/{id}/retry","params":["id"]},
  "affinity-history": {"group":"affinity","verb":"history","method":"GET","path":"/v1/affinity/history","params":[],"query":true,"list":true},
  "affinity-levels": {"group":"affinity","verb":"levels","method":"GET","path":"/v1/affinity/levels","params":[]},
  "affinity-levels-put": {"group":"affinity","verb":"levelsPut","method":"PUT","path":"/v1/affinity/levels","params":[],"body":true,"query":true},
  "affinity-rules": {"group":"affinity","verb":"rules","method":"GET","path":"/v1/affinity/rules","params":[],"query":true,"list":true},
  "affinity-rule": {"group":"affinity","verb":"rule","method":"GET","path":"/v1/affinity/rules/{rule_key}","params":["rule_key"]},
  "affinity-rule-put": {"group":"affinity","verb":"rulePut","method":"PUT","path":"/v1/affinity/rules/{rule_key}","params":["rule_key"],"body":true,"query":true},
  "affinity-rule-delete": {"group":"affinity","verb":"ruleDelete","method":"DELETE","path":"/v1/affinity/rules/{rule_key}","params":["rule_key"],"query":true},
  "affinity-settings": {"group":"affinity","verb":"settings","method":"GET","path":"/v1/affinity/settings","params":[]},
  "affinity-settings-put": {"group":"affinity","verb":"settingsPut","method":"PUT","path":"/v1/affinity/settings","params":[],"body":true,"query":true},
  "affinity-show": {"group":"affinity","verb":"show","method":"GET","path":"/v1/affinity/{device_id}","params":["device_id"],"query":true},
  "affinity-log": {"group":"affinity","verb":"log","method":"GET","path":"/v1/affinity/{device_id}/log","params":["device_id"],"query":true,"list":true},
  "matching-blocks": {"group":"matching","verb":"blocks","method":"GET","path":"/v1/blocks","params":[],"query":true,"list":true},
  "matching-block": {"group":"matching","verb":"block","method":"PUT","path":"/v1/blocks/{user_id}","params":["user_id"]},
  "matching-unblock": {"group":"matching","verb":"unblock","method":"DELETE","path":"/v1/blocks/{user_id}","params":["user_id"]},
  "realtime-stats": {"group":"realtime","verb":"stats","method":"GET","path":"/v1/connections/stats","params":[]},
  "affinity-devices": {"group":"affinity","verb":"devices","method":"GET","path":"/v1/devices","params":[],"query":true,"list":true},
  "affinity-bind": {"group":"affinity","verb":"bind","method":"POST","path":"/v1/devices","params":[],"body":true,"key":true},
  "affinity-unbind": {"group":"affinity","verb":"unbind","method":"DELETE","path":"/v1/devices/{id}","params":["id"],"key":true},
  "realtime-events": {"group":"realtime","verb":"events","method":"GET","path":"/v1/events","params":[],"query":true},
  "maintenance-health": {"group":"maintenance","verb":"health","method":"GET","path":"/v1/health","params":[]},
  "matching-ask": {"group":"matching","verb":"ask","method":"POST","path":"/v1/heart-links","params":[],"body":true,"key":true},
  "maintenance-cleanup": {"group":"maintenance","verb":"cleanup","method":"POST","path":"/v1/heart-links/cleanup","params":[],"body":true},
  "matching-current": {"group":"matching","verb":"current","method":"GET","path":"/v1/heart-links/current","params":[]},
  "matching-accept": {"group":"matching","verb":"accept","method":"POST","path":"/v1/heart-links/current/accept","params":[],"key":true},
  "matching-cancel": {"group":"matching","verb":"cancel","method":"POST","path":"/v1/heart-links/current/cancel","params":[],"key":true},
  "matching-decline": {"group":"matching","verb":"decline","method":"POST","path":"/v1/heart-links/current/decline","params":[],"key":true},
  "matching-history": {"group":"matching","verb":"history","method":"GET","path":"/v1/heart-links/history","params":[],"query":true,"list":true},
  "matching-stats": {"group":"matching","verb":"stats","method":"GET","path":"/v1/heart-links/stats","params":[]},
  "jobs-list": {"group":"jobs","verb":"list","method":"GET","path":"/v1/jobs","params":[],"query":true,"list":true},
  "jobs-show": {"group":"jobs","verb":"show","method":"GET","path":"/v1/jobs/{id}","params":["id"]},
  "jobs-cancel": {"group":"jobs","verb":"cancel","method":"POST","path":"/v1/jobs/{id}/cancel","params":["id"]},
  "jobs-failures": {"group":"jobs","verb":"failures","method":"GET","path":"/v1/jobs/{id}/failures","params":["id"],"query":true,"list":true},
  "jobs-retry": {"group":"jobs","verb":"retry","method":"POST","path":"/v1/jobs/{id}/retry","params":["id"],"key":true},
  "jobs-slice": {"group":"jobs","verb":"slice","method":"PUT","path":"/v1/jobs/{id}/slices/{number}","params":["id","number"],"body":true},
  "jobs-start": {"group":"jobs","verb":"start","method":"POST","path":"/v1/jobs/{id}/start","params":["id"]},
  "jobs-upload": {"group":"jobs","verb":"upload","method":"POST","path":"/v1/jobs/{id}/upload","params":["id"]},
  "safety-sanctions": {"group":"safety","verb":"sanctions","method":"GET","path":"/v1/people/{user}/sanction","params":["user"]},
  "safety-sanction": {"group":"safety","verb":"sanction","method":"PUT","path":"/v1/people/{user}/sanction","params":["user"],"body":true},
  "safety-lift": {"group":"safety","verb":"lift","method":"DELETE","path":"/v1/people/{user}/sanction","params":["user"]},
  "safety-sign-out": {"group":"safety","verb":"signOut","method":"POST","path":"/v1/people/{user}/sign-out","params":["user"]},
  "points-show": {"group":"points","verb":"show","method":"GET","path":"/v1/points","params":[],"query":true},
  "points-change": {"group":"points","verb":"change","method":"POST","path":"/v1/points","params":[],"body":true,"key":true},
  "points-batch": {"group":"points","verb":"batch","method":"POST","path":"/v1/points/batch","params":[],"body":true,"key":true},
  "points-event": {"group":"points","verb":"event","method":"POST","path":"/v1/points/events","params":[],"body":true,"key":true},
  "points-history": {"group":"points","verb":"history","method":"GET","path":"/v1/points/history","params":[],"query":true,"list":true},
  "points-import": {"group":"points","verb":"import","method":"POST","path":"/v1/points/import","params":[],"body":true,"key":true},
  "points-leaderboard": {"group":"points","verb":"leaderboard","method":"GET","path":"/v1/points/leaderboard","params":[],"query":true,"list":true},
  "points-monitor": {"group":"points","verb":"monitor","method":"GET","path":"/v1/points/monitor","params":[],"query":true,"list":true},
  "points-repair": {"group":"points","verb":"repair","method":"POST","path":"/v1/points/monitor","params":[],"query":true,"key":true},
  "points-plans": {"group":"points","verb":"plans","method":"GET","path":"/v1/points/plans","params":[]},
  "points-plan": {"group":"points","verb":"plan","method":"GET","path":"/v1/points/plans/{plan}","params":["plan"]},
  "points-set-plan": {"group":"points","verb":"setPlan","method":"PUT","path":"/v1/points/plans/{plan}","params":["plan"],"body":true,"query":true},
  "points-delete-plan": {"group":"points","verb":"deletePlan","method":"DELETE","path":"/v1/points/plans/{plan}","params":["plan"],"query":true},
  "points-rules": {"group":"points","verb":"rules","method":"GET","path":"/v1/points/rules","params":[]},
  "points-rule": {"group":"points","verb":"rule","method":"GET","path":"/v1/points/rules/{rule_key}","params":["rule_key"]},
  "points-set-rule": {"group":"points","verb":"setRule","method":"PUT","path":"/v1/points/rules/{rule_key}","params":["rule_key"],"body":true,"query":true},
  "points-delete-rule": {"group":"points","verb":"deleteRule","method":"DELETE","path":"/v1/points/rules/{rule_key}","params":["rule_key"],"query":true},
  "points-profile": {"group":"points","verb":"profile","method":"GET","path":"/v1/points/students/{id}","params":["id"]},
  "points-set-profile": {"group":"points","verb":"setProfile","method":"PUT","path":"/v1/points/students/{id}","params":["id"],"body":true,"key":true},
  "points-audit": {"group":"points","verb":"audit","method":"GET","path":"/v1/points/students/{id}/audit","params":["id"],"query":true,"list":true},
  "points-check": {"group":"points","verb":"check","method":"GET","path":"/v1/points/students/{id}/check","params":["id"]},
  "points-fix": {"group":"points","verb":"fix","method":"POST","path":"/v1/points/students/{id}/fix","params":["id"],"query":true,"key":true},
  "points-reverse": {"group":"points","verb":"reverse","method":"POST","path":"/v1/points/students/{id}/transactions/{seq}/reverse","params":["id","seq"],"body":true,"key":true},
  "points-transactions": {"group":"points","verb":"transactions","method":"GET","path":"/v1/points/transactions","params":[],"query":true,"list":true,"texts":["text/csv"]},
  "safety-reports": {"group":"safety","verb":"reports","method":"GET","path":"/v1/reports","params":[],"query":true,"list":true},
  "safety-report": {"group":"safety","verb":"report","method":"POST","path":"/v1/reports","params":[],"body":true,"key":true},
  "safety-show": {"group":"safety","verb":"show","method":"GET","path":"/v1/reports/{id}","params":["id"]},
  "safety-close": {"group":"safety","verb":"close","method":"POST","path":"/v1/reports/{id}/close","params":["id"],"body":true,"key":true},
  "rooms-show": {"group":"rooms","verb":"show","method":"GET","path":"/v1/rooms/{id}","params":["id"]},
  "rooms-feedback": {"group":"rooms","verb":"feedback","method":"POST","path":"/v1/rooms/{id}/feedback","params":["id"],"body":true,"key":true},
  "rooms-leave": {"group":"rooms","verb":"leave","method":"POST","path":"/v1/rooms/{id}/leave","params":["id"],"key":true},
  "rooms-messages": {"group":"rooms","verb":"messages","method":"GET","path":"/v1/rooms/{id}/messages","params":["id"],"query":true,"list":true},
  "rooms-send": {"group":"rooms","verb":"send","method":"POST","path":"/v1/rooms/{id}/messages","params":["id"],"body":true,"key":true},
  "wallet-batch": {"group":"wallet","verb":"batch","method":"POST","path":"/v1/wallets/batch","params":[],"body":true,"key":true},
  "wallet-rewards": {"group":"wallet","verb":"rewards","method":"POST","path":"/v1/wallets/rewards","params":[],"body":true,"key":true},
  "jobs-create": {"group":"jobs","verb":"create","method":"POST","path":"/v1/wallets/rewards/jobs","params":[],"body":true,"key":true},
  "wallet-stats": {"group":"wallet","verb":"stats","method":"GET","path":"/v1/wallets/stats","params":[]},
  "wallet-show": {"group":"wallet","verb":"show","method":"GET","path":"/v1/wallets/{user}","params":["user"],"query":true},
  "wallet-audit": {"group":"wallet","verb":"audit","method":"GET","path":"/v1/wallets/{user}/audit","params":["user"],"query":true,"list":true},
  "wallet-credit": {"group":"wallet","verb":"credit","method":"POST","path":"/v1/wallets/{user}/credit","params":["user"],"body":true,"key":true},
  "wallet-currencies": {"group":"wallet","verb":"currencies","method":"GET","path":"/v1/wallets/{user}/currencies","params":["user"],"query":true,"list":true},
  "wallet-entries": {"group":"wallet","verb":"entries","method":"GET","path":"/v1/wallets/{user}/entries","params":["user"],"query":true,"list":true},
  "wallet-reverse": {"group":"wallet","verb":"reverse","method":"POST","path":"/v1/wallets/{user}/entries/{seq}/reverse","params":["user","seq"],"body":true,"key":true},
  "wallet-holds": {"group":"wallet","verb":"holds","method":"GET","path":"/v1/wallets/{user}/holds","params":["user"],"query":true,"list":true},
  "wallet-hold": {"group":"wallet","verb":"hold","method":"POST","path":"/v1/wallets/{user}/holds","params":["user"],"body":true,"key":true},
  "wallet-capture": {"group":"wallet","verb":"capture","method":"POST","path":"/v1/wallets/{user}/holds/{id}/capture","params":["user","id"],"body":true,"key":true},
  "wallet-void": {"group":"wallet","verb":"void","method":"POST","path":"/v1/wallets/{user}/holds/{id}/void","params":["user","id"],"body":true,"key":true},
  "wallet-lease": {"group":"wallet","verb":"lease","method":"GET","path":"/v1/wallets/{user}/lock","params":["user"],"query":true},
  "wallet-lock": {"group":"wallet","verb":"lock","method":"POST","path":"/v1/wallets/{user}/lock","params":["user"],"body":true,"key":true},
  "wallet-unlock": {"group":"wallet","verb":"unlock","method":"DELETE","path":"/v1/wallets/{user}/lock","params":["user"],"query":true,"key":true},
  "wallet-status": {"group":"wallet","verb":"status","method":"PUT","path":"/v1/wallets/{user}/status","params":["user"],"body":true,"key":true},
  "wallet-transfer": {"group":"wallet","verb":"transfer","method":"POST","path":"/v1/wallets/{user}/transfer","params":["user"],"body":true,"key":true},
  "wallet-verify": {"group":"wallet","verb":"verify","method":"GET","path":"/v1/wallets/{user}/verify","params":["user"],"query":true},
  "wallet-withdraw": {"group":"wallet","verb":"withdraw","method":"POST","path":"/v1/wallets/{user}/withdraw","params":["user"],"body":true,"key":true},
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
   * List whom one has blocked
   *
   * The caller's own blocks, blocked last first unless `order=asc`. Who blocked the
   * caller is told nowhere.
   *
   * Roles: `user`.
   */
  blocks(query?: Query<"matching-blocks">, options?: CallOptions): Listed<"matching-blocks">;

  /**
   * Block somebody
   *
   * The two are never paired again, and a room that they share ends; the other
   * person is told only that it has ended. Nor does either send money to the other. Blocking twice changes nothing.
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
   * polling. Asking again answers 200 with what there is; a request that still
   * waits keeps its place and takes the preferences of the body, if it has any.
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
   * is no mistake: once the room is open, the answer tells it.
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
   * place in the line and does not learn who declined. Once the match is made, it
   * is too late: `already_matched` tells the room.
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

/** The operations `affinity-…`. */
export interface AffinityOperations {
  /**
   * Adjust a value
   *
   * Knows no rule, cooldown or cap; but the value stays on its scale, and log,
   * levels, rewards and events are as for any other change.
   *
   * Roles: `admin`.
   */
  adjust(body: Body<"affinity-adjust">, options?: CallOptions): Promise<Result<"affinity-adjust">>;

  /**
   * Adjust many values
   *
   * Each by itself: what fails does not stop the others, and may be sent again
   * with the same key, with which only that is done.
   *
   * Roles: `admin`.
   */
  adjustBatch(body: Body<"affinity-adjust-batch">, options?: CallOptions): Promise<Result<"affinity-adjust-batch">>;

  /**
   * Let idle bindings decay
   *
   * The same run that is made every hour: its cost grows with what is idle. A
   * binding decays once a natural day, whoever runs it; missed days are caught
   * up.
   *
   * Roles: `admin`.
   */
  decay(body?: Body<"affinity-decay">, options?: CallOptions): Promise<Result<"affinity-decay">>;

  /**
   * Tell what happened
   *
   * Cooldown, caps and the event's id are part of the write: however many calls
   * come at once, none exceeds a cap or counts an event twice. A call that
   * changes nothing is answered as well; `outcome` says why. A user may report by
   * rules that say so, and never reaches a level by it that pays money or points.
   *
   * Roles: `user`, `service`.
   */
  apply(body: Body<"affinity-apply">, options?: CallOptions): Promise<Result<"affinity-apply">>;

  /**
   * List level rewards
   *
   * Those that could not be paid, by the time of their next attempt; or all of
   * one binding, by level.
   *
   * Roles: `admin`.
   */
  grants(query?: Query<"affinity-grants">, options?: CallOptions): Listed<"affinity-grants">;

  /**
   * Pay what failed
   *
   * What was paid before stays paid once: sent again, this pays nothing twice.
   * It is tried by schedule as well, ever less often.
   *
   * Roles: `admin`.
   */
  grantRetry(id: string, options?: CallOptions): Promise<Result<"affinity-grant-retry">>;

  /**
   * Read the trail
   *
   * Every edit with its reason, newest first; it is never changed or deleted.
   *
   * Roles: `admin`.
   */
  history(query: Query<"affinity-history">, options?: CallOptions): Listed<"affinity-history">;

  /**
   * Look at the levels
   *
   * The first is level 1. As they were at most 10 s ago.
   *
   * Roles: `user`, `service`, `teacher`, `admin`.
   */
  levels(options?: CallOptions): Promise<Result<"affinity-levels">>;

  /**
   * Set the levels
   *
   * All of them, the lowest first: thresholds rise. A level keeps its id whatever
   * is put in, taken out or renamed, and what reaching it grants is granted once
   * in the life of a binding. What lies below a value and was not granted yet is
   * granted when the value rises next. In force everywhere within 10 s. Who did it and why is kept.
   *
   * Roles: `admin`.
   */
  levelsPut(body: Body<"affinity-levels-put">, query?: Query<"affinity-levels-put">, options?: CallOptions): Promise<Result<"affinity-levels-put">>;

  /**
   * List the rules
   *
   * By key, the last first unless `order=asc`. As they were at most 10 s ago.
   *
   * Roles: `user`, `service`, `teacher`, `admin`.
   */
  rules(query?: Query<"affinity-rules">, options?: CallOptions): Listed<"affinity-rules">;

  /**
   * Look at a rule
   *
   * As it was at most 10 s ago.
   *
   * Roles: `user`, `service`, `teacher`, `admin`.
   */
  rule(ruleKey: string, options?: CallOptions): Promise<Result<"affinity-rule">>;

  /**
   * Make or change a rule
   *
   * In force everywhere within 10 s. Who did it and why is kept. What was read
   * may be sent back as it was, with its changes.
   *
   * Roles: `admin`.
   */
  rulePut(ruleKey: string, body: Body<"affinity-rule-put">, query?: Query<"affinity-rule-put">, options?: CallOptions): Promise<Result<"affinity-rule-put">>;

  /**
   * Delete a rule
   *
   * Events of this key change nothing any more, everywhere within 10 s.
   *
   * Roles: `admin`.
   */
  ruleDelete(ruleKey: string, query?: Query<"affinity-rule-delete">, options?: CallOptions): Promise<Result<"affinity-rule-delete">>;

  /**
   * Look at the settings
   *
   * As they were at most 10 s ago.
   *
   * Roles: `user`, `service`, `teacher`, `admin`.
   */
  settings(options?: CallOptions): Promise<Result<"affinity-settings">>;

  /**
   * Set the settings
   *
   * All of them: what is left out gets its default. In force everywhere within
   * 10 s. A change of the time zone gives no date its caps twice and loses none.
   * Who did it and why is kept.
   *
   * Roles: `admin`.
   */
  settingsPut(body?: Body<"affinity-settings-put">, query?: Query<"affinity-settings-put">, options?: CallOptions): Promise<Result<"affinity-settings-put">>;

  /**
   * Look at a value
   *
   * With its level, the way to the next, and what was used up of today's caps.
   *
   * Roles: `user`, `service`, `admin`.
   */
  show(deviceId: string, query?: Query<"affinity-show">, options?: CallOptions): Promise<Result<"affinity-show">>;

  /**
   * Read the log
   *
   * Every change of the value, newest first unless `order=asc`.
   *
   * Roles: `user`, `admin`.
   */
  log(deviceId: string, query?: Query<"affinity-log">, options?: CallOptions): Listed<"affinity-log">;

  /**
   * List one's devices
   *
   * Those that are bound, bound last first unless `order=asc`.
   *
   * Roles: `user`.
   */
  devices(query?: Query<"affinity-devices">, options?: CallOptions): Listed<"affinity-devices">;

  /**
   * Bind a device
   *
   * One that is bound already may be renamed by this. One that was bound before
   * goes on with the value it had. A device may be bound to several users, each
   * with a value of their own.
   *
   * Roles: `user`.
   */
  bind(body: Body<"affinity-bind">, options?: CallOptions): Promise<Result<"affinity-bind">>;

  /**
   * Unbind a device
   *
   * Its value and log are kept, and change no more until it is bound again.
   *
   * Roles: `user`.
   */
  unbind(id: string, options?: CallOptions): Promise<Result<"affinity-unbind">>;
}

/** The operations `realtime-…`. */
export interface RealtimeOperations {
  /**
   * Count the open connections
   *
   * WebSocket connections that are authenticated and open now. One that broke
   * off unnoticed counts until something is pushed to it, or two hours have passed.
   *
   * Roles: `admin`.
   */
  stats(options?: CallOptions): Promise<Result<"realtime-stats">>;

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
   * Needs no token. Answers within a second, and 200 also when degraded: `status` tells.
   * Degraded is a store that does not answer or takes no writes, and changes that have
   * waited for more than a minute. Dead letters are only counted.
   */
  health(options?: CallOptions): Promise<Result<"maintenance-health">>;

  /**
   * Expire and end what is due
   *
   * The same sweep that runs every 5 minutes: pending requests of inactive
   * owners or too old, renewals, warnings, expired proposals, rooms with an
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
   * List the jobs
   *
   * A service sees the jobs that it made, an admin those of everybody; the newest
   * first, unless asked otherwise. A job made a moment ago may not be there yet.
   * A page may be short and yet have a next one, where jobs are to be forgotten.
   *
   * Roles: `service`, `admin`.
   */
  list(query?: Query<"jobs-list">, options?: CallOptions): Listed<"jobs-list">;

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

/** The operations `safety-…`. */
export interface SafetyOperations {
  /**
   * Read somebody's sanctions
   *
   * What holds now, and the trail of who did what, when and why.
   *
   * Roles: `moderator`, `admin`.
   */
  sanctions(user: string, options?: CallOptions): Promise<Result<"safety-sanctions">>;

  /**
   * Warn, mute, suspend or ban somebody
   *
   * In place of what was done before; each is kept in the person's trail. Who is
   * muted sends no messages. Who is suspended or banned neither asks, sends, binds
   * nor transfers: the live request is cancelled, the room ends (`removed`), the
   * connections close (4003), and 403 `suspended` says until when. It holds at once,
   * as a condition of each write.
   *
   * Roles: `moderator`, `admin`.
   */
  sanction(user: string, body: Body<"safety-sanction">, options?: CallOptions): Promise<Result<"safety-sanction">>;

  /**
   * Lift a sanction
   *
   * The person may do again what they might before; the trail keeps who lifted it.
   * Nothing changes where there is none.
   *
   * Roles: `moderator`, `admin`.
   */
  lift(user: string, options?: CallOptions): Promise<Result<"safety-lift">>;

  /**
   * Sign somebody out everywhere
   *
   * Oneself, or anybody for a moderator or an admin. Tokens issued until now are
   * refused with 401 `unauthorized` within 10 s, and so is one that does not say when
   * it was issued (`iat`); the connections close (4001). A token that is issued later
   * holds.
   *
   * Roles: `user`, `moderator`, `admin`.
   */
  signOut(user: string, options?: CallOptions): Promise<Result<"safety-sign-out">>;

  /**
   * List the reports
   *
   * Newest first, unless asked otherwise; the queue is `?status=open&order=asc`. One
   * made or closed a moment ago may not be seen yet. A page may be short and yet have
   * a next one, where reports are being closed.
   *
   * Roles: `moderator`, `admin`.
   */
  reports(query?: Query<"safety-reports">, options?: CallOptions): Listed<"safety-reports">;

  /**
   * Report somebody
   *
   * At any time: in the room, after it, or by the name of a person; then it is about
   * the last room of the two. The newest messages of the room, up to 50, and those
   * that are named are kept with the report, whatever becomes of the room. Moderators
   * read it, and nobody else; the caller is told by `report_closed` that it was
   * decided on. One person makes at most 50 reports a day.
   *
   * Roles: `user`.
   */
  report(body: Body<"safety-report">, options?: CallOptions): Promise<Result<"safety-report">>;

  /**
   * Read a report
   *
   * With the messages that are kept with it.
   *
   * Roles: `moderator`, `admin`.
   */
  show(id: string, options?: CallOptions): Promise<Result<"safety-show">>;

  /**
   * Close a report
   *
   * The report keeps who closed it, when and how. It notes what was done about the
   * person, and does none of it. The reporter is told by `report_closed`, without the
   * outcome.
   *
   * Roles: `moderator`, `admin`.
   */
  close(id: string, body: Body<"safety-close">, options?: CallOptions): Promise<Result<"safety-close">>;
}

/** The operations `points-…`. */
export interface PointsOperations {
  /**
   * Look at points
   *
   * As they were at most 5 seconds ago, and always with what this server itself
   * changed; `as_of` says when, and `fresh=true` reads them anew. One to whom
   * nothing was ever given has 0.
   *
   * Roles: `user`, `teacher`, `service`, `admin`.
   */
  show(query?: Query<"points-show">, options?: CallOptions): Promise<Result<"points-show">>;

  /**
   * Give or take points
   *
   * Points and transaction change together. A teacher changes those of their
   * students: of everybody whose account names no teachers, and of those whose
   * account names them.
   *
   * Roles: `teacher`, `service`.
   */
  change(body: Body<"points-change">, options?: CallOptions): Promise<Result<"points-change">>;

  /**
   * Change the points of a class
   *
   * Each student's by a transaction of its own, side by side: one that is refused
   * does not concern the others. What failed for want of the store may be sent
   * again with the same key: only that is done then.
   *
   * Roles: `teacher`, `service`.
   */
  batch(body: Body<"points-batch">, options?: CallOptions): Promise<Result<"points-batch">>;

  /**
   * Report an event
   *
   * Gives what the rule grants, up to its caps. The same event again, with
   * whatever idempotency key, changes nothing and is answered as before.
   *
   * Roles: `service`.
   */
  event(body: Body<"points-event">, options?: CallOptions): Promise<Result<"points-event">>;

  /**
   * Read the trail of a rule or a plan
   *
   * Every edit with its reason, newest first; it is never changed or deleted.
   * Needs either `rule_key` or `plan`.
   *
   * Roles: `admin`.
   */
  history(query?: Query<"points-history">, options?: CallOptions): Listed<"points-history">;

  /**
   * Take over transactions
   *
   * Into an account that has none. A history of more than 98 rows comes in
   * several calls, in order; until the last of them the account is marked as
   * `importing` and nothing else changes it, so that the same import can go on.
   *
   * Roles: `admin`.
   */
  import(body: Body<"points-import">, options?: CallOptions): Promise<Result<"points-import">>;

  /**
   * Compare a group
   *
   * Most points first; of those with the same points, by id. What has expired
   * leaves with the next run that takes it.
   *
   * Roles: `user`, `teacher`, `service`, `admin`.
   */
  leaderboard(query: Query<"points-leaderboard">, options?: CallOptions): Listed<"points-leaderboard">;

  /**
   * Check all accounts
   *
   * That no number is missing, every balance follows from the one before, the
   * chain of hashes holds, the stored balance is that of the last transaction and
   * the sum of all, and what was verified before is still what it was. Changes
   * nothing. A check that would take too long stops, and `next_cursor` goes on.
   *
   * Roles: `admin`.
   */
  monitor(query?: Query<"points-monitor">, options?: CallOptions): Listed<"points-monitor">;

  /**
   * Repair accounts
   *
   * Checks all accounts in full. With `auto_fix`, a balance that is not what the
   * transactions add up to is set right by a visible `correction`, and nothing is
   * deleted. A broken chain, where a transaction was changed, added or removed, is
   * reported and refused.
   *
   * Roles: `admin`.
   */
  repair(query?: Query<"points-repair">, options?: CallOptions): Promise<Result<"points-repair">>;

  /**
   * List plans
   *
   * All of them, by name.
   *
   * Roles: `user`, `teacher`, `service`, `admin`.
   */
  plans(options?: CallOptions): Promise<Result<"points-plans">>;

  /**
   * Look at a plan
   *
   * Roles: `user`, `teacher`, `service`, `admin`.
   */
  plan(plan: string, options?: CallOptions): Promise<Result<"points-plan">>;

  /**
   * Write a plan
   *
   * Takes effect everywhere within 10 seconds. Who did it and why is kept.
   *
   * Roles: `admin`.
   */
  setPlan(plan: string, body?: Body<"points-set-plan">, query?: Query<"points-set-plan">, options?: CallOptions): Promise<Result<"points-set-plan">>;

  /**
   * Delete a plan
   *
   * Takes effect everywhere within 10 seconds. Who did it and why is kept.
   *
   * Roles: `admin`.
   */
  deletePlan(plan: string, query?: Query<"points-delete-plan">, options?: CallOptions): Promise<Result<"points-delete-plan">>;

  /**
   * List rules
   *
   * All of them, by name.
   *
   * Roles: `user`, `teacher`, `service`, `admin`.
   */
  rules(options?: CallOptions): Promise<Result<"points-rules">>;

  /**
   * Look at a points rule
   *
   * Roles: `user`, `teacher`, `service`, `admin`.
   */
  rule(ruleKey: string, options?: CallOptions): Promise<Result<"points-rule">>;

  /**
   * Write a points rule
   *
   * Takes effect everywhere within 10 seconds. Who did it and why is kept.
   *
   * Roles: `admin`.
   */
  setRule(ruleKey: string, body: Body<"points-set-rule">, query?: Query<"points-set-rule">, options?: CallOptions): Promise<Result<"points-set-rule">>;

  /**
   * Delete a points rule
   *
   * Takes effect everywhere within 10 seconds. Who did it and why is kept.
   *
   * Roles: `admin`.
   */
  deleteRule(ruleKey: string, query?: Query<"points-delete-rule">, options?: CallOptions): Promise<Result<"points-delete-rule">>;

  /**
   * Look at a profile
   *
   * Group, plan and teachers of a student's account.
   *
   * Roles: `user`, `teacher`, `service`, `admin`.
   */
  profile(id: string, options?: CallOptions): Promise<Result<"points-profile">>;

  /**
   * Set a profile
   *
   * Says all of it: what is left out is none. Touches no points.
   *
   * Roles: `service`, `admin`.
   */
  setProfile(id: string, body?: Body<"points-set-profile">, options?: CallOptions): Promise<Result<"points-set-profile">>;

  /**
   * Read the audit trail
   *
   * Profiles set: who, when, before and after, newest first. It is never changed
   * or deleted. Corrections of points stand among the transactions.
   *
   * Roles: `admin`.
   */
  audit(id: string, query?: Query<"points-audit">, options?: CallOptions): Listed<"points-audit">;

  /**
   * Check an account
   *
   * From the first transaction to the last, as the monitor does for all of them.
   *
   * Roles: `admin`.
   */
  check(id: string, options?: CallOptions): Promise<Result<"points-check">>;

  /**
   * Repair an account
   *
   * As the monitor does with `auto_fix`: by a visible `correction`, and only where
   * the transactions prove what is right.
   *
   * Roles: `admin`.
   */
  fix(id: string, query?: Query<"points-fix">, options?: CallOptions): Promise<Result<"points-fix">>;

  /**
   * Take a transaction back
   *
   * By a transaction with the opposite points; a transaction is taken back once,
   * and a reversal, a correction or what expired never. Points return to where
   * they were taken from, and expire when they would have.
   *
   * Roles: `teacher`, `service`.
   */
  reverse(id: string, seq: number, body?: Body<"points-reverse">, options?: CallOptions): Promise<Result<"points-reverse">>;

  /**
   * Read the history
   *
   * By number, newest first unless `order=asc`. Where `from`, `to` or
   * `transaction_type` leave few transactions, a page may be short and yet have a
   * next one. With `Accept: text/csv` the answer is a table of up to 10,000
   * transactions, or `limit`; where there are more, its `Link` header leads on.
   *
   * Roles: `user`, `teacher`, `service`, `admin`.
   */
  transactions(query?: Query<"points-transactions">, options?: CallOptions): Listed<"points-transactions">;

  /**
   * Read the history
   *
   * By number, newest first unless `order=asc`. Where `from`, `to` or
   * `transaction_type` leave few transactions, a page may be short and yet have a
   * next one. With `Accept: text/csv` the answer is a table of up to 10,000
   * transactions, or `limit`; where there are more, its `Link` header leads on.
   *
   * Roles: `user`, `teacher`, `service`, `admin`.
   */
  transactionsCsv(query?: Query<"points-transactions">, options?: CallOptions): Promise<string>;
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
   * the other member never sees it. A report makes one of its own, as `POST /v1/reports`
   * does: it stays whatever is said later. The same one said again makes no second.
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
   * together, more than 98 of them in several steps, users side by side. More than
   * 1,000, as many as the body takes, become a job that pays them.
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
   * Read the audit trail
   *
   * Statuses set and leases ended by force: who, when and why, newest first. It
   * is never changed or deleted.
   *
   * Roles: `admin`.
   */
  audit(user: string, query?: Query<"wallet-audit">, options?: CallOptions): Listed<"wallet-audit">;

  /**
   * Pay into a wallet
   *
   * Money comes in from outside.
   *
   * Roles: `service`.
   */
  credit(user: string, body: Body<"wallet-credit">, options?: CallOptions): Promise<Result<"wallet-credit">>;

  /**
   * List the wallets of somebody
   *
   * One for each currency in which anything ever happened, in the order in which
   * the settings name the currencies: the default one first.
   *
   * Roles: `user`, `service`, `admin`.
   */
  currencies(user: string, query?: Query<"wallet-currencies">, options?: CallOptions): Listed<"wallet-currencies">;

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
   * List the holds
   *
   * By the time of making, newest first unless `order=asc`. Where `status`
   * leaves few holds, a page may be short and yet have a next one.
   *
   * Roles: `user`, `service`, `admin`.
   */
  holds(user: string, query?: Query<"wallet-holds">, options?: CallOptions): Listed<"wallet-holds">;

  /**
   * Keep money back
   *
   * What is held stays in the balance and is not available to anything else,
   * until the hold is captured, voided or expires.
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
   * All of it is available again. A hold that has expired needs no release.
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
   * `fencing` number change the wallet, and only those of the caller who took it
   * or of the service whose id is its `owner`. Others wait, each under its policy.
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
   * Both wallets change together. What is left on the other side, and how many
   * movements there were, is told to a service only. Nothing goes between two of whom
   * one has blocked the other: 403 `forbidden`, which does not tell who blocked whom.
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
  readonly affinity: AffinityOperations;
  readonly realtime: RealtimeOperations;
  readonly maintenance: MaintenanceOperations;
  readonly jobs: JobsOperations;
  readonly safety: SafetyOperations;
  readonly points: PointsOperations;
  readonly rooms: RoomsOperations;
  readonly wallet: WalletOperations;
}
