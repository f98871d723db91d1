// Generated from openapi.yaml by `npm run generate`. Do not edit.

export interface paths {
    "/v1/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record a heartbeat or a login
         * @description A person is active for 5 minutes after the last activity; where there never
         *     was one, for 10 minutes after the last login. Every other call of a user
         *     counts as an activity too, and so does a WebSocket `ping`. Written at most
         *     once in 30 s per person.
         *
         *     Roles: `user`.
         */
        post: operations["matching-activity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/affinity/adjust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adjust a value
         * @description Knows no rule, cooldown or cap; but the value stays on its scale, and log,
         *     levels, rewards and events are as for any other change.
         *
         *     Roles: `admin`.
         */
        post: operations["affinity-adjust"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/affinity/adjust/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adjust many values
         * @description Each by itself: what fails does not stop the others, and may be sent again
         *     with the same key, with which only that is done.
         *
         *     Roles: `admin`.
         */
        post: operations["affinity-adjust-batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/affinity/decay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let idle bindings decay
         * @description The same run that is made every hour: its cost grows with what is idle. A
         *     binding decays once a natural day, whoever runs it; missed days are caught
         *     up.
         *
         *     Roles: `admin`.
         */
        post: operations["affinity-decay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/affinity/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell what happened
         * @description Cooldown, caps and the event's id are part of the write: however many calls
         *     come at once, none exceeds a cap or counts an event twice. A call that
         *     changes nothing is answered as well; `outcome` says why. A user may report by
         *     rules that say so, and never reaches a level by it that pays money or points.
         *
         *     Roles: `user`, `service`.
         */
        post: operations["affinity-apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/affinity/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List level rewards
         * @description Those that could not be paid, by the time of their next attempt; or all of
         *     one binding, by level.
         *
         *     Roles: `admin`.
         */
        get: operations["affinity-grants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/affinity/grants/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay what failed
         * @description What was paid before stays paid once: sent again, this pays nothing twice.
         *     It is tried by schedule as well, ever less often.
         *
         *     Roles: `admin`.
         */
        post: operations["affinity-grant-retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/affinity/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the trail
         * @description Every edit with its reason, newest first; it is never changed or deleted.
         *
         *     Roles: `admin`.
         */
        get: operations["affinity-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/affinity/levels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at the levels
         * @description The first is level 1. As they were at most 10 s ago.
         *
         *     Roles: `user`, `service`, `teacher`, `admin`.
         */
        get: operations["affinity-levels"];
        /**
         * Set the levels
         * @description All of them, the lowest first: thresholds rise. A level keeps its id whatever
         *     is put in, taken out or renamed, and what reaching it grants is granted once
         *     in the life of a binding. What lies below a value and was not granted yet is
         *     granted when the value rises next. In force everywhere within 10 s. Who did it and why is kept.
         *
         *     Roles: `admin`.
         */
        put: operations["affinity-levels-put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/affinity/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the rules
         * @description By key, the last first unless `order=asc`. As they were at most 10 s ago.
         *
         *     Roles: `user`, `service`, `teacher`, `admin`.
         */
        get: operations["affinity-rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/affinity/rules/{rule_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a rule
         * @description As it was at most 10 s ago.
         *
         *     Roles: `user`, `service`, `teacher`, `admin`.
         */
        get: operations["affinity-rule"];
        /**
         * Make or change a rule
         * @description In force everywhere within 10 s. Who did it and why is kept. What was read
         *     may be sent back as it was, with its changes.
         *
         *     Roles: `admin`.
         */
        put: operations["affinity-rule-put"];
        post?: never;
        /**
         * Delete a rule
         * @description Events of this key change nothing any more, everywhere within 10 s.
         *
         *     Roles: `admin`.
         */
        delete: operations["affinity-rule-delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/affinity/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at the settings
         * @description As they were at most 10 s ago.
         *
         *     Roles: `user`, `service`, `teacher`, `admin`.
         */
        get: operations["affinity-settings"];
        /**
         * Set the settings
         * @description All of them: what is left out gets its default. In force everywhere within
         *     10 s. A change of the time zone gives no date its caps twice and loses none.
         *     Who did it and why is kept.
         *
         *     Roles: `admin`.
         */
        put: operations["affinity-settings-put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/affinity/{device_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a value
         * @description With its level, the way to the next, and what was used up of today's caps.
         *
         *     Roles: `user`, `service`, `admin`.
         */
        get: operations["affinity-show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/affinity/{device_id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the log
         * @description Every change of the value, newest first unless `order=asc`.
         *
         *     Roles: `user`, `admin`.
         */
        get: operations["affinity-log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List whom one has blocked
         * @description The caller's own blocks, blocked last first unless `order=asc`. Who blocked the
         *     caller is told nowhere.
         *
         *     Roles: `user`.
         */
        get: operations["matching-blocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/blocks/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Block somebody
         * @description The two are never paired again, and a room that they share ends; the other
         *     person is told only that it has ended. Nor does either send money to the other. Blocking twice changes nothing.
         *
         *     Roles: `user`.
         */
        put: operations["matching-block"];
        post?: never;
        /**
         * Take a block back
         * @description Unblocking somebody who is not blocked changes nothing. A block by the
         *     other person stands.
         *
         *     Roles: `user`.
         */
        delete: operations["matching-unblock"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the open connections
         * @description WebSocket connections that are authenticated and open now. One that broke
         *     off unnoticed counts until something is pushed to it, or two hours have passed.
         *
         *     Roles: `admin`.
         */
        get: operations["realtime-stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List one's devices
         * @description Those that are bound, bound last first unless `order=asc`.
         *
         *     Roles: `user`.
         */
        get: operations["affinity-devices"];
        put?: never;
        /**
         * Bind a device
         * @description One that is bound already may be renamed by this. One that was bound before
         *     goes on with the value it had. A device may be bound to several users, each
         *     with a value of their own.
         *
         *     Roles: `user`.
         */
        post: operations["affinity-bind"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Unbind a device
         * @description Its value and log are kept, and change no more until it is bound again.
         *
         *     Roles: `user`.
         */
        delete: operations["affinity-unbind"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Replay the feed
         * @description Every event that concerns the caller is stored here, numbered, before it is
         *     pushed. A client that was away asks for what came `after` the last number it
         *     has; the same over a WebSocket is `resume` (docs/realtime.md). Numbers rise
         *     by one; a new feed does not begin at 1. Items are kept 24 h.
         *
         *     Roles: `user`, `service`, `teacher`, `admin`.
         */
        get: operations["realtime-events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether the system is well
         * @description Needs no token. Answers within a second, and 200 also when degraded: `status` tells.
         *     Degraded is a store that does not answer or takes no writes, and changes that have
         *     waited for more than a minute. Dead letters are only counted.
         */
        get: operations["maintenance-health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/heart-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask to be paired
         * @description If somebody suitable waits, the pair, the room and both people's new state
         *     are one transaction, and the answer is already the match. Otherwise the
         *     request waits; the partner comes with the event `match_found`, without
         *     polling. Asking again answers 200 with what there is; a request that still
         *     waits keeps its place and takes the preferences of the body, if it has any.
         *
         *     Roles: `user`.
         */
        post: operations["matching-ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/heart-links/cleanup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Expire and end what is due
         * @description The same sweep that runs every 5 minutes: pending requests of inactive
         *     owners or too old, renewals, warnings, expired proposals, rooms with an
         *     inactive member. Bounded: its cost grows with what is due. Two runs at once
         *     make each change once.
         *
         *     Roles: `admin`.
         */
        post: operations["maintenance-cleanup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/heart-links/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how the request stands
         * @description The request, how long it has waited, how long it may still take (from the
         *     median of recent matches), and once matched the room, the partner and the
         *     score. No need to poll: the same news come as events.
         *
         *     Roles: `user`.
         */
        get: operations["matching-current"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/heart-links/current/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept the proposed match
         * @description Only where the queue asks for acceptance (`HEARTLINK_MATCHING_ACCEPTANCE`).
         *     The room opens when both have accepted within the lease; accepting twice
         *     is no mistake: once the room is open, the answer tells it.
         *
         *     Roles: `user`.
         */
        post: operations["matching-accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/heart-links/current/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw the waiting request
         * @description A cancellation that races a match has exactly one winner: it answers 200
         *     and nobody is paired, or `already_matched` with the room. A proposed match
         *     is declined with it.
         *
         *     Roles: `user`.
         */
        post: operations["matching-cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/heart-links/current/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline the proposed match
         * @description The caller's request is cancelled; the other person waits on in the old
         *     place in the line and does not learn who declined. Once the match is made, it
         *     is too late: `already_matched` tells the room.
         *
         *     Roles: `user`.
         */
        post: operations["matching-decline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/heart-links/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the people met
         * @description Every match of the caller, with the score and its parts ("why were we
         *     matched?"), how the room ended, and what the caller said of it.
         *
         *     Roles: `user`.
         */
        get: operations["matching-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/heart-links/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the figures of matching
         * @description Counters are written in the transactions that they count, so they agree
         *     with what happened; `pending` is counted in the waiting pool.
         *
         *     Roles: `admin`.
         */
        get: operations["matching-stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the jobs
         * @description A service sees the jobs that it made, an admin those of everybody; the newest
         *     first, unless asked otherwise. A job made a moment ago may not be there yet.
         *     A page may be short and yet have a next one, where jobs are to be forgotten.
         *
         *     Roles: `service`, `admin`.
         */
        get: operations["jobs-list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a job is
         * @description The counters change with each finished slice, in one transaction. A service
         *     sees the jobs that it made.
         *
         *     Roles: `service`, `admin`.
         */
        get: operations["jobs-show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a job
         * @description What was paid stays paid. A job that runs is `cancelling` until it is known
         *     what of the present slice was paid; once it is `cancelled`, nothing is paid
         *     any more and its counters are exact.
         *
         *     Roles: `service`, `admin`.
         */
        post: operations["jobs-cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who was not paid, and why
         * @description The highest index first, unless asked otherwise.
         *
         *     Roles: `service`, `admin`.
         */
        get: operations["jobs-failures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try again what failed
         * @description Pays the rewards that failed, and no other. A job that stopped half-way goes
         *     on where it was.
         *
         *     Roles: `service`, `admin`.
         */
        post: operations["jobs-retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/slices/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a job one of its slices
         * @description Slices have the numbers 1, 2, 3 …, and come in any order, side by side if
         *     you like. The same slice again changes nothing.
         *
         *     Roles: `service`, `admin`.
         */
        put: operations["jobs-slice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a job
         * @description A file is read through first: one with too many rewards pays nobody. A line
         *     that is no reward is a failure with its reason, and the others are paid. A
         *     job that was started is left as it is.
         *
         *     Roles: `service`, `admin`.
         */
        post: operations["jobs-start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask where to upload the file of a job
         * @description One JSON object a line: `user_id`, `amount`, and if you like `currency`,
         *     `description`, `reference`. A file that is uploaded again before the start
         *     replaces the one before.
         *
         *     Roles: `service`, `admin`.
         */
        post: operations["jobs-upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{user}/sanction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read somebody's sanctions
         * @description What holds now, and the trail of who did what, when and why.
         *
         *     Roles: `moderator`, `admin`.
         */
        get: operations["safety-sanctions"];
        /**
         * Warn, mute, suspend or ban somebody
         * @description In place of what was done before; each is kept in the person's trail. Who is
         *     muted sends no messages. Who is suspended or banned neither asks, sends, binds
         *     nor transfers: the live request is cancelled, the room ends (`removed`), the
         *     connections close (4003), and 403 `suspended` says until when. It holds at once,
         *     as a condition of each write.
         *
         *     Roles: `moderator`, `admin`.
         */
        put: operations["safety-sanction"];
        post?: never;
        /**
         * Lift a sanction
         * @description The person may do again what they might before; the trail keeps who lifted it.
         *     Nothing changes where there is none.
         *
         *     Roles: `moderator`, `admin`.
         */
        delete: operations["safety-lift"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{user}/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign somebody out everywhere
         * @description Oneself, or anybody for a moderator or an admin. Tokens issued until now are
         *     refused with 401 `unauthorized` within 10 s, and so is one that does not say when
         *     it was issued (`iat`); the connections close (4001). A token that is issued later
         *     holds.
         *
         *     Roles: `user`, `moderator`, `admin`.
         */
        post: operations["safety-sign-out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at points
         * @description As they were at most 5 seconds ago, and always with what this server itself
         *     changed; `as_of` says when, and `fresh=true` reads them anew. One to whom
         *     nothing was ever given has 0.
         *
         *     Roles: `user`, `teacher`, `service`, `admin`.
         */
        get: operations["points-show"];
        put?: never;
        /**
         * Give or take points
         * @description Points and transaction change together. A teacher changes those of their
         *     students: of everybody whose account names no teachers, and of those whose
         *     account names them.
         *
         *     Roles: `teacher`, `service`.
         */
        post: operations["points-change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the points of a class
         * @description Each student's by a transaction of its own, side by side: one that is refused
         *     does not concern the others. What failed for want of the store may be sent
         *     again with the same key: only that is done then.
         *
         *     Roles: `teacher`, `service`.
         */
        post: operations["points-batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report an event
         * @description Gives what the rule grants, up to its caps. The same event again, with
         *     whatever idempotency key, changes nothing and is answered as before.
         *
         *     Roles: `service`.
         */
        post: operations["points-event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the trail of a rule or a plan
         * @description Every edit with its reason, newest first; it is never changed or deleted.
         *     Needs either `rule_key` or `plan`.
         *
         *     Roles: `admin`.
         */
        get: operations["points-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take over transactions
         * @description Into an account that has none. A history of more than 98 rows comes in
         *     several calls, in order; until the last of them the account is marked as
         *     `importing` and nothing else changes it, so that the same import can go on.
         *
         *     Roles: `admin`.
         */
        post: operations["points-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/leaderboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare a group
         * @description Most points first; of those with the same points, by id. What has expired
         *     leaves with the next run that takes it.
         *
         *     Roles: `user`, `teacher`, `service`, `admin`.
         */
        get: operations["points-leaderboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/monitor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check all accounts
         * @description That no number is missing, every balance follows from the one before, the
         *     chain of hashes holds, the stored balance is that of the last transaction and
         *     the sum of all, and what was verified before is still what it was. Changes
         *     nothing. A check that would take too long stops, and `next_cursor` goes on.
         *
         *     Roles: `admin`.
         */
        get: operations["points-monitor"];
        put?: never;
        /**
         * Repair accounts
         * @description Checks all accounts in full. With `auto_fix`, a balance that is not what the
         *     transactions add up to is set right by a visible `correction`, and nothing is
         *     deleted. A broken chain, where a transaction was changed, added or removed, is
         *     reported and refused.
         *
         *     Roles: `admin`.
         */
        post: operations["points-repair"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List plans
         * @description All of them, by name.
         *
         *     Roles: `user`, `teacher`, `service`, `admin`.
         */
        get: operations["points-plans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/plans/{plan}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a plan
         * @description Roles: `user`, `teacher`, `service`, `admin`.
         */
        get: operations["points-plan"];
        /**
         * Write a plan
         * @description Takes effect everywhere within 10 seconds. Who did it and why is kept.
         *
         *     Roles: `admin`.
         */
        put: operations["points-set-plan"];
        post?: never;
        /**
         * Delete a plan
         * @description Takes effect everywhere within 10 seconds. Who did it and why is kept.
         *
         *     Roles: `admin`.
         */
        delete: operations["points-delete-plan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List rules
         * @description All of them, by name.
         *
         *     Roles: `user`, `teacher`, `service`, `admin`.
         */
        get: operations["points-rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/rules/{rule_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a points rule
         * @description Roles: `user`, `teacher`, `service`, `admin`.
         */
        get: operations["points-rule"];
        /**
         * Write a points rule
         * @description Takes effect everywhere within 10 seconds. Who did it and why is kept.
         *
         *     Roles: `admin`.
         */
        put: operations["points-set-rule"];
        post?: never;
        /**
         * Delete a points rule
         * @description Takes effect everywhere within 10 seconds. Who did it and why is kept.
         *
         *     Roles: `admin`.
         */
        delete: operations["points-delete-rule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/students/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a profile
         * @description Group, plan and teachers of a student's account.
         *
         *     Roles: `user`, `teacher`, `service`, `admin`.
         */
        get: operations["points-profile"];
        /**
         * Set a profile
         * @description Says all of it: what is left out is none. Touches no points.
         *
         *     Roles: `service`, `admin`.
         */
        put: operations["points-set-profile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/students/{id}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the audit trail
         * @description Profiles set: who, when, before and after, newest first. It is never changed
         *     or deleted. Corrections of points stand among the transactions.
         *
         *     Roles: `admin`.
         */
        get: operations["points-audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/students/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check an account
         * @description From the first transaction to the last, as the monitor does for all of them.
         *
         *     Roles: `admin`.
         */
        get: operations["points-check"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/students/{id}/fix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Repair an account
         * @description As the monitor does with `auto_fix`: by a visible `correction`, and only where
         *     the transactions prove what is right.
         *
         *     Roles: `admin`.
         */
        post: operations["points-fix"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/students/{id}/transactions/{seq}/reverse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a transaction back
         * @description By a transaction with the opposite points; a transaction is taken back once,
         *     and a reversal, a correction or what expired never. Points return to where
         *     they were taken from, and expire when they would have.
         *
         *     Roles: `teacher`, `service`.
         */
        post: operations["points-reverse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/points/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the history
         * @description By number, newest first unless `order=asc`. Where `from`, `to` or
         *     `transaction_type` leave few transactions, a page may be short and yet have a
         *     next one. With `Accept: text/csv` the answer is a table of up to 10,000
         *     transactions, or `limit`; where there are more, its `Link` header leads on.
         *
         *     Roles: `user`, `teacher`, `service`, `admin`.
         */
        get: operations["points-transactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the reports
         * @description Newest first, unless asked otherwise; the queue is `?status=open&order=asc`. One
         *     made or closed a moment ago may not be seen yet. A page may be short and yet have
         *     a next one, where reports are being closed.
         *
         *     Roles: `moderator`, `admin`.
         */
        get: operations["safety-reports"];
        put?: never;
        /**
         * Report somebody
         * @description At any time: in the room, after it, or by the name of a person; then it is about
         *     the last room of the two. The newest messages of the room, up to 50, and those
         *     that are named are kept with the report, whatever becomes of the room. Moderators
         *     read it, and nobody else; the caller is told by `report_closed` that it was
         *     decided on. One person makes at most 50 reports a day.
         *
         *     Roles: `user`.
         */
        post: operations["safety-report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a report
         * @description With the messages that are kept with it.
         *
         *     Roles: `moderator`, `admin`.
         */
        get: operations["safety-show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a report
         * @description The report keeps who closed it, when and how. It notes what was done about the
         *     person, and does none of it. The reporter is told by `report_closed`, without the
         *     outcome.
         *
         *     Roles: `moderator`, `admin`.
         */
        post: operations["safety-close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rooms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a room
         * @description Only its two members can; a room of others is answered like one that does
         *     not exist. While the room is open it tells who is there.
         *
         *     Roles: `user`.
         */
        get: operations["rooms-show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rooms/{id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say how it was
         * @description While the room is open or after. What the caller said before is replaced;
         *     the other member never sees it. A report makes one of its own, as `POST /v1/reports`
         *     does: it stays whatever is said later. The same one said again makes no second.
         *
         *     Roles: `user`.
         */
        post: operations["rooms-feedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rooms/{id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave the room
         * @description Ends it for both; the other is told with the event `room_ended`. Both may
         *     ask for a new heart link at once. Leaving again changes nothing.
         *
         *     Roles: `user`.
         */
        post: operations["rooms-leave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rooms/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the messages
         * @description In order of `seq`, newest first unless `order=asc`; also after the room has
         *     ended.
         *
         *     Roles: `user`.
         */
        get: operations["rooms-messages"];
        put?: never;
        /**
         * Say something
         * @description The message takes the room's next number, without gaps, and reaches both
         *     members as the event `room_message`. With an `Idempotency-Key` a call sent
         *     again after a lost answer says it once.
         *
         *     Roles: `user`.
         */
        post: operations["rooms-send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do many things at once
         * @description Operations of one user take effect together or not at all, users side by
         *     side; with `atomic` all operations are one transaction. What failed for want
         *     of the store may be sent again with the same key: only that is done then.
         *
         *     Roles: `service`.
         */
        post: operations["wallet-batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/rewards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay rewards
         * @description As a batch of credits, with more patience: rewards of one user are paid
         *     together, more than 98 of them in several steps, users side by side. More than
         *     1,000, as many as the body takes, become a job that pays them.
         *
         *     Roles: `service`.
         */
        post: operations["wallet-rewards"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/rewards/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a job for many rewards
         * @description For up to 1,000,000 rewards. Give it its slices, or upload its file; then
         *     start it. The key is remembered as long as the job, so that the same call
         *     never makes a second one; the answer to a repetition is the first.
         *
         *     Roles: `service`.
         */
        post: operations["jobs-create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the figures of wallets
         * @description Each process counts its operations and adds them to these figures beside a
         *     later call, so that no operation pays for it. What a killed process had not
         *     added yet is missing; ledgers tell exactly what happened, these figures how
         *     it went.
         *
         *     Roles: `admin`.
         */
        get: operations["wallet-stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a wallet
         * @description One that nothing was ever paid into is at zero.
         *
         *     Roles: `user`, `service`, `admin`.
         */
        get: operations["wallet-show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the audit trail
         * @description Statuses set and leases ended by force: who, when and why, newest first. It
         *     is never changed or deleted.
         *
         *     Roles: `admin`.
         */
        get: operations["wallet-audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}/credit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay into a wallet
         * @description Money comes in from outside.
         *
         *     Roles: `service`.
         */
        post: operations["wallet-credit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}/currencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the wallets of somebody
         * @description One for each currency in which anything ever happened, in the order in which
         *     the settings name the currencies: the default one first.
         *
         *     Roles: `user`, `service`, `admin`.
         */
        get: operations["wallet-currencies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the history
         * @description By number, newest first unless `order=asc`. Where `from`, `to` or `kind`
         *     leave few entries, a page may be short and yet have a next one.
         *
         *     Roles: `user`, `service`, `admin`.
         */
        get: operations["wallet-entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}/entries/{seq}/reverse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an entry back
         * @description By an entry with the opposite amount; a transfer is taken back on both
         *     sides. An entry is taken back once, and a reversal never.
         *
         *     Roles: `service`, `admin`.
         */
        post: operations["wallet-reverse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the holds
         * @description By the time of making, newest first unless `order=asc`. Where `status`
         *     leaves few holds, a page may be short and yet have a next one.
         *
         *     Roles: `user`, `service`, `admin`.
         */
        get: operations["wallet-holds"];
        put?: never;
        /**
         * Keep money back
         * @description What is held stays in the balance and is not available to anything else,
         *     until the hold is captured, voided or expires.
         *
         *     Roles: `user`, `service`.
         */
        post: operations["wallet-hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}/holds/{id}/capture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Capture a hold
         * @description In full or in part; what is not captured is released.
         *
         *     Roles: `service`.
         */
        post: operations["wallet-capture"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}/holds/{id}/void": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a hold
         * @description All of it is available again. A hold that has expired needs no release.
         *
         *     Roles: `service`.
         */
        post: operations["wallet-void"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}/lock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at the lease
         * @description Whether one is in force, whose, for how long still, and the last fencing
         *     number given out.
         *
         *     Roles: `service`, `admin`.
         */
        get: operations["wallet-lease"];
        put?: never;
        /**
         * Take the lease
         * @description Until it ends, is released or taken away, only calls that carry its
         *     `fencing` number change the wallet, and only those of the caller who took it
         *     or of the service whose id is its `owner`. Others wait, each under its policy.
         *
         *     Roles: `admin`.
         */
        post: operations["wallet-lock"];
        /**
         * Release the lease
         * @description Releasing what is no longer held changes nothing, so that a key is optional
         *     here. A release by force is logged and kept in the audit trail.
         *
         *     Roles: `admin`.
         */
        delete: operations["wallet-unlock"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the status
         * @description Takes effect whoever holds the wallet's lease. Who did it and why is kept.
         *
         *     Roles: `admin`.
         */
        put: operations["wallet-status"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay another user
         * @description Both wallets change together. What is left on the other side, and how many
         *     movements there were, is told to a service only. Nothing goes between two of whom
         *     one has blocked the other: 403 `forbidden`, which does not tell who blocked whom.
         *
         *     Roles: `user`, `service`.
         */
        post: operations["wallet-transfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check the ledger
         * @description That no number is missing, every balance follows from the one before, the
         *     chain of hashes holds, and the wallet's balance is that of its last entry.
         *
         *     Roles: `user`, `service`, `admin`.
         */
        get: operations["wallet-verify"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallets/{user}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay out of a wallet
         * @description Money goes out, as far as it is available.
         *
         *     Roles: `user`, `service`.
         */
        post: operations["wallet-withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description Names an account of any kind: `kind/part/part…`, like `wallet/alice/CREDIT`.
         *
         *     Ids hold no `/`, so no two accounts share a name.
         */
        AccountId: string;
        /** @description What is wrong with one account. */
        AccountView: {
            /** @description Whose. */
            student_id: components["schemas"]["UserId"];
            /**
             * Format: int64
             * @description The balance that is stored.
             */
            balance: number;
            /**
             * Format: int64
             * @description What the transactions add up to.
             */
            sum: number;
            /** @description What is wrong, at most 100 of it. */
            problems: components["schemas"]["LedgerProblem"][];
            /**
             * Format: int64
             * @description How many problems there are in all.
             */
            problems_total: number;
        };
        /** @description What the person did. */
        ActivityBody: {
            /** @description What kind of activity. */
            kind: components["schemas"]["ActivityKind"];
        };
        /**
         * @description What a person did.
         * @enum {string}
         */
        ActivityKind: "heartbeat" | "login";
        /** @description What is to be changed, and why. */
        AdjustBody: {
            /** @description Whose binding. */
            user_id: components["schemas"]["UserId"];
            /** @description To what. */
            device_id: components["schemas"]["DeviceId"];
            /**
             * Format: int64
             * @description By how much.
             */
            delta: number;
            /** @description Why; kept in the log. */
            reason: string;
        };
        /** @description The result of one adjustment. */
        AdjustmentView: {
            /** @description Its place in the order sent. */
            index: number;
            /** @description Whether it was answered. */
            ok: boolean;
            result?: components["schemas"]["ApplyResult"] | null;
            /** @description Why there is none. */
            problem?: Record<string, never> | null;
        };
        /** @description What is to be changed. */
        AdjustmentsBody: {
            /** @description In any order; those of one binding are made in this one. */
            adjustments: components["schemas"]["AdjustBody"][];
        };
        /** @description The results of many adjustments. */
        AdjustmentsView: {
            /** @description One for each adjustment, in the order sent. */
            results: components["schemas"]["AdjustmentView"][];
            /** @description How many were answered; a no-op is one. */
            succeeded: number;
            /** @description How many were refused, or failed. */
            failed: number;
        };
        /** @description What holds for all bindings. A field that is left out has its default. */
        AffinitySettings: {
            /**
             * Format: int64
             * @description The highest value. One that lies above when it is lowered stays until
             *     something takes away from it.
             * @default 1000
             */
            max_affinity?: number;
            /**
             * Format: int64
             * @description What rules may raise a value by in a natural day, all of them together.
             * @default 100
             */
            global_daily_cap?: number;
            /**
             * @description Whose natural days are counted.
             * @default Asia/Shanghai
             */
            timezone?: components["schemas"]["Zone"];
            /**
             * @description Whether owners are told of changes.
             * @default true
             */
            enable_notify?: boolean;
            /**
             * @description What idleness costs.
             * @default {
             *       "enabled": true,
             *       "idle_hours": 72
             *     }
             */
            decay?: components["schemas"]["DecaySettings"];
            /** @description As it was read; means nothing here. */
            version?: unknown;
            /** @description As it was read; means nothing here. */
            updated_at?: unknown;
            /** @description As it was read; means nothing here. */
            updated_by?: unknown;
        };
        /** @description One change of an affinity value. */
        AffinityUpdateData: {
            /** @description Of which device. */
            device_id: components["schemas"]["DeviceId"];
            /** @description Its entry in the log. */
            log_id: string;
            /** @description Where it comes from. */
            source: components["schemas"]["Source"];
            /** @description The rule; `null` for an adjustment and for decay. */
            rule_key: string | null;
            /**
             * Format: int64
             * @description What the value changed by.
             */
            change_value: number;
            /**
             * Format: int64
             * @description The value before.
             */
            before_value: number;
            /**
             * Format: int64
             * @description The value after.
             */
            after_value: number;
            /**
             * Format: int32
             * @description The level after.
             */
            level: number;
        };
        /** @description How attached a user and a device are. */
        AffinityView: {
            /** @description To what. */
            device_id: components["schemas"]["DeviceId"];
            /** @description Whether the device is bound; the value of one that is not stays. */
            bound: boolean;
            /**
             * Format: int64
             * @description The value.
             */
            value: number;
            /**
             * Format: int64
             * @description What of it the owner reported: no level that pays is reached by it.
             */
            self_reported: number;
            /**
             * Format: int64
             * @description The highest there is.
             */
            max_value: number;
            /**
             * Format: int32
             * @description The number of the level; 0 is below the first.
             */
            level: number;
            /** @description What it is called. */
            level_name?: string | null;
            /**
             * Format: int32
             * @description The number of the level after it; `null` at the highest.
             */
            next_level?: number | null;
            /** @description What that is called. */
            next_level_name?: string | null;
            /**
             * Format: int64
             * @description The value at which it begins.
             */
            next_level_at?: number | null;
            /**
             * Format: double
             * @description How far the value has come to it, 0 to 1; 1 at the highest.
             */
            progress: number;
            last_active_at?: components["schemas"]["Timestamp"] | null;
            /** @description What was used up of today's caps. */
            today: components["schemas"]["TodayView"];
        };
        /** Format: int64 */
        Amount: number;
        /** @description The answer to an apply. The figures are those right after it. */
        ApplyResult: {
            /** @description What came of it. */
            outcome: components["schemas"]["Outcome"];
            /** @description The rule; `null` for an adjustment. */
            rule_key: string | null;
            /**
             * Format: int64
             * @description What was asked for: the rule's draw within its single cap, or the delta.
             */
            requested: number;
            /**
             * Format: int64
             * @description What the value changed by.
             */
            change_value: number;
            /**
             * Format: int64
             * @description The value before.
             */
            before_value: number;
            /**
             * Format: int64
             * @description The value after.
             */
            after_value: number;
            /**
             * Format: int32
             * @description The level before.
             */
            old_level: number;
            /**
             * Format: int32
             * @description The level after.
             */
            new_level: number;
            /** @description Its entry in the log; `null` if nothing changed. */
            log_id: string | null;
            /** @description Level rewards that it brought. */
            rewards_granted: components["schemas"]["GrantedReward"][];
            /** @description Level rewards that could not be paid now; they are tried again. */
            rewards_failed: components["schemas"]["GrantedReward"][];
            /**
             * Format: int64
             * @description What the rule may still give today, the global cap considered.
             */
            remaining_today: number | null;
            next_eligible_at: components["schemas"]["Timestamp"] | null;
            resets_at: components["schemas"]["Timestamp"] | null;
            /** @description `binding_not_found` if the device is not bound to the user. */
            error: string | null;
        };
        /** @description Who the person is, and what the partner should be like. All of it optional. */
        AskBody: {
            /**
             * @description What the person likes to talk about: up to 20, of 1 to 40 characters.
             * @example [
             *       "hiking",
             *       "jazz"
             *     ]
             */
            interests?: components["schemas"]["Interest"][];
            /**
             * @description Up to 10 language tags.
             * @example [
             *       "en",
             *       "zh"
             *     ]
             */
            languages?: components["schemas"]["LanguageTag"][];
            location?: components["schemas"]["Location"] | null;
            /** @description What a partner must fulfil; holds in both directions. */
            filters?: components["schemas"]["Filters"];
        };
        /** @description What is to be done. */
        BatchBody: {
            /** @description In any order; those of one user take effect together, in this order. */
            operations: components["schemas"]["OperationBody"][];
            /** @description Whether all of them take effect together or none does. */
            atomic?: boolean;
        };
        /** @description The results of many operations. */
        BatchView: {
            /** @description One for each operation, in the order sent. */
            results: components["schemas"]["ResultView"][];
            /** @description How many took effect. */
            succeeded: number;
            /** @description How many did not. */
            failed: number;
        };
        /** @description A block of the caller's own. */
        BlockView: {
            /** @description Who is blocked. */
            user_id: components["schemas"]["UserId"];
            blocked_at: components["schemas"]["Timestamp"] | null;
        };
        /**
         * @description Why less was applied than was requested.
         * @enum {string}
         */
        CapReason: "rule_disabled" | "daily_cap" | "weekly_cap" | "monthly_cap";
        /**
         * @description Most points by a rule in a day, from Monday to Monday, and in a month. What
         *     is absent is not limited.
         */
        Caps: {
            /**
             * Format: int64
             * @description In a day.
             */
            day?: number | null;
            /**
             * Format: int64
             * @description In a week.
             */
            week?: number | null;
            /**
             * Format: int64
             * @description In a month.
             */
            month?: number | null;
        };
        /** @description How much of the hold is to be captured. */
        CaptureBody: {
            amount?: components["schemas"]["Amount"] | null;
            /** @description For a person to read; that of the hold if absent. */
            description?: string | null;
            /** @description A mark of the caller's own. */
            reference?: string | null;
            /**
             * Format: int64
             * @description The fencing number of the lease that the caller holds on the wallet.
             */
            fencing?: number | null;
        };
        /** @description A hold that was captured. */
        CaptureView: {
            /** @description The hold, now `captured`. */
            hold: components["schemas"]["HoldView"];
            /** @description The entry that it became. */
            entry: components["schemas"]["Entry"];
            /** @description The wallet right after it. */
            wallet: components["schemas"]["WalletView"];
        };
        /** @description What is to change. */
        ChangeBody: {
            /** @description Whose points. */
            student_id: components["schemas"]["UserId"];
            /**
             * Format: int64
             * @description How many; negative takes away. Not 0.
             */
            points_change: number;
            /** @description `add_points`, `deduct_points`, `adjust`, or a type of your own. */
            transaction_type: components["schemas"]["TransactionType"];
            /** @description Why. */
            reason: string;
            teacher_id?: components["schemas"]["UserId"] | null;
        };
        /** @description Points that changed. */
        ChangeView: {
            /** @description The transaction. */
            transaction: components["schemas"]["TransactionView"];
            /**
             * Format: int64
             * @description The points right after it.
             */
            points: number;
            /**
             * Format: int64
             * @description The account's version right after it.
             */
            version: number;
        };
        /** @description A prefix of a ledger that was verified. */
        Checkpoint: {
            /** @description Of which account. */
            account: components["schemas"]["AccountId"];
            /**
             * Format: int64
             * @description Its last entry; 0 for none.
             */
            seq: number;
            /** @description Hash of that entry. */
            hash: components["schemas"]["Hash"];
            /**
             * Format: int64
             * @description Balance after that entry, in minor units.
             */
            balance: number;
        };
        /** @description How to clean up. */
        CleanupBody: {
            /** @description List what would change, and change nothing. */
            dry_run?: boolean;
        };
        /** @description What was, or would be, changed. */
        CleanupView: {
            /** @description Whether nothing was changed. */
            dry_run: boolean;
            /** @description The figures before. */
            before: components["schemas"]["Counts"];
            /** @description The figures after. */
            after: components["schemas"]["Counts"];
            /** @description Requests that expired. */
            expired_requests: number;
            /** @description Rooms that ended. */
            ended_rooms: number;
            /** @description Each change. */
            changes: components["schemas"]["SweepChange"][];
            /** @description Whether more was due than there was time for, or some of it failed. */
            unfinished: boolean;
            /**
             * Format: int64
             * @description How long it took, in milliseconds.
             */
            duration_ms: number;
        };
        /** @description What was done, and why. */
        CloseBody: {
            /** @description What was done. */
            outcome: components["schemas"]["ReportOutcome"];
            /** @description Why, for those who read it later. */
            note: string;
        };
        /** @description How a report was closed. */
        Closing: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description By whom. */
            by: components["schemas"]["UserId"];
            /** @description What was done. */
            outcome: components["schemas"]["ReportOutcome"];
            /** @description Why. */
            note: string;
        };
        /** @description The figures of connections. */
        ConnectionStats: {
            /**
             * Format: int64
             * @description WebSocket connections that are open and authenticated.
             */
            connections: number;
        };
        /** @description The figures before or after a sweep. */
        Counts: {
            /**
             * Format: int64
             * @description Requests waiting.
             */
            pending: number;
            /**
             * Format: int64
             * @description Requests claimed for a proposed match.
             */
            matching: number;
            /**
             * Format: int64
             * @description Requests that ever expired.
             */
            expired: number;
            /**
             * Format: int64
             * @description Rooms that are open.
             */
            active_rooms: number;
            /**
             * Format: int64
             * @description Rooms that ever ended.
             */
            ended_rooms: number;
        };
        /** @description Where the rewards come from. */
        CreateBody: {
            /** @description `slices`: numbered slices, in any order. `file`: one JSON object a line. */
            source: components["schemas"]["JobSource"];
        };
        /** @description A currency's code: 2 to 10 upper-case letters and digits. */
        Currency: string;
        /** @description A request while it waits. */
        CurrentView: components["schemas"]["HeartLinkView"] & {
            /**
             * Format: int64
             * @description Seconds waited so far, or until the match.
             */
            waiting_seconds: number;
            /**
             * Format: int64
             * @description Seconds that it may still take.
             */
            estimated_wait_seconds: number;
            /** @description When the request expires, or is renewed if its owner is still there. */
            expires_at: components["schemas"]["Timestamp"];
        };
        /**
         * Format: date
         * @description A natural day. Days of two zones are compared by their dates.
         * @example 2026-11-21
         */
        Day: string;
        /** @description How to run it. */
        DecayBody: {
            /**
             * @description List what would change, and change nothing. What is drawn at random is
             *     drawn again when it is done.
             */
            dry_run?: boolean;
        };
        /** @description A binding that decayed. */
        DecayChange: {
            /** @description Whose. */
            user_id: components["schemas"]["UserId"];
            /** @description To what. */
            device_id: components["schemas"]["DeviceId"];
            /** @description Days that were worked off. */
            days: number;
            /**
             * Format: int64
             * @description The value before.
             */
            before_value: number;
            /**
             * Format: int64
             * @description The value after.
             */
            after_value: number;
        };
        /** @description What a run did, or would do. */
        DecayReport: {
            /** @description Bindings that were looked at. */
            looked_at: number;
            /** @description Each that decayed. */
            changes: components["schemas"]["DecayChange"][];
            /** @description Whether more was due than one run takes on. */
            unfinished: boolean;
        };
        /** @description When a value decays: by the rule `decay`, without which nothing does. */
        DecaySettings: {
            /**
             * @description Whether it does.
             * @default true
             */
            enabled?: boolean;
            /**
             * Format: int32
             * @description Hours without a change by an event after which it begins.
             * @default 72
             */
            idle_hours?: number;
        };
        /** @description What was, or would be, changed. */
        DecayView: components["schemas"]["DecayReport"] & {
            /** @description Whether nothing was changed. */
            dry_run: boolean;
            /** @description Bindings that decayed. */
            decayed: number;
        };
        /** @description Which device. */
        DeviceBody: {
            /** @description Its id. */
            device_id: components["schemas"]["DeviceId"];
            /** @description What its user calls it; the name it has if absent. */
            name?: string | null;
        };
        /** @description A device that somebody is attached to: a companion, toy, pet or character. */
        DeviceId: string;
        /** @description A device that is bound. */
        DeviceView: {
            /** @description Its id. */
            device_id: components["schemas"]["DeviceId"];
            /** @description What its user calls it. */
            name: string | null;
            /** @description Since when it is bound. */
            bound_at: components["schemas"]["Timestamp"];
        };
        /** @description A document that admins edit: a rule, a plan, settings. */
        DocumentName: string;
        /**
         * @description Why a room ended.
         * @enum {string}
         */
        EndReason: "left" | "blocked" | "inactive" | "ended" | "removed";
        /** @description One change of a balance. Never changed or deleted once it is written. */
        Entry: {
            /** @description Of which account. */
            account: components["schemas"]["AccountId"];
            /**
             * Format: int64
             * @description 1, 2, 3 … without gaps, per account.
             */
            seq: number;
            /**
             * Format: int64
             * @description What it adds to the balance, in minor units; negative takes away.
             */
            amount: number;
            /**
             * Format: int64
             * @description The balance with it.
             */
            balance_after: number;
            /** @description What kind of change, in the words of the account's rules. */
            kind: string;
            /** @description For a person to read. */
            description?: string | null;
            counterparty?: components["schemas"]["UserId"] | null;
            operator?: components["schemas"]["UserId"] | null;
            /** @description The caller's own mark. */
            reference?: string | null;
            /** @description The idempotency key it was ordered with. */
            idempotency_key?: string | null;
            /**
             * Format: int64
             * @description The entry that it takes back.
             */
            reverses?: number | null;
            /** @description What its kind needs beyond, by name. */
            attributes?: {
                [key: string]: string;
            };
            /** @description When it was decided. */
            at: components["schemas"]["Timestamp"];
            /** @description Hash of the entry before it. */
            previous_hash: components["schemas"]["Hash"];
            /** @description Hash of everything above. */
            hash: components["schemas"]["Hash"];
        };
        /** @description What happened. */
        EventBody: {
            user_id?: components["schemas"]["UserId"] | null;
            /** @description With which device. */
            device_id: components["schemas"]["DeviceId"];
            /** @description The rule that says what it is worth. */
            rule_key: components["schemas"]["DocumentName"];
            /** @description Where it comes from. */
            source: components["schemas"]["EventSource"];
            event_id?: components["schemas"]["EventId"] | null;
            metadata?: components["schemas"]["Metadata"] | null;
        };
        /** @description What an event says, by its type. */
        EventData: {
            /** @description A partner was found; the room is open. */
            data: components["schemas"]["MatchFoundData"];
            /** @enum {string} */
            type: "match_found";
        } | {
            /** @description A partner was found; both must accept. */
            data: components["schemas"]["MatchProposedData"];
            /** @enum {string} */
            type: "match_proposed";
        } | {
            /** @description Nothing comes of a proposed match: it was declined, or not accepted in time. */
            data: components["schemas"]["MatchWithdrawnData"];
            /** @enum {string} */
            type: "match_withdrawn";
        } | {
            /** @description A request will expire soon. */
            data: components["schemas"]["MatchExpiringData"];
            /** @enum {string} */
            type: "match_expiring";
        } | {
            /** @description A request has expired. */
            data: components["schemas"]["MatchExpiredData"];
            /** @enum {string} */
            type: "match_expired";
        } | {
            /** @description A message in a room. */
            data: components["schemas"]["RoomMessageData"];
            /** @enum {string} */
            type: "room_message";
        } | {
            /** @description A room has ended. */
            data: components["schemas"]["RoomEndedData"];
            /** @enum {string} */
            type: "room_ended";
        } | {
            /** @description The partner is typing; live only, never stored. */
            data: components["schemas"]["TypingData"];
            /** @enum {string} */
            type: "typing";
        } | {
            /** @description A balance, what is held of it, or the status of a wallet changed. */
            data: components["schemas"]["WalletUpdatedData"];
            /** @enum {string} */
            type: "wallet_updated";
        } | {
            /** @description Points changed. */
            data: components["schemas"]["PointsUpdatedData"];
            /** @enum {string} */
            type: "points_updated";
        } | {
            /** @description An affinity value changed. */
            data: components["schemas"]["AffinityUpdateData"];
            /** @enum {string} */
            type: "affinity_update";
        } | {
            /** @description A higher level was reached; after the `affinity_update` that led there. */
            data: components["schemas"]["LevelChangeData"];
            /** @enum {string} */
            type: "level_up";
        } | {
            /** @description A level was lost; after the `affinity_update` that led there. */
            data: components["schemas"]["LevelChangeData"];
            /** @enum {string} */
            type: "level_down";
        } | {
            /** @description A job came further, or to its end. */
            data: components["schemas"]["JobProgressData"];
            /** @enum {string} */
            type: "job_progress";
        } | {
            /** @description A report of one's own was decided on. */
            data: components["schemas"]["ReportClosedData"];
            /** @enum {string} */
            type: "report_closed";
        };
        /** @description What tells an event from others of the same binding. */
        EventId: string;
        /** @description What came of an event. Recorded whole: a repetition is answered with it. */
        EventOutcome: {
            /**
             * Format: int64
             * @description What the rule gives.
             */
            requested: number;
            /**
             * Format: int64
             * @description What was given.
             */
            applied: number;
            reason?: components["schemas"]["CapReason"] | null;
            /**
             * Format: int64
             * @description What the tightest cap leaves after this; `null` without a cap.
             */
            remaining?: number | null;
            resets_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description The number of the transaction; `null` where nothing was given.
             */
            seq?: number | null;
            /**
             * Format: int64
             * @description The points after it.
             */
            points: number;
        };
        /**
         * @description Where an event comes from.
         * @enum {string}
         */
        EventSource: "device_event" | "phone_event";
        /** @description An event, as the feed has it and as it is pushed. */
        EventView: components["schemas"]["EventData"] & {
            /**
             * Format: int64
             * @description Rises by one from event to event.
             */
            n: number;
            /** @description When it became true by the rules. */
            at: components["schemas"]["Timestamp"];
        };
        /** @description A part of the feed, oldest first. */
        EventsView: {
            items: components["schemas"]["EventView"][];
            /**
             * Format: int64
             * @description Number of the newest event. Below `after` it says that `after` is no number
             *     of this feed, or of one long past: go on from `last`.
             */
            last: number;
        };
        /** @description A message that is kept with a report. */
        EvidenceMessage: {
            /**
             * Format: int64
             * @description Its number in the room.
             */
            seq: number;
            /** @description Who wrote it. */
            sender: components["schemas"]["UserId"];
            /** @description As it was written. */
            text: string;
            /** @description When. */
            sent_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description Why a request expired.
         * @enum {string}
         */
        ExpiryReason: "inactive" | "too_old" | "unattended";
        /** @description Points that expire together. */
        ExpiryView: {
            /**
             * Format: int64
             * @description How many.
             */
            points: number;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
        };
        /** @description A reward that was not paid. */
        FailureView: {
            /**
             * Format: int64
             * @description Its place, from 0: the number of its line in the file, or its place among
             *     the rewards of all slices.
             */
            index: number;
            user_id: components["schemas"]["UserId"] | null;
            amount: components["schemas"]["Amount"] | null;
            /** @description The stable name of the reason. */
            code: string;
            /** @description The reason as a problem document. */
            problem: Record<string, never>;
        };
        /** @description The entry of somebody else. */
        FarEntry: {
            /** @description Of which account. */
            account: components["schemas"]["AccountId"];
            /**
             * Format: int64
             * @description Its number there; only a service is told, since it counts their movements.
             */
            seq?: number | null;
            /**
             * Format: int64
             * @description What it adds to the balance, in minor units.
             */
            amount: number;
            /**
             * Format: int64
             * @description Their balance with it; only a service is told, as well.
             */
            balance_after?: number | null;
            /** @description What kind of change. */
            kind: string;
            /** @description For a person to read. */
            description?: string | null;
            /** @description When it was decided. */
            at: components["schemas"]["Timestamp"];
        };
        /**
         * @description What can be wrong with a ledger.
         * @enum {string}
         */
        Fault: "missing" | "duplicated" | "out_of_order" | "wrong_account" | "altered" | "chain_broken" | "wrong_balance" | "unreadable" | "wrong_checkpoint" | "head_balance" | "head_hash" | "beyond_head";
        /** @description What a member said of a room. */
        Feedback: {
            /**
             * Format: int32
             * @description 1 … 5.
             */
            rating: number;
            /** @description Short words. */
            tags?: string[];
            report?: components["schemas"]["Report"] | null;
            /** @description When it was given. */
            at: components["schemas"]["Timestamp"];
        };
        /** @description How it was. */
        FeedbackBody: {
            /**
             * Format: int64
             * @description 1 to 5.
             */
            rating: number;
            /**
             * @description Up to 10, of 1 to 30 characters.
             * @example [
             *       "kind",
             *       "funny"
             *     ]
             */
            tags?: string[];
            report?: components["schemas"]["Report"] | null;
        };
        /** @description One invalid field. */
        FieldProblem: {
            /** @description JSON pointer of the field in the request body. */
            pointer: string;
            /** @description What is wrong, for a person to read. */
            detail: string;
        };
        /** @description Hard filters on the partner. */
        Filters: {
            /** @description The partner speaks at least one of these; `en` admits `en-US` as well (RFC 4647). */
            languages?: components["schemas"]["LanguageTag"][];
            /**
             * Format: double
             * @description The partner is no farther away; a partner without a place fails it.
             */
            max_distance_km?: number | null;
            /** @description The partner has all of these interests. */
            interests?: components["schemas"]["Interest"][];
            /**
             * Format: int64
             * @description After so many seconds of waiting the filters become preferences.
             */
            relax_after_seconds?: number | null;
        };
        /** @description What came of repairing one account. */
        Fixed: {
            /** @enum {string} */
            result: "consistent";
        } | (components["schemas"]["Repaired"] & {
            /** @enum {string} */
            result: "corrected";
        }) | {
            /** @description Whose. */
            student_id: components["schemas"]["UserId"];
            /** @description What is wrong. */
            problems: components["schemas"]["LedgerProblem"][];
            /** @enum {string} */
            result: "refused";
        };
        GrantId: string;
        /**
         * @description How far something is paid.
         * @enum {string}
         */
        GrantStatus: "granted" | "pending" | "failed";
        /** @description What reaching a level granted. */
        GrantView: {
            /** @description Its id. */
            id: string;
            /** @description Whose. */
            user_id: components["schemas"]["UserId"];
            /** @description With which device. */
            device_id: components["schemas"]["DeviceId"];
            /**
             * Format: int32
             * @description The number that the level had then.
             */
            level: number;
            /**
             * Format: int32
             * @description Its id.
             */
            level_id: number;
            /** @description What it was called then. */
            level_name: string;
            /** @description How far it is paid. */
            status: components["schemas"]["GrantStatus"];
            /** @description Each reward with what became of it. */
            rewards: components["schemas"]["RewardState"][];
            /**
             * Format: int32
             * @description How often paying was tried.
             */
            attempts: number;
            next_attempt_at: components["schemas"]["Timestamp"] | null;
            /** @description When the level was reached. */
            created_at: components["schemas"]["Timestamp"];
            /** @description The last attempt. */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description A level reward of an apply. */
        GrantedReward: components["schemas"]["Reward"] & {
            /** @description Its grant. */
            grant_id: string;
            /**
             * Format: int32
             * @description The level that was reached.
             */
            level: number;
            /** @description Why it could not be paid. */
            error?: string | null;
        };
        /** @description A class or another group whose points are compared. */
        GroupId: string;
        /**
         * @description A SHA-256 in lower-case hexadecimal.
         *
         *     Read back as whatever is stored, so that a damaged one is found by
         *     verification and not by a record that cannot be read.
         */
        Hash: string;
        /**
         * @description The state of all accounts together.
         * @enum {string}
         */
        HealthStatus: "healthy" | "degraded" | "critical";
        /** @description How the system is. */
        HealthView: {
            /**
             * @description `ok` or `degraded`.
             * @example ok
             */
            status: string;
            /** @description Of the system. */
            version: string;
            /** @description How the store is. */
            store: components["schemas"]["StoreHealth"];
            machine?: components["schemas"]["MachineHealth"] | null;
        };
        /** @description A request and whom it led to. */
        HeartLinkView: {
            /** @description The request. */
            request: components["schemas"]["RequestView"];
            /** @description Whether there is an open room. */
            matched: boolean;
            room_id: components["schemas"]["RoomId"] | null;
            partner: components["schemas"]["UserId"] | null;
            score: components["schemas"]["Score"] | null;
            proposal?: components["schemas"]["ProposalView"] | null;
        };
        /** @description What is to be kept back. */
        HoldBody: {
            /** @description In minor units. */
            amount: components["schemas"]["Amount"];
            currency?: components["schemas"]["Currency"] | null;
            /**
             * Format: int64
             * @description 15 minutes if absent; after that the hold expires by itself.
             */
            expires_in_seconds?: number | null;
            /** @description For a person to read. */
            description?: string | null;
            /** @description A mark of the caller's own. */
            reference?: string | null;
            /**
             * Format: int64
             * @description The fencing number of the lease that the caller holds on the wallet.
             */
            fencing?: number | null;
        };
        /** @description A hold that was made or voided. */
        HoldChangeView: {
            /** @description The hold. */
            hold: components["schemas"]["HoldView"];
            /** @description The wallet right after. */
            wallet: components["schemas"]["WalletView"];
        };
        /** @description A hold on a wallet. */
        HoldId: string;
        /**
         * @description States of a hold.
         * @enum {string}
         */
        HoldStatus: "open" | "captured" | "voided" | "lapsed";
        /** @description A hold as it is shown. */
        HoldView: {
            /** @description Its id. */
            id: components["schemas"]["HoldId"];
            /** @description Whose money. */
            user_id: components["schemas"]["UserId"];
            /** @description In which currency. */
            currency: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description What was held, in minor units.
             */
            amount: number;
            /** @description Its state. */
            status: components["schemas"]["HoldStatus"];
            /**
             * Format: int64
             * @description What was captured of it, in minor units.
             */
            captured?: number | null;
            /**
             * Format: int64
             * @description The entry of the capture.
             */
            entry_seq?: number | null;
            /** @description For a person to read. */
            description?: string | null;
            /** @description The caller's own mark. */
            reference?: string | null;
            /** @description When it was made. */
            created_at: components["schemas"]["Timestamp"];
            /** @description When it expires. */
            expires_at: components["schemas"]["Timestamp"];
            closed_at?: components["schemas"]["Timestamp"] | null;
        };
        /** @description Rows of one student. */
        ImportBody: {
            /** @description Whose. */
            student_id: components["schemas"]["UserId"];
            /** @description Names the import; the same whenever it is tried again. */
            import_id: string;
            /**
             * Format: int64
             * @description Rows of the student before these.
             * @default 0
             */
            offset?: number;
            /**
             * Format: int64
             * @description All rows of the student.
             */
            total: number;
            /** @description These, oldest first. */
            transactions: components["schemas"]["ImportRow"][];
        };
        /** @description A transaction of another system. */
        ImportRow: {
            /**
             * Format: int64
             * @description How many points; negative takes away.
             */
            points_change: number;
            /** @description Of which type. */
            transaction_type: components["schemas"]["TransactionType"];
            /** @description Why. */
            reason: string;
            teacher_id?: components["schemas"]["UserId"] | null;
            at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description What the other system says the points were after it.
             */
            balance_after?: number | null;
        };
        /** @description How far an account's import has come. */
        Imported: {
            /** @description Whose. */
            student_id: components["schemas"]["UserId"];
            /**
             * Format: int64
             * @description Rows that are there.
             */
            done: number;
            /**
             * Format: int64
             * @description Rows that the import has for the account.
             */
            total: number;
            /**
             * Format: int64
             * @description The points with them.
             */
            points: number;
        };
        /** @description How far an import has come. */
        Importing: {
            /** @description Which import. */
            id: string;
            /**
             * Format: int64
             * @description Rows that are there.
             */
            done: number;
            /**
             * Format: int64
             * @description Rows that it has for the account.
             */
            total: number;
        };
        Interest: string;
        /** @description A job. */
        JobId: string;
        /**
         * @description What a job does.
         * @enum {string}
         */
        JobKind: "rewards";
        /** @description How far a job is. */
        JobProgressData: {
            /** @description The job, as `GET /v1/jobs/{id}` shows it. */
            job: components["schemas"]["JobView"];
        };
        /** @description A job. */
        JobReply: {
            /** @description As it is now. */
            job: components["schemas"]["JobView"];
        };
        /**
         * @description Where a job's rewards come from.
         * @enum {string}
         */
        JobSource: "slices" | "file";
        /**
         * @description How far a job is.
         * @enum {string}
         */
        JobStatus: "open" | "preparing" | "running" | "cancelling" | "done" | "failed" | "cancelled";
        /** @description A job as it is shown. */
        JobView: {
            /** @description Its id. */
            id: components["schemas"]["JobId"];
            /** @description What it does. */
            kind: components["schemas"]["JobKind"];
            /** @description Where its rewards come from. */
            source: components["schemas"]["JobSource"];
            /** @description How far it is. */
            status: components["schemas"]["JobStatus"];
            reason: components["schemas"]["StopReason"] | null;
            /** @description Who made it. */
            created_by: components["schemas"]["UserId"];
            /** @description When it was made. */
            created_at: components["schemas"]["Timestamp"];
            started_at: components["schemas"]["Timestamp"] | null;
            finished_at: components["schemas"]["Timestamp"] | null;
            /** @description When it last came further. */
            updated_at: components["schemas"]["Timestamp"];
            /** @description From when on it is forgotten, and can be neither resumed nor retried. */
            expires_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Rewards in all; final once the job runs.
             */
            total: number;
            /**
             * Format: int64
             * @description Rewards paid.
             */
            done: number;
            /**
             * Format: int64
             * @description Rewards that were not paid, with a reason.
             */
            failed: number;
            /** @description What was paid, by currency, in minor units; at most 9·10^15 each. */
            paid: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Slices known.
             */
            slices: number;
            /**
             * Format: int32
             * @description 0, then one more with each retry.
             */
            round: number;
        };
        LanguageTag: string;
        /** @description The right to be the only writer of a wallet until an instant. */
        Lease: {
            /** @description Who holds it. */
            owner: string;
            /** @description What for. */
            purpose?: string | null;
            /** @description Since when. */
            acquired_at: components["schemas"]["Timestamp"];
            /** @description From then on it is void. */
            expires_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Higher than that of every lease before it.
             */
            fencing: number;
        };
        /** @description Whether a wallet is locked, as it is shown. */
        LeaseState: {
            /** @description Whether a lease is in force. */
            held: boolean;
            /** @description Who holds it. */
            owner?: string | null;
            /** @description What for. */
            purpose?: string | null;
            acquired_at?: components["schemas"]["Timestamp"] | null;
            expires_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description For how many milliseconds still; 0 if none is in force.
             */
            remaining_ms: number;
            /**
             * Format: int64
             * @description The last fencing number given out; 0 before the first.
             */
            fencing: number;
        };
        /** @description Something wrong with a ledger. */
        LedgerProblem: {
            /**
             * Format: int64
             * @description The entry where it shows; for the head, its last one.
             */
            seq: number;
            /** @description What is wrong. */
            what: components["schemas"]["Fault"];
            /** @description The figures, for a person to read. */
            detail: string;
        };
        /** @description A level. */
        Level: {
            /**
             * Format: int32
             * @description What it is known by for good. Where none is sent, that of the level of this name, else
             *     of the one at this threshold whose name is gone, else a new one.
             */
            id?: number | null;
            /**
             * Format: int64
             * @description The least value that has it.
             */
            threshold: number;
            /** @description For people to read. */
            name: string;
            /** @description What reaching it grants, once in the life of a binding. */
            rewards?: components["schemas"]["Reward"][];
        };
        /** @description From one level to another. */
        LevelChangeData: {
            /** @description Of which device. */
            device_id: components["schemas"]["DeviceId"];
            /**
             * Format: int32
             * @description The level before.
             */
            old_level: number;
            /**
             * Format: int32
             * @description The level now.
             */
            new_level: number;
            /**
             * Format: int64
             * @description The value now.
             */
            value: number;
        };
        /** @description All levels, the lowest first. */
        Levels: {
            /** @description In the order of their thresholds. */
            levels: components["schemas"]["Level"][];
            /** @description As it was read; means nothing here. */
            version?: unknown;
            /** @description As it was read; means nothing here. */
            updated_at?: unknown;
            /** @description As it was read; means nothing here. */
            updated_by?: unknown;
            /** @description As it was read; means nothing here. */
            removed?: unknown;
        };
        /** @description All levels. */
        LevelsView: {
            /** @description The lowest first. */
            levels: components["schemas"]["Level"][];
            /**
             * Format: int64
             * @description Rises with each edit; 0 before the first.
             */
            version: number;
            updated_at: components["schemas"]["Timestamp"] | null;
            updated_by: components["schemas"]["UserId"] | null;
        };
        /** @description A page of a list. */
        List_Audit_PointsAction: {
            /** @description The items. */
            items: {
                /** @description To which account. */
                account: components["schemas"]["AccountId"];
                /**
                 * Format: int64
                 * @description The version that the account got by it; one record for each at most.
                 */
                version: number;
                /** @description Who did it. */
                operator: components["schemas"]["UserId"];
                action: components["schemas"]["PointsAction"];
                /** @description Why. */
                reason?: string | null;
                /** @description When. */
                at: components["schemas"]["Timestamp"];
            }[];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_Audit_WalletAction: {
            /** @description The items. */
            items: {
                /** @description To which account. */
                account: components["schemas"]["AccountId"];
                /**
                 * Format: int64
                 * @description The version that the account got by it; one record for each at most.
                 */
                version: number;
                /** @description Who did it. */
                operator: components["schemas"]["UserId"];
                action: components["schemas"]["WalletAction"];
                /** @description Why. */
                reason?: string | null;
                /** @description When. */
                at: components["schemas"]["Timestamp"];
            }[];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_BlockView: {
            /** @description The items. */
            items: components["schemas"]["BlockView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_DeviceView: {
            /** @description The items. */
            items: components["schemas"]["DeviceView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_Entry: {
            /** @description The items. */
            items: components["schemas"]["Entry"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_FailureView: {
            /** @description The items. */
            items: components["schemas"]["FailureView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_GrantView: {
            /** @description The items. */
            items: components["schemas"]["GrantView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_HoldView: {
            /** @description The items. */
            items: components["schemas"]["HoldView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_JobView: {
            /** @description The items. */
            items: components["schemas"]["JobView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_LogEntry: {
            /** @description The items. */
            items: components["schemas"]["LogEntry"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_MatchView: {
            /** @description The items. */
            items: components["schemas"]["MatchView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_MessageView: {
            /** @description The items. */
            items: components["schemas"]["MessageView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_PointsPlanView: {
            /** @description The items. */
            items: components["schemas"]["PointsPlanView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_PointsRuleView: {
            /** @description The items. */
            items: components["schemas"]["PointsRuleView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_RankView: {
            /** @description The items. */
            items: components["schemas"]["RankView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_ReportView: {
            /** @description The items. */
            items: components["schemas"]["ReportView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_Revision: {
            /** @description The items. */
            items: components["schemas"]["Revision"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_RuleView: {
            /** @description The items. */
            items: components["schemas"]["RuleView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_TransactionView: {
            /** @description The items. */
            items: components["schemas"]["TransactionView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_WalletView: {
            /** @description The items. */
            items: components["schemas"]["WalletView"][];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description An event that is pushed and never stored, and so has no number: `typing`. */
        LiveEvent: components["schemas"]["EventData"] & {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
        };
        /** @description A place on the globe, in degrees. */
        Location: {
            /**
             * Format: double
             * @description −90 … 90.
             */
            lat: number;
            /**
             * Format: double
             * @description −180 … 180.
             */
            lon: number;
        };
        /** @description Who is to hold the wallet, what for and for how long. */
        LockBody: {
            currency?: components["schemas"]["Currency"] | null;
            /** @description Whom it is for: a name, or the id of the service that is to write under it. */
            owner: string;
            /** @description What for. */
            purpose?: string | null;
            /**
             * Format: int64
             * @description 30 if absent.
             */
            ttl_seconds?: number | null;
        };
        /** @description One change of a value. */
        LogEntry: {
            /** @description 1, 2, 3 … in each binding. */
            log_id: string;
            /** @description Whose binding. */
            user_id: components["schemas"]["UserId"];
            /** @description To what. */
            device_id: components["schemas"]["DeviceId"];
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Where it comes from. */
            source: components["schemas"]["Source"];
            /** @description The rule; `null` for an adjustment. */
            rule_key: string | null;
            /**
             * Format: int64
             * @description What was asked for.
             */
            requested: number;
            /**
             * Format: int64
             * @description What the value changed by.
             */
            change_value: number;
            /**
             * Format: int64
             * @description The value before.
             */
            before_value: number;
            /**
             * Format: int64
             * @description The value after.
             */
            after_value: number;
            /**
             * Format: int32
             * @description The level before.
             */
            old_level: number;
            /**
             * Format: int32
             * @description The level after.
             */
            new_level: number;
            /** @description The event. */
            event_id: string | null;
            /** @description What the caller kept with it. */
            metadata: Record<string, never> | null;
            operator: components["schemas"]["UserId"] | null;
            /** @description Why, for an adjustment. */
            reason: string | null;
        };
        /** @description How the machine is that everything runs on. */
        MachineHealth: {
            /** @description Whether the store takes writes; on a full disk it does not. */
            writable: boolean;
            /**
             * Format: int64
             * @description Free space where the data are, in bytes.
             */
            free_bytes?: number | null;
            /**
             * Format: int64
             * @description For how long the oldest change has waited to be told, paired or counted, in seconds.
             */
            behind_secs: number;
            /**
             * Format: int64
             * @description Changes that were given up, until they are played again.
             */
            dead_letters: number;
        };
        /** @description What the reporter is told. */
        MadeReportView: {
            /** @description Its id; the event `report_closed` names it. */
            id: components["schemas"]["ReportId"];
            /** @description Who is reported. */
            user_id: components["schemas"]["UserId"];
            room_id: components["schemas"]["RoomId"] | null;
            /** @description Of what kind it is. */
            reason: components["schemas"]["Reason"];
            /** @description When it was made. */
            created_at: components["schemas"]["Timestamp"];
            /** @description How many messages are kept with it. */
            messages_kept: number;
        };
        /** @description A request that has expired. */
        MatchExpiredData: {
            /** @description Which. */
            request_id: components["schemas"]["RequestId"];
            /** @description Why. */
            reason: components["schemas"]["ExpiryReason"];
        };
        /** @description A request that will expire. */
        MatchExpiringData: {
            /** @description Which. */
            request_id: components["schemas"]["RequestId"];
            /** @description When. */
            expires_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description What is left, from the time of the event.
             */
            seconds_left: number;
            /**
             * Format: int32
             * @description 1: the first warning; 2: the last.
             */
            level: number;
            /** @description Whether asking again makes it last longer. */
            renewable: boolean;
        };
        /** @description Whom one met, and why. */
        MatchFoundData: {
            /** @description The room of the two. */
            room_id: components["schemas"]["RoomId"];
            /** @description The other one. */
            partner: components["schemas"]["UserId"];
            /** @description Why they were matched. */
            score: components["schemas"]["Score"];
        };
        /** @description Whom one may meet, and why. */
        MatchProposedData: {
            /** @description The room, if both accept. */
            room_id: components["schemas"]["RoomId"];
            /** @description The other one. */
            partner: components["schemas"]["UserId"];
            /** @description Why they were matched. */
            score: components["schemas"]["Score"];
            /** @description Until when both must have accepted. */
            lease_until: components["schemas"]["Timestamp"];
        };
        /** @description A match of the caller. */
        MatchView: {
            /** @description The other person. */
            partner: components["schemas"]["UserId"];
            /** @description Where the two met. */
            room_id: components["schemas"]["RoomId"];
            /** @description When. */
            matched_at: components["schemas"]["Timestamp"];
            ended_at: components["schemas"]["Timestamp"] | null;
            end_reason: components["schemas"]["EndReason"] | null;
            /** @description Why the two were matched. */
            score: components["schemas"]["Score"];
            feedback: components["schemas"]["Feedback"] | null;
        };
        /** @description A match that was proposed, and does not come about. */
        MatchWithdrawnData: {
            /** @description The room that it was proposed with; nobody met in it. */
            room_id: components["schemas"]["RoomId"];
        };
        /** @description A message. */
        MessageView: {
            /**
             * Format: int64
             * @description 1, 2, 3 … without gaps.
             */
            seq: number;
            /** @description Who wrote it. */
            sender: components["schemas"]["UserId"];
            /** @description What. */
            text: string;
            /** @description When it was accepted. */
            sent_at: components["schemas"]["Timestamp"];
        };
        /** @description A JSON object that a caller keeps with a change. */
        Metadata: Record<string, never>;
        /** @description What a check found. */
        MonitorView: {
            /** @description The state of all that was looked at. */
            health: components["schemas"]["PointsHealthView"];
            /** @description The figures. */
            summary: components["schemas"]["SummaryView"];
            /** @description What is wrong with which account, of at most 100. */
            problems: components["schemas"]["AccountView"][];
            /** @description Where the next check goes on; `null` where all accounts were looked at. */
            next_cursor: string | null;
        };
        /** @description A balance that changed. */
        MovementView: {
            /** @description The entry. */
            entry: components["schemas"]["Entry"];
            /** @description The wallet right after it. */
            wallet: components["schemas"]["WalletView"];
        };
        /** @description One operation. */
        OperationBody: {
            /** @description Whose wallet. */
            user_id: components["schemas"]["UserId"];
            /** @description What to do. */
            type: components["schemas"]["OperationType"];
            /** @description In minor units. */
            amount: components["schemas"]["Amount"];
            currency?: components["schemas"]["Currency"] | null;
            /** @description For a person to read. */
            description?: string | null;
            /** @description A mark of the caller's own. */
            reference?: string | null;
        };
        /**
         * @description What an operation does.
         * @enum {string}
         */
        OperationType: "credit" | "withdraw";
        /**
         * @description What came of an apply.
         * @enum {string}
         */
        Outcome: "applied" | "noop_event_duplicate" | "noop_no_rule" | "noop_cooldown" | "noop_value_boundary" | "noop_rule_daily_cap" | "noop_global_daily_cap" | "error";
        /** @description What is to be paid. */
        PaymentBody: {
            /** @description In minor units. */
            amount: components["schemas"]["Amount"];
            currency?: components["schemas"]["Currency"] | null;
            /** @description For a person to read. */
            description?: string | null;
            /** @description A mark of the caller's own. */
            reference?: string | null;
            reference_scope?: components["schemas"]["ReferenceScope"] | null;
            /**
             * Format: int64
             * @description The fencing number of the lease that the caller holds on the wallet.
             */
            fencing?: number | null;
        };
        /** @description What can be done to an account of points beside its transactions. */
        PointsAction: {
            /** @description Before. */
            from: components["schemas"]["Profile"];
            /** @description After. */
            to: components["schemas"]["Profile"];
            /** @enum {string} */
            type: "profile_set";
        };
        /** @description What is to change, and for whom. */
        PointsBatchBody: {
            /** @description Whose points, each once. */
            student_ids: components["schemas"]["UserId"][];
            /**
             * Format: int64
             * @description How many, for each of them; negative takes away. Not 0.
             */
            points_change: number;
            /** @description `add_points`, `deduct_points`, `adjust`, or a type of your own. */
            transaction_type: components["schemas"]["TransactionType"];
            /** @description Why. */
            reason: string;
            teacher_id?: components["schemas"]["UserId"] | null;
        };
        /** @description The results of a change for many students. */
        PointsBatchView: {
            /** @description One for each student, in the order sent. */
            results: components["schemas"]["PointsResultView"][];
            /** @description For how many it took effect. */
            succeeded: number;
            /** @description For how many it did not. */
            failed: number;
        };
        /** @description What happened. */
        PointsEventBody: {
            /** @description To whom. */
            student_id: components["schemas"]["UserId"];
            /** @description By which rule it earns points. */
            rule_key: components["schemas"]["DocumentName"];
            /** @description Names it: the same event of a student has its effect by a rule once. */
            event_id: string;
        };
        /** @description The state of all that was looked at. */
        PointsHealthView: {
            /**
             * @description `healthy`: at least 99.9 % consistent, and less than 1 % of the checks
             *     failed; `degraded`: at least 99 % and less than 5 %; else `critical`.
             */
            status: components["schemas"]["HealthStatus"];
            /** @description When the check began. */
            checked_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description How long it took.
             */
            duration_ms: number;
            /**
             * Format: double
             * @description Checks that failed, in percent.
             */
            error_rate: number;
            /** @description How long one account took. */
            response_ms: components["schemas"]["ResponseView"];
        };
        /** @description What holds for the accounts on a plan. Edited by admins. */
        PointsPlan: {
            /**
             * Format: int64
             * @description How low points may fall: 0 or less, or `null` for as low as they will.
             * @default 0
             */
            floor?: number | null;
            /**
             * Format: int32
             * @description Points earned expire at the end of the day so many days after; never if
             *     absent.
             */
            expires_after_days?: number | null;
            /** @description Whose days. */
            timezone?: components["schemas"]["Zone"];
        };
        /** @description What holds for the accounts on a plan. */
        PointsPlanView: {
            /** @description Names it; `default` is the one of accounts that are on none. */
            plan: components["schemas"]["DocumentName"];
            /**
             * Format: int64
             * @description How low points may fall; as low as they will if `null`.
             */
            floor: number | null;
            /**
             * Format: int32
             * @description Points earned expire at the end of the day so many days after; never if
             *     `null`.
             */
            expires_after_days: number | null;
            /** @description Whose days. */
            timezone: components["schemas"]["Zone"];
            /**
             * Format: int64
             * @description Rises with each change of the plan.
             */
            version: number;
            /** @description When it became this. */
            updated_at: components["schemas"]["Timestamp"];
            /** @description Who made it so. */
            updated_by: components["schemas"]["UserId"];
        };
        /** @description The result for one student. */
        PointsResultView: {
            /** @description Their place in the order sent. */
            index: number;
            /** @description Who. */
            student_id: components["schemas"]["UserId"];
            /** @description Whether it took effect. */
            ok: boolean;
            transaction?: components["schemas"]["TransactionView"] | null;
            /**
             * Format: int64
             * @description The points right after it.
             */
            points?: number | null;
            /** @description Why it did not take effect. */
            problem?: Record<string, never> | null;
        };
        /** @description Why the transaction is taken back. */
        PointsReverseBody: {
            /** @description For the student to read. */
            reason?: string | null;
        };
        /** @description Points for an event, up to caps. Edited by admins. */
        PointsRule: {
            /**
             * Format: int64
             * @description For each event.
             */
            points: number;
            /** @description Most points by this rule. */
            caps?: components["schemas"]["Caps"];
            /** @description Whose days, weeks and months. */
            timezone?: components["schemas"]["Zone"];
            /**
             * @description Whether it gives points.
             * @default true
             */
            enabled?: boolean;
            /**
             * @description What its transactions are for, as students read it; the name of the rule
             *     if absent.
             */
            description?: string | null;
            transaction_type?: components["schemas"]["TransactionType"] | null;
        };
        /** @description A rule that earns points. */
        PointsRuleView: {
            /** @description Names it. */
            rule_key: components["schemas"]["DocumentName"];
            /**
             * Format: int64
             * @description For each event.
             */
            points: number;
            /** @description Most points by this rule. */
            caps: components["schemas"]["Caps"];
            /** @description Whose days, weeks and months. */
            timezone: components["schemas"]["Zone"];
            /** @description Whether it gives points. */
            enabled: boolean;
            /** @description What its transactions are for, as students read it. */
            description: string | null;
            transaction_type: components["schemas"]["TransactionType"] | null;
            /**
             * Format: int64
             * @description Rises with each change of the rule.
             */
            version: number;
            /** @description When it became this. */
            updated_at: components["schemas"]["Timestamp"];
            /** @description Who made it so. */
            updated_by: components["schemas"]["UserId"];
        };
        /** @description A student's points as they are now. */
        PointsUpdatedData: {
            /**
             * Format: int64
             * @description The balance.
             */
            points: number;
            /**
             * Format: int64
             * @description What it changed by.
             */
            change: number;
            /**
             * Format: int64
             * @description Rises with each change.
             */
            version: number;
            /**
             * Format: int64
             * @description Number of the newest transaction.
             */
            last_seq: number;
        };
        /** @description The points of a student. */
        PointsView: {
            /** @description Whose. */
            student_id: components["schemas"]["UserId"];
            /**
             * Format: int64
             * @description What counts: points that have expired do not, whether or not the run that
             *     takes them has come by.
             */
            points: number;
            /**
             * Format: int64
             * @description Rises with each change; 0 before the first.
             */
            version: number;
            /** @description When the points were this. */
            as_of: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description How long ago that is, in milliseconds.
             */
            age_ms: number;
            updated_at: components["schemas"]["Timestamp"] | null;
            next_expiry?: components["schemas"]["ExpiryView"] | null;
            importing?: components["schemas"]["Importing"] | null;
            /** @description The newest transactions, at most 20, where they were asked for. */
            transactions?: components["schemas"]["TransactionView"][] | null;
        };
        /** @description What a request is matched by, in its normal form. */
        PreferencesView: {
            /** @description What the person likes to talk about. */
            interests: string[];
            /** @description Language tags. */
            languages: string[];
            /** @description What a partner must fulfil. */
            filters: components["schemas"]["Filters"];
        };
        /** @description Whether somebody is there. */
        Presence: {
            /** @description Who. */
            user_id: components["schemas"]["UserId"];
            /** @description Whether they count as active. */
            active: boolean;
            last_active_at?: components["schemas"]["Timestamp"] | null;
        };
        /** @description A refusal or failure (RFC 9457); figures that matter, such as `limit` or `room_id`, stand beside these members. */
        Problem: {
            /** @description `urn:heartlink:problem:` and the code. */
            type: string;
            /** @description The kind of problem, in words. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description This occurrence, in words. */
            detail: string;
            /** @description The path as called. */
            instance: string;
            /**
             * @description The stable name to branch on.
             * @enum {string}
             */
            code: "malformed_json" | "invalid_request" | "idempotency_key_required" | "unknown_currency" | "self_transfer" | "too_many_operations" | "too_many_writes" | "unauthorized" | "forbidden" | "muted" | "suspended" | "not_found" | "no_request" | "hold_not_found" | "entry_not_found" | "binding_not_found" | "grant_not_found" | "document_not_found" | "rule_not_found" | "transaction_not_found" | "report_not_found" | "method_not_allowed" | "already_matched" | "match_proposed" | "no_proposal" | "report_closed" | "room_ended" | "insufficient_funds" | "wallet_frozen" | "withdrawals_blocked" | "wallet_locked" | "lease_lost" | "not_locked" | "hold_not_open" | "capture_exceeds_hold" | "too_many_holds" | "already_reversed" | "not_reversible" | "reference_used" | "balance_limit" | "ledger_full" | "not_applied" | "too_many_devices" | "job_cancelled" | "job_not_open" | "other_source" | "slice_differs" | "slices_missing" | "job_empty" | "too_many_rewards" | "file_missing" | "file_too_large" | "job_not_over" | "nothing_to_retry" | "job_over" | "document_changed" | "too_many_documents" | "insufficient_points" | "account_importing" | "import_out_of_step" | "account_not_empty" | "too_many_capped_rules" | "body_too_large" | "unsupported_media_type" | "idempotency_key_reused" | "rate_limited" | "too_many_requests" | "internal_error" | "system_busy" | "store_unavailable" | "request_timeout";
            /** @description The same as in `X-Request-Id`, and in the logs. */
            request_id: string;
            /** @description Whether the same call may succeed later. */
            retryable: boolean;
            /** @description For invalid input: what is wrong where. */
            errors?: components["schemas"]["FieldProblem"][];
        } & {
            [key: string]: unknown;
        };
        /** @description What is said about an account. */
        Profile: {
            group?: components["schemas"]["GroupId"] | null;
            plan?: components["schemas"]["DocumentName"] | null;
            /** @description The only teachers who may see and change it; any teacher if none is named. */
            teachers?: components["schemas"]["UserId"][];
        };
        /** @description What is said about an account beside its points. */
        ProfileView: {
            /** @description Whose. */
            student_id: components["schemas"]["UserId"];
            group: components["schemas"]["GroupId"] | null;
            plan: components["schemas"]["DocumentName"] | null;
            /** @description The only teachers who may see and change it; any teacher if none is named. */
            teachers: components["schemas"]["UserId"][];
            /**
             * Format: int64
             * @description Rises with each change of the account.
             */
            version: number;
        };
        /** @description A match that waits for both people to accept. */
        ProposalView: {
            /** @description The proposed room. */
            room_id: components["schemas"]["RoomId"];
            /** @description The other person. */
            partner: components["schemas"]["UserId"];
            /** @description Until when it waits. */
            lease_until: components["schemas"]["Timestamp"];
            /** @description Whether the caller has accepted it already. */
            accepted: boolean;
        };
        /** @description One on the leaderboard. */
        RankView: {
            /**
             * Format: int64
             * @description 1 for the first; those with the same points share one.
             */
            rank: number;
            /** @description Who. */
            student_id: components["schemas"]["UserId"];
            /**
             * Format: int64
             * @description With how many points, as of their last change.
             */
            points: number;
        };
        /**
         * @description What a report is about.
         * @enum {string}
         */
        Reason: "harassment" | "sexual" | "minor" | "spam" | "scam" | "self_harm" | "other";
        /**
         * @description Among which entries a reference stands once.
         * @enum {string}
         */
        ReferenceScope: "wallet" | "global";
        /** @description What was repaired, or would be. */
        RepairView: {
            /** @description How many accounts were set right; 0 in a dry run. */
            fixed: number;
            /** @description What happened, in words. */
            message: string;
            /** @description Each correction that was made, or would be. */
            changes: components["schemas"]["Repaired"][];
            /** @description Accounts that need somebody to look: a transaction may have been changed. */
            refused: components["schemas"]["Fixed"][];
            /** @description Whether nothing was changed on purpose. */
            dry_run: boolean;
        };
        /** @description A balance that was set right, or would be. */
        Repaired: {
            /** @description Whose. */
            student_id: components["schemas"]["UserId"];
            /**
             * Format: int64
             * @description The balance before.
             */
            before: number;
            /**
             * Format: int64
             * @description The balance after: what the transactions add up to.
             */
            after: number;
            /**
             * Format: int64
             * @description The number of the correction.
             */
            seq: number;
            /** @description What was wrong. */
            problems: components["schemas"]["LedgerProblem"][];
        };
        /** @description A report to the operators. */
        Report: {
            /** @description In the member's words, up to 2,000 characters. */
            reason: string;
        };
        /** @description Whom, and what for. A room or a person is named. */
        ReportBody: {
            room_id?: components["schemas"]["RoomId"] | null;
            user_id?: components["schemas"]["UserId"] | null;
            /** @description Of what kind it is. */
            reason: components["schemas"]["Reason"];
            /** @description In the caller's words. */
            text?: string | null;
            /** @description The messages that it is about. */
            message_seqs?: number[];
        };
        /** @description A report that was decided on. */
        ReportClosedData: {
            /** @description Which. */
            report_id: components["schemas"]["ReportId"];
            room_id: components["schemas"]["RoomId"] | null;
        };
        /** @description A report with the messages that are kept with it. */
        ReportEvidenceView: components["schemas"]["ReportView"] & {
            /**
             * @description The newest messages of the room when the report was made, and those that it
             *     names, by their number.
             */
            messages: components["schemas"]["EvidenceMessage"][];
            /** @description Whether messages were left out because all together were too large. */
            truncated: boolean;
        };
        /** @description A report of a person. */
        ReportId: string;
        /**
         * @description What was done about a report.
         * @enum {string}
         */
        ReportOutcome: "none" | "warned" | "suspended" | "banned";
        /**
         * @description Whether somebody still has to look at a report.
         * @enum {string}
         */
        ReportStatus: "open" | "closed";
        /** @description A report, as moderators read it. */
        ReportView: {
            /** @description Its id; sorts by the time it was made. */
            id: components["schemas"]["ReportId"];
            /** @description Whether somebody still has to look at it. */
            status: components["schemas"]["ReportStatus"];
            /** @description Who reports. */
            reporter: components["schemas"]["UserId"];
            /** @description Who is reported. */
            user_id: components["schemas"]["UserId"];
            room_id: components["schemas"]["RoomId"] | null;
            /** @description Of what kind it is. */
            reason: components["schemas"]["Reason"];
            /** @description In the reporter's words. */
            text: string | null;
            /** @description The messages that it names. */
            message_seqs: number[];
            /** @description When it was made. */
            created_at: components["schemas"]["Timestamp"];
            closed: components["schemas"]["Closing"] | null;
        };
        /**
         * @description Who may report an event.
         * @enum {string}
         */
        Reporter: "service" | "user";
        /** @description A heart-link request. */
        RequestId: string;
        /**
         * @description States of a request.
         * @enum {string}
         */
        RequestStatus: "pending" | "matching" | "matched" | "expired" | "cancelled";
        /** @description A request. */
        RequestView: {
            /** @description Its id. */
            id: components["schemas"]["RequestId"];
            /** @description Whose. */
            user_id: components["schemas"]["UserId"];
            /** @description Its state. */
            status: components["schemas"]["RequestStatus"];
            /** @description When it was asked. */
            created_at: components["schemas"]["Timestamp"];
            /** @description When it expires, or is renewed if its owner is still there. */
            expires_at: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description Rises with each change.
             */
            version: number;
            /** @description Who its owner is and whom they look for, as it holds now. */
            preferences: components["schemas"]["PreferencesView"];
        };
        /** @description How long one account took, in milliseconds. */
        ResponseView: {
            /**
             * Format: int64
             * @description At the median.
             */
            p50: number;
            /**
             * Format: int64
             * @description At the 95th percentile.
             */
            p95: number;
        };
        /** @description The result of one operation. */
        ResultView: {
            /** @description Its place in the order sent. */
            index: number;
            /** @description Whether it took effect. */
            ok: boolean;
            entry?: components["schemas"]["Entry"] | null;
            /** @description Why it did not. */
            problem?: Record<string, never> | null;
        };
        /** @description An entry that was taken back. */
        ReversalView: {
            /** @description The entry that takes it back. */
            entry: components["schemas"]["Entry"];
            /** @description The wallet right after it. */
            wallet: components["schemas"]["WalletView"];
            other?: components["schemas"]["Entry"] | null;
        };
        /** @description Why the entry is taken back. */
        ReverseBody: {
            currency?: components["schemas"]["Currency"] | null;
            /** @description For a person to read. */
            description?: string | null;
            /** @description A mark of the caller's own. */
            reference?: string | null;
            /**
             * Format: int64
             * @description The fencing number of the lease that the caller holds on the wallet.
             */
            fencing?: number | null;
        };
        /** @description One entry of the trail: never changed, never deleted. */
        Revision: {
            /**
             * Format: int64
             * @description The version that it made.
             */
            version: number;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Who. */
            operator: components["schemas"]["UserId"];
            /** @description Why, in the operator's words. */
            reason?: string | null;
            /** @description What it said before; absent if there was none. */
            before?: Record<string, never> | null;
            /** @description What it says from then on; absent if it was deleted. */
            after?: Record<string, never> | null;
        };
        /** @description What reaching a level grants. */
        Reward: {
            currency?: components["schemas"]["Currency"] | null;
            /** @description In minor units. */
            amount: components["schemas"]["Amount"];
            /** @enum {string} */
            type: "wallet";
        } | {
            /** @description How many. */
            amount: components["schemas"]["Amount"];
            /** @enum {string} */
            type: "points";
        } | {
            /** @description Which. */
            tag: string;
            /** @enum {string} */
            type: "tag";
        };
        /** @description One reward. */
        RewardLine: {
            /** @description Whose wallet. */
            user_id: components["schemas"]["UserId"];
            /** @description In minor units. */
            amount: components["schemas"]["Amount"];
            currency?: components["schemas"]["Currency"] | null;
            /** @description For a person to read. */
            description?: string | null;
            /** @description A mark of the caller's own. */
            reference?: string | null;
        };
        /** @description A reward of a grant. */
        RewardState: {
            /** @description What it is. */
            reward: components["schemas"]["Reward"];
            /** @description How far it is paid. */
            status: components["schemas"]["GrantStatus"];
            /**
             * Format: int64
             * @description The entry that pays it, by its number in the account that received.
             */
            entry_seq?: number | null;
            /** @description Why it was refused. */
            error?: string | null;
        };
        /** @description Who is paid what. */
        RewardsBody: {
            /** @description In any order. */
            rewards: components["schemas"]["RewardLine"][];
        };
        /** @description A job that pays what is too much for one call. */
        RewardsJobView: {
            /** @description See `GET /v1/jobs/{id}`. */
            job: components["schemas"]["JobView"];
        };
        /** @description The end of a room. */
        RoomEndedData: {
            /** @description Which. */
            room_id: components["schemas"]["RoomId"];
            /** @description Why; who was blocked is told `ended`. */
            reason: components["schemas"]["EndReason"];
            /** @description When. */
            ended_at: components["schemas"]["Timestamp"];
        };
        /** @description A chat room. */
        RoomId: string;
        /** @description A message. */
        RoomMessageData: {
            /** @description In which room. */
            room_id: components["schemas"]["RoomId"];
            /**
             * Format: int64
             * @description 1, 2, 3 … without gaps in the room.
             */
            seq: number;
            /** @description Who wrote it. */
            sender: components["schemas"]["UserId"];
            /** @description Up to 2,000 characters. */
            text: string;
            /** @description When it was accepted. */
            sent_at: components["schemas"]["Timestamp"];
            /**
             * @description The mark under which the receiver of this event sent it; absent for the
             *     partner's messages.
             */
            client_id?: string;
        };
        /**
         * @description States of a room.
         * @enum {string}
         */
        RoomStatus: "proposed" | "active" | "ended" | "withdrawn";
        /** @description A room. */
        RoomView: {
            /** @description Its id; sorts by the time of the match. */
            id: components["schemas"]["RoomId"];
            /** @description Both members. */
            members: components["schemas"]["UserId"][];
            /** @description Its state. */
            status: components["schemas"]["RoomStatus"];
            /** @description When the two were matched. */
            created_at: components["schemas"]["Timestamp"];
            ended_at: components["schemas"]["Timestamp"] | null;
            end_reason: components["schemas"]["EndReason"] | null;
            /** @description Who is there, while the room is open. */
            presence?: components["schemas"]["Presence"][];
        };
        /** @description What an event is worth, how often and how much of it a day. */
        Rule: {
            /**
             * Format: int64
             * @description The least that is drawn; negative takes away.
             */
            min_change: number;
            /**
             * Format: int64
             * @description The most that is drawn.
             */
            max_change: number;
            /**
             * Format: int64
             * @description What is drawn goes no further from zero than this.
             */
            single_cap: number;
            /**
             * Format: int64
             * @description What the rule may change in a natural day, up and down added up.
             */
            daily_cap: number;
            /**
             * Format: int64
             * @description Seconds after a change in which the rule does nothing.
             * @default 0
             */
            cooldown_seconds?: number;
            /**
             * @description Whether it is in force.
             * @default true
             */
            enabled?: boolean;
            /**
             * @description Who may report what it is for: services only, or the owner too.
             * @default service
             */
            reported_by?: components["schemas"]["Reporter"];
            /** @description As it was read; means nothing here. */
            version?: unknown;
            /** @description As it was read; means nothing here. */
            updated_at?: unknown;
            /** @description As it was read; means nothing here. */
            updated_by?: unknown;
            /** @description As it was read; means nothing here. */
            rule_key?: unknown;
        };
        /** @description A rule. */
        RuleView: {
            /** @description Its key. */
            rule_key: components["schemas"]["DocumentName"];
            /**
             * Format: int64
             * @description The least that is drawn; negative takes away.
             */
            min_change: number;
            /**
             * Format: int64
             * @description The most that is drawn.
             */
            max_change: number;
            /**
             * Format: int64
             * @description What is drawn goes no further from zero than this.
             */
            single_cap: number;
            /**
             * Format: int64
             * @description What the rule may change in a natural day, up and down added up.
             */
            daily_cap: number;
            /**
             * Format: int64
             * @description Seconds after a change in which the rule does nothing.
             */
            cooldown_seconds: number;
            /** @description Whether it is in force. */
            enabled: boolean;
            /** @description Who may report what it is for: services only, or the owner too. */
            reported_by: components["schemas"]["Reporter"];
            /**
             * Format: int64
             * @description Rises with each edit.
             */
            version: number;
            /** @description The last edit. */
            updated_at: components["schemas"]["Timestamp"];
            /** @description Who made it. */
            updated_by: components["schemas"]["UserId"];
        };
        /** @description What is done about somebody. */
        Sanction: {
            /** @description What. */
            kind: components["schemas"]["SanctionKind"];
            until: components["schemas"]["Timestamp"] | null;
            /** @description Why. */
            reason: string;
            /** @description Who imposed it. */
            by: components["schemas"]["UserId"];
            /** @description When. */
            at: components["schemas"]["Timestamp"];
        };
        /** @description What, until when and why. */
        SanctionBody: {
            /** @description What is done. */
            kind: components["schemas"]["SanctionKind"];
            until?: components["schemas"]["Timestamp"] | null;
            /** @description Why, for those who read it later. */
            reason: string;
        };
        /**
         * @description What is done about somebody.
         * @enum {string}
         */
        SanctionKind: "warned" | "muted" | "suspended" | "banned";
        /** @description What was done about somebody, once. */
        SanctionRecord: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Who did it. */
            by: components["schemas"]["UserId"];
            sanction: components["schemas"]["Sanction"] | null;
        };
        /** @description What is done about somebody. */
        SanctionsView: {
            /** @description Whom. */
            user_id: components["schemas"]["UserId"];
            sanction: components["schemas"]["Sanction"] | null;
            /** @description What was imposed and lifted, up to 100, newest first. */
            trail: components["schemas"]["SanctionRecord"][];
        };
        /** @description The score of a match and the parts it is the sum of. */
        Score: {
            /**
             * Format: int64
             * @description Sum of the parts.
             */
            total: number;
            /** @description Each part with its points. */
            parts: components["schemas"]["ScoreParts"];
        };
        /** @description The rows of the score table. */
        ScoreParts: {
            /**
             * Format: int64
             * @description Every candidate.
             */
            base: number;
            /**
             * Format: int64
             * @description How recently the candidate was active.
             */
            active: number;
            /**
             * Format: int64
             * @description Activities in the last 7 days.
             */
            activities: number;
            /**
             * Format: int64
             * @description Successful matches so far.
             */
            matches: number;
            /**
             * Format: int64
             * @description Chance.
             */
            random: number;
            /**
             * Format: int64
             * @description Matched with each other before (0 or less).
             */
            rematch: number;
            /**
             * Format: int64
             * @description How long the candidate has waited.
             */
            waiting: number;
            /**
             * Format: int64
             * @description Shared interests.
             */
            interests: number;
            /**
             * Format: int64
             * @description A shared language.
             */
            language: number;
            /**
             * Format: int64
             * @description How near the two are.
             */
            distance: number;
        };
        /** @description What to say. */
        SendBody: {
            /**
             * @description 1 to 2,000 characters, not only blanks.
             * @example Hello!
             */
            text: string;
        };
        /** @description What holds for all bindings. */
        SettingsView: {
            /**
             * Format: int64
             * @description The highest value.
             */
            max_affinity: number;
            /**
             * Format: int64
             * @description What rules may raise a value by in a natural day, all of them together.
             */
            global_daily_cap: number;
            /** @description Whose natural days are counted. */
            timezone: components["schemas"]["Zone"];
            /** @description Whether owners are told of changes. */
            enable_notify: boolean;
            /** @description What idleness costs. */
            decay: components["schemas"]["DecaySettings"];
            /**
             * Format: int64
             * @description Rises with each edit; 0 before the first.
             */
            version: number;
            updated_at: components["schemas"]["Timestamp"] | null;
            updated_by: components["schemas"]["UserId"] | null;
        };
        /** @description Who is signed out. */
        SignedOutView: {
            /** @description Who. */
            user_id: components["schemas"]["UserId"];
            /** @description Tokens issued at this instant or earlier hold no more. */
            signed_out_at: components["schemas"]["Timestamp"];
        };
        /** @description The rewards of a slice. */
        SliceBody: {
            /** @description In their order. */
            rewards: components["schemas"]["RewardLine"][];
        };
        /**
         * @description Where a change comes from.
         * @enum {string}
         */
        Source: "device_event" | "phone_event" | "decay" | "admin_adjust_single" | "admin_adjust_batch";
        /** @description Spans of time, in milliseconds, each within 1/16; `null` if there was none. */
        Spans: {
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /**
             * Format: int64
             * @description Half of them were no longer.
             */
            p50?: number | null;
            /**
             * Format: int64
             * @description 95 of 100 were no longer.
             */
            p95?: number | null;
            /**
             * Format: int64
             * @description 99 of 100 were no longer.
             */
            p99?: number | null;
            /**
             * Format: int64
             * @description The longest.
             */
            longest?: number | null;
        };
        /** @description Figures for operators. */
        Stats: {
            /**
             * Format: int64
             * @description Requests waiting now.
             */
            pending: number;
            /**
             * Format: int64
             * @description Requests held by a proposal now.
             */
            matching: number;
            /**
             * Format: int64
             * @description Rooms open now.
             */
            active_rooms: number;
            /**
             * Format: int64
             * @description Requests expired so far.
             */
            expired: number;
            /**
             * Format: int64
             * @description Rooms ended so far.
             */
            ended_rooms: number;
            /**
             * Format: double
             * @description Share of the finished requests that were matched, 0 … 1.
             */
            match_rate: number;
            /**
             * Format: int64
             * @description Pairings so far that another writer was faster with; each was tried again.
             */
            conflicts: number;
            /** @description How long matched requests had waited. */
            time_to_match_ms: components["schemas"]["TimeToMatch"];
        };
        /** @description What may move, and why. */
        StatusBody: {
            currency?: components["schemas"]["Currency"] | null;
            /** @description What may move from now on. */
            status: components["schemas"]["WalletStatus"];
            /** @description Why; kept in the audit trail. */
            reason: string;
        };
        /**
         * @description Why a job stopped half-way.
         * @enum {string}
         */
        StopReason: "file_missing" | "file_changed" | "not_lines" | "too_many_rewards" | "stalled";
        /** @description How the store is. */
        StoreHealth: {
            /** @description Whether it answers. */
            ok: boolean;
            /**
             * Format: int64
             * @description Time of one read, in milliseconds.
             */
            latency_ms: number;
        };
        /** @description The figures. */
        SummaryView: {
            /**
             * Format: int64
             * @description Accounts that were looked at.
             */
            totalStudents: number;
            /**
             * Format: int64
             * @description Of these, consistent.
             */
            consistent: number;
            /**
             * Format: int64
             * @description Of these, not.
             */
            inconsistent: number;
            /**
             * Format: double
             * @description The consistent ones, in percent.
             */
            consistencyRate: number;
            /**
             * Format: int64
             * @description Transactions that were read.
             */
            transactions: number;
        };
        /** @description One change that a sweep made, or would make. */
        SweepChange: {
            /** @description Whose. */
            user_id: components["schemas"]["UserId"];
            /** @description `inactive` or `too_old`. */
            reason: string;
            /** @enum {string} */
            change: "request_expired";
        } | {
            /** @description Whose. */
            user_id: components["schemas"]["UserId"];
            /** @enum {string} */
            change: "request_renewed";
        } | {
            /** @description Whose. */
            user_id: components["schemas"]["UserId"];
            /**
             * Format: int64
             * @description How long before.
             */
            seconds_left: number;
            /** @enum {string} */
            change: "request_warned";
        } | {
            /** @description The proposed room. */
            room_id: components["schemas"]["RoomId"];
            /** @enum {string} */
            change: "proposal_lapsed";
        } | {
            /** @description Which. */
            room_id: components["schemas"]["RoomId"];
            /** @enum {string} */
            change: "room_ended";
        } | {
            /** @description Which. */
            room_id: components["schemas"]["RoomId"];
            /** @enum {string} */
            change: "room_kept";
        };
        /**
         * @description Percentiles of the time from asking to the match, in milliseconds; `null`
         *     before the first match.
         */
        TimeToMatch: {
            /**
             * Format: int64
             * @description Half of the matched requests waited no longer.
             */
            p50?: number | null;
            /**
             * Format: int64
             * @description 95 of 100 waited no longer.
             */
            p95?: number | null;
        };
        /** Format: date-time */
        Timestamp: string;
        /** @description What was used up of the caps in the present natural day. */
        TodayView: {
            /** @description The day, by the time zone of the settings. */
            day: components["schemas"]["Day"];
            /**
             * Format: int64
             * @description What rules raised the value by.
             */
            global: number;
            /**
             * Format: int64
             * @description What rules may still raise it by.
             */
            global_remaining: number;
            /** @description What each rule changed, up and down added up. */
            rules: {
                [key: string]: number;
            };
            /** @description When the day ends. */
            resets_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description What kind of transaction: lower-case letters, digits and `_`.
         * @example add_points
         */
        TransactionType: string;
        /**
         * @description A transaction. With its account, `points/<student_id>`, these are all the
         *     fields that its hash covers.
         */
        TransactionView: {
            /** @description Whose points. */
            student_id: components["schemas"]["UserId"];
            /**
             * Format: int64
             * @description 1, 2, 3 … without gaps, per student.
             */
            seq: number;
            /**
             * Format: int64
             * @description How many points; negative takes away.
             */
            points_change: number;
            /**
             * Format: int64
             * @description The points with it.
             */
            balance_after: number;
            /** @description Of which type. */
            transaction_type: string;
            /** @description Why. */
            reason: string | null;
            teacher_id: components["schemas"]["UserId"] | null;
            operator: components["schemas"]["UserId"] | null;
            /** @description The idempotency key it was ordered with. */
            idempotency_key?: string | null;
            /**
             * Format: int64
             * @description The transaction that it takes back.
             */
            reverses?: number | null;
            /** @description What its type says beyond: `rule_key`, `event_id`, `expires_at` … */
            attributes?: {
                [key: string]: string;
            };
            /** @description When it was decided. */
            at: components["schemas"]["Timestamp"];
            /** @description Hash of the transaction before it. */
            previous_hash: components["schemas"]["Hash"];
            /** @description Hash of everything above. */
            hash: components["schemas"]["Hash"];
        };
        /** @description What is to be transferred, and to whom. */
        TransferBody: {
            /** @description The receiver. */
            to: components["schemas"]["UserId"];
            /** @description In minor units. */
            amount: components["schemas"]["Amount"];
            currency?: components["schemas"]["Currency"] | null;
            /** @description For a person to read. */
            description?: string | null;
            /** @description A mark of the caller's own. */
            reference?: string | null;
            reference_scope?: components["schemas"]["ReferenceScope"] | null;
            /**
             * Format: int64
             * @description The fencing number of the lease that the caller holds on the wallet.
             */
            fencing?: number | null;
        };
        /** @description A transfer. */
        TransferView: {
            /** @description The sender's entry. */
            debit: components["schemas"]["Entry"];
            /** @description The receiver's entry. */
            credit: components["schemas"]["FarEntry"];
        };
        /** @description Somebody who is typing. */
        TypingData: {
            /** @description In which room. */
            room_id: components["schemas"]["RoomId"];
            /** @description Who. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description Where a file may be uploaded to. */
        UploadView: {
            /** @description `PUT`. */
            method: string;
            /**
             * @description The address. Whoever knows it may upload: it carries its own permission,
             *     and takes no token.
             */
            url: string;
            /** @description Headers to send with the file. */
            headers: {
                [key: string]: string;
            };
            /** @description Until when. */
            expires_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Largest file that the job takes, in bytes.
             */
            max_bytes: number;
        };
        /**
         * @description A person: the `sub` claim of the token, percent-encoded where it holds ASCII beside
         *     letters, digits and `._@+=,:-` (`auth0|7` is `auth0%7C7`). Understood as the claim has it, too.
         */
        UserId: string;
        /** @description What a verification found. */
        Verification: {
            /** @description Whether nothing is wrong. */
            consistent: boolean;
            /**
             * Format: int64
             * @description Entries of the ledger, those below the checkpoint included.
             */
            entries: number;
            /**
             * Format: int64
             * @description Entries that this run read.
             */
            checked: number;
            /**
             * Format: int64
             * @description The balance that the head states, in minor units.
             */
            balance: number;
            /**
             * Format: int64
             * @description Sum of all amounts, in minor units; what the balance should be.
             */
            sum: number;
            /** @description What is wrong, at most 100 of it. */
            problems: components["schemas"]["LedgerProblem"][];
            /**
             * Format: int64
             * @description How many problems there are in all.
             */
            problems_total: number;
            checkpoint?: components["schemas"]["Checkpoint"] | null;
        };
        /** @description How the hold is to be released. */
        VoidBody: {
            /**
             * Format: int64
             * @description The fencing number of the lease that the caller holds on the wallet.
             */
            fencing?: number | null;
        };
        /** @description What can be done to a wallet by an admin alone. */
        WalletAction: {
            /** @description Before. */
            from: components["schemas"]["WalletStatus"];
            /** @description After. */
            to: components["schemas"]["WalletStatus"];
            /** @enum {string} */
            type: "status_set";
        } | {
            /** @description The lease. */
            lease: components["schemas"]["Lease"];
            /** @enum {string} */
            type: "lease_forced";
        };
        /** @description The figures of wallets, for operators. */
        WalletStats: {
            since?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description How far a process may be behind with telling what it counted, in
             *     seconds; of one that is killed so much is missing.
             */
            behind_seconds: number;
            /**
             * Format: int64
             * @description Operations that ended. Each user of a batch is one.
             */
            operations: number;
            /**
             * Format: int64
             * @description Operations that took effect, each in one transaction.
             */
            commits: number;
            /**
             * Format: int64
             * @description Operations answered as an earlier one with the same key.
             */
            replayed: number;
            /** @description Operations that a rule refused, by the code of the problem. */
            refused: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Operations that other writers or a slow store let run out of retries.
             */
            busy: number;
            /**
             * Format: int64
             * @description Operations that their deadline ended.
             */
            timed_out: number;
            /**
             * Format: int64
             * @description Operations that the store failed.
             */
            failed: number;
            /**
             * Format: double
             * @description Of the operations that no rule refused, the share that has taken effect,
             *     0 … 1; `null` before the first.
             */
            success_rate?: number | null;
            /**
             * Format: int64
             * @description Transactions lost to another writer; each was tried again.
             */
            conflicts: number;
            /** @description How many operations took how many retries. */
            retries: {
                [key: string]: number;
            };
            /** @description Time that operations spent waiting between attempts, of those that did. */
            waits_ms: components["schemas"]["Spans"];
            /**
             * @description How long leases were held that were released, taken away, or expired and
             *     were followed by another.
             */
            leases_held_ms: components["schemas"]["Spans"];
        };
        /**
         * @description What may move in a wallet.
         * @enum {string}
         */
        WalletStatus: "active" | "no_withdraw" | "frozen";
        /** @description A wallet as it is now. All amounts are in minor units. */
        WalletUpdatedData: {
            /** @description Which of the owner's wallets. */
            currency: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description All that is in it.
             */
            balance: number;
            /**
             * Format: int64
             * @description What open holds keep back.
             */
            held: number;
            /**
             * Format: int64
             * @description What can be spent.
             */
            available: number;
            /** @description What may move in it. */
            status: components["schemas"]["WalletStatus"];
            /**
             * Format: int64
             * @description Rises with each change.
             */
            version: number;
            /**
             * Format: int64
             * @description Number of the newest entry.
             */
            last_seq: number;
            /**
             * Format: int64
             * @description What the balance changed by.
             */
            change: number;
        };
        /** @description A wallet as it is shown. */
        WalletView: {
            /** @description Whose. */
            user_id: components["schemas"]["UserId"];
            /** @description In which currency. */
            currency: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description Sum of all entries, in minor units.
             */
            balance: number;
            /**
             * Format: int64
             * @description What open holds keep back, in minor units.
             */
            held: number;
            /**
             * Format: int64
             * @description Balance less what is held, in minor units.
             */
            available: number;
            /** @description What may move. */
            status: components["schemas"]["WalletStatus"];
            /**
             * Format: int64
             * @description Rises with each change; 0 before the first.
             */
            version: number;
            updated_at?: components["schemas"]["Timestamp"] | null;
        };
        /**
         * @description A time zone by its IANA name, like `Asia/Shanghai`.
         * @example Asia/Shanghai
         */
        Zone: string;
    };
    responses: {
        /**
         * @description - `malformed_json`: The body is not JSON.
         *     - `invalid_request`: A field or parameter is missing, unknown, of the wrong type or out of range.
         */
        BadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `malformed_json`: The body is not JSON.
         *     - `invalid_request`: A field or parameter is missing, unknown, of the wrong type or out of range.
         *     - `idempotency_key_required`: The call needs an `Idempotency-Key`.
         */
        BadRequestOrIdempotencyKeyRequired: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `malformed_json`: The body is not JSON.
         *     - `invalid_request`: A field or parameter is missing, unknown, of the wrong type or out of range.
         *     - `too_many_operations`: The batch has more operations than one call may.
         */
        BadRequestOrTooManyOperations: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `malformed_json`: The body is not JSON.
         *     - `invalid_request`: A field or parameter is missing, unknown, of the wrong type or out of range.
         *     - `unknown_currency`: No wallet may hold this currency.
         */
        BadRequestOrUnknownCurrency: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `malformed_json`: The body is not JSON.
         *     - `invalid_request`: A field or parameter is missing, unknown, of the wrong type or out of range.
         *     - `unknown_currency`: No wallet may hold this currency.
         *     - `idempotency_key_required`: The call needs an `Idempotency-Key`.
         */
        BadRequestOrUnknownCurrencyOrIdempotencyKeyRequired: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `malformed_json`: The body is not JSON.
         *     - `invalid_request`: A field or parameter is missing, unknown, of the wrong type or out of range.
         *     - `unknown_currency`: No wallet may hold this currency.
         *     - `self_transfer`: Both sides of a transfer are the same user.
         *     - `idempotency_key_required`: The call needs an `Idempotency-Key`.
         */
        BadRequestOrUnknownCurrencyOrSelfTransferOrIdempotencyKeyRequired: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `malformed_json`: The body is not JSON.
         *     - `invalid_request`: A field or parameter is missing, unknown, of the wrong type or out of range.
         *     - `unknown_currency`: No wallet may hold this currency.
         *     - `too_many_operations`: The batch has more operations than one call may.
         */
        BadRequestOrUnknownCurrencyOrTooManyOperations: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `malformed_json`: The body is not JSON.
         *     - `invalid_request`: A field or parameter is missing, unknown, of the wrong type or out of range.
         *     - `unknown_currency`: No wallet may hold this currency.
         *     - `too_many_operations`: The batch has more operations than one call may.
         *     - `idempotency_key_required`: The call needs an `Idempotency-Key`.
         */
        BadRequestOrUnknownCurrencyOrTooManyOperationsOrIdempotencyKeyRequired: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `malformed_json`: The body is not JSON.
         *     - `invalid_request`: A field or parameter is missing, unknown, of the wrong type or out of range.
         *     - `unknown_currency`: No wallet may hold this currency.
         *     - `too_many_operations`: The batch has more operations than one call may.
         *     - `too_many_writes`: What is to take effect together does not fit into one transaction.
         *     - `idempotency_key_required`: The call needs an `Idempotency-Key`.
         */
        BadRequestOrUnknownCurrencyOrTooManyOperationsOrTooManyWritesOrIdempotencyKeyRequired: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description - `forbidden`: Not allowed, or not there. */
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `forbidden`: Not allowed, or not there.
         *     - `muted`: The caller may not send messages, until `until` or for good.
         *     - `suspended`: The account is suspended, until `until` or for good.
         */
        ForbiddenOrMutedOrSuspended: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `forbidden`: Not allowed, or not there.
         *     - `suspended`: The account is suspended, until `until` or for good.
         */
        ForbiddenOrSuspended: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description - `request_timeout`: The deadline passed; ask again with the same key. */
        GatewayTimeout: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description - `internal_error`: A defect of ours. */
        InternalServerError: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description - `body_too_large`: The body is too large. */
        PayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description - `system_busy`: Retries against other writers ran out; nothing changed.
         *     - `store_unavailable`: The store cannot be reached.
         */
        ServiceUnavailable: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description - `unauthorized`: No token, or one that does not hold. */
        Unauthorized: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description - `idempotency_key_reused`: The key was used with another body or query. */
        UnprocessableEntity: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description - `unsupported_media_type`: The body is not JSON by its content type. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
        "Idempotency-Key": string;
        /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
        "Required-Idempotency-Key": string;
    };
    requestBodies: never;
    headers: {
        /** @description `true` where the first answer comes again. */
        "Idempotency-Replayed": boolean;
        /** @description Seconds after which the call may be tried again. */
        "Retry-After": number;
        /** @description How to authenticate: `Bearer`. */
        "WWW-Authenticate": string;
        /** @description Names this call in the logs and in problem documents. */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "matching-activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivityBody"];
            };
        };
        responses: {
            /** @description Recorded, or recent enough already. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-adjust": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdjustBody"];
            };
        };
        responses: {
            /** @description What came of it. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplyResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-adjust-batch": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdjustmentsBody"];
            };
        };
        responses: {
            /** @description A result for each adjustment, in the order sent. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdjustmentsView"];
                };
            };
            400: components["responses"]["BadRequestOrTooManyOperations"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-decay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DecayBody"];
            };
        };
        responses: {
            /** @description What was, or would be, changed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecayView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-apply": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventBody"];
            };
        };
        responses: {
            /** @description What came of it. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplyResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /**
             * @description - `too_many_requests`: Too many calls.
             *     - `rate_limited`: The caller does this too often.
             */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-grants": {
        parameters: {
            query?: {
                /** @description `failed` if absent; `granted` only of one binding. */
                status?: "granted" | "pending" | "failed";
                /** @description Of this user; with `device_id`. */
                user_id?: components["schemas"]["UserId"];
                /** @description With this device; with `user_id`. */
                device_id?: components["schemas"]["DeviceId"];
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Those that are tried last first if absent. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of grants. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_GrantView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-grant-retry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The grant. */
                id: components["schemas"]["GrantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The grant as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `grant_not_found`: There is no such grant of a level's rewards. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-history": {
        parameters: {
            query: {
                /** @description Of what. */
                of: "rule" | "levels" | "settings";
                /** @description Which rule; only with `of=rule`. */
                rule_key?: components["schemas"]["DocumentName"];
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of edits. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Revision"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-levels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All levels. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LevelsView"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-levels-put": {
        parameters: {
            query?: {
                /** @description Why; kept in the trail. */
                reason?: string;
                /** @description The version that the editor saw, 0 for none; another one now is not overwritten. */
                expected_version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Levels"];
            };
        };
        responses: {
            /** @description All levels. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LevelsView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `document_changed`: Somebody else changed the document since the version that was named. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-rules": {
        parameters: {
            query?: {
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Newest first if absent. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rules. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_RuleView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-rule": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The rule. */
                rule_key: components["schemas"]["DocumentName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rule. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `document_not_found`: There is no rule, plan or other document of this name. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-rule-put": {
        parameters: {
            query?: {
                /** @description Why; kept in the trail. */
                reason?: string;
                /** @description The version that the editor saw, 0 for none; another one now is not overwritten. */
                expected_version?: number;
            };
            header?: never;
            path: {
                /** @description The rule. */
                rule_key: components["schemas"]["DocumentName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rule"];
            };
        };
        responses: {
            /** @description The rule. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `document_changed`: Somebody else changed the document since the version that was named.
             *     - `too_many_documents`: There are as many documents of this kind as there may be.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-rule-delete": {
        parameters: {
            query?: {
                /** @description Why; kept in the trail. */
                reason?: string;
                /** @description The version that the editor saw, 0 for none; another one now is not overwritten. */
                expected_version?: number;
            };
            header?: never;
            path: {
                /** @description The rule. */
                rule_key: components["schemas"]["DocumentName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is no such rule any more. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `document_not_found`: There is no rule, plan or other document of this name. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `document_changed`: Somebody else changed the document since the version that was named. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-settings-put": {
        parameters: {
            query?: {
                /** @description Why; kept in the trail. */
                reason?: string;
                /** @description The version that the editor saw, 0 for none; another one now is not overwritten. */
                expected_version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AffinitySettings"];
            };
        };
        responses: {
            /** @description The settings. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `document_changed`: Somebody else changed the document since the version that was named. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-show": {
        parameters: {
            query?: {
                /** @description The caller if absent or `me`; a caller of another role has to name one. */
                user_id?: components["schemas"]["UserId"];
            };
            header?: never;
            path: {
                /** @description The device. */
                device_id: components["schemas"]["DeviceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The value and its level. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AffinityView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `binding_not_found`: The device was never bound to the user. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-log": {
        parameters: {
            query?: {
                /** @description The caller if absent or `me`; an admin has to name one. */
                user_id?: components["schemas"]["UserId"];
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Newest first if absent. */
                order?: "asc" | "desc";
            };
            header?: never;
            path: {
                /** @description The device. */
                device_id: components["schemas"]["DeviceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the log. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_LogEntry"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `binding_not_found`: The device was never bound to the user. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "matching-blocks": {
        parameters: {
            query?: {
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Newest first if absent. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of blocks. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_BlockView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "matching-block": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The person to block. */
                user_id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Blocked. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description - `rate_limited`: The caller does this too often. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "matching-unblock": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The blocked person. */
                user_id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Not blocked. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "realtime-stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionStats"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-devices": {
        parameters: {
            query?: {
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Newest first if absent. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of devices. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_DeviceView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-bind": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceBody"];
            };
        };
        responses: {
            /** @description It was bound already. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceView"];
                };
            };
            /** @description It is bound now. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrSuspended"];
            /** @description - `too_many_devices`: The user has as many devices as one may. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description - `rate_limited`: The caller does this too often. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "affinity-unbind": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The device. */
                id: components["schemas"]["DeviceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is not bound any more. */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `binding_not_found`: The device was never bound to the user. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "realtime-events": {
        parameters: {
            query?: {
                /** @description Number of the last event that the client has. */
                after?: number;
                /** @description 1 to 100; 100 if absent. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, oldest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "maintenance-health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "matching-ask": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AskBody"];
            };
        };
        responses: {
            /** @description The live request or the open room that there was already. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeartLinkView"];
                };
            };
            /** @description A new request: matched at once, or waiting. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeartLinkView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrSuspended"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description - `rate_limited`: The caller does this too often. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "maintenance-cleanup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CleanupBody"];
            };
        };
        responses: {
            /** @description What was, or would be, changed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CleanupView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "matching-current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The live request, or the match with the open room. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentView"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `no_request`: The caller has no live request and no active room. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "matching-accept": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted: matched if the other had accepted before. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeartLinkView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `no_proposal`: There is no proposal to answer, or its lease is over. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "matching-cancel": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request, now `cancelled`. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeartLinkView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `no_request`: The caller has no live request and no active room. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `already_matched`: The request was matched before it could be cancelled.
             *     - `no_proposal`: There is no proposal to answer, or its lease is over.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "matching-decline": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Declined: the request is `cancelled`. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeartLinkView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `no_proposal`: There is no proposal to answer, or its lease is over.
             *     - `already_matched`: The request was matched before it could be cancelled.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "matching-history": {
        parameters: {
            query?: {
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Newest first if absent. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of matches. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_MatchView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "matching-stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "jobs-list": {
        parameters: {
            query?: {
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Newest first if absent. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of jobs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_JobView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "jobs-show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which job. */
                id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "jobs-cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which job. */
                id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobReply"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `job_over`: The job was over before it could be cancelled. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "jobs-failures": {
        parameters: {
            query?: {
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Newest first if absent. */
                order?: "asc" | "desc";
            };
            header?: never;
            path: {
                /** @description Which job. */
                id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of failures. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_FailureView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "jobs-retry": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path: {
                /** @description Which job. */
                id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            202: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobReply"];
                };
            };
            400: components["responses"]["BadRequestOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `job_not_over`: The job is not over yet.
             *     - `nothing_to_retry`: Nothing in the job has failed that could be tried again.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "jobs-slice": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which job. */
                id: components["schemas"]["JobId"];
                /** @description Which slice; the first is 1. */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SliceBody"];
            };
        };
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobReply"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrencyOrTooManyOperations"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `job_not_open`: The job was started: it takes nothing more.
             *     - `other_source`: The rewards of this job come another way.
             *     - `slice_differs`: The slice is there with other rewards.
             *     - `job_empty`: The job has no rewards.
             *     - `too_many_rewards`: More rewards than one job may have.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "jobs-start": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which job. */
                id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobReply"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `job_not_open`: The job was started: it takes nothing more.
             *     - `slices_missing`: Slices are missing below the highest number.
             *     - `job_empty`: The job has no rewards.
             *     - `file_missing`: The file was not uploaded.
             *     - `file_too_large`: The file that was uploaded is too large.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "jobs-upload": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which job. */
                id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An address for the file. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `job_not_open`: The job was started: it takes nothing more.
             *     - `other_source`: The rewards of this job come another way.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "safety-sanctions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Whose. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What holds, and the trail. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SanctionsView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "safety-sanction": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Whom. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SanctionBody"];
            };
        };
        responses: {
            /** @description What is done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sanction"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "safety-lift": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Whose. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is none. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "safety-sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Who. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is signed out, and since when. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOutView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-show": {
        parameters: {
            query?: {
                /** @description The caller if absent or `me`. */
                student_id?: components["schemas"]["UserId"];
                /** @description Whether the newest transactions are shown too. */
                transactions?: boolean;
                /** @description Whether they are read anew, however short ago they were read. */
                fresh?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The points. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PointsView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-change": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeBody"];
            };
        };
        responses: {
            /** @description The transaction, and the points right after it. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeView"];
                };
            };
            400: components["responses"]["BadRequestOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `insufficient_points`: Points would fall lower than the account's plan allows.
             *     - `balance_limit`: The balance would lie beyond what is exact.
             *     - `account_importing`: An import of the account has begun and is not finished: finish it first.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-batch": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PointsBatchBody"];
            };
        };
        responses: {
            /** @description A result for each student, in the order sent. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PointsBatchView"];
                };
            };
            400: components["responses"]["BadRequestOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-event": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PointsEventBody"];
            };
        };
        responses: {
            /** @description What was requested and applied, and why they differ. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventOutcome"];
                };
            };
            400: components["responses"]["BadRequestOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `rule_not_found`: There is no such points rule. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `balance_limit`: The balance would lie beyond what is exact.
             *     - `account_importing`: An import of the account has begun and is not finished: finish it first.
             *     - `too_many_capped_rules`: The account takes part in as many capped rules as it may.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-history": {
        parameters: {
            query?: {
                /** @description Which rule. */
                rule_key?: components["schemas"]["DocumentName"];
                /** @description Which plan. */
                plan?: components["schemas"]["DocumentName"];
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of edits. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Revision"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-import": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportBody"];
            };
        };
        responses: {
            /** @description How far the import has come. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            400: components["responses"]["BadRequestOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `account_not_empty`: Only an account without transactions can be imported into.
             *     - `import_out_of_step`: The import goes on with another row.
             *     - `account_importing`: An import of the account has begun and is not finished: finish it first.
             *     - `balance_limit`: The balance would lie beyond what is exact.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-leaderboard": {
        parameters: {
            query: {
                /** @description The group, as the students' profiles name it. */
                group: components["schemas"]["GroupId"];
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the leaderboard. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_RankView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-monitor": {
        parameters: {
            query?: {
                /** @description Everything if absent. */
                mode?: "full" | "incremental";
                /**
                 * @description `next_cursor` of the check before, where that could not look at all
                 *     accounts.
                 */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MonitorView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-repair": {
        parameters: {
            query?: {
                /** @description Whether anything is repaired. */
                auto_fix?: boolean;
                /** @description Only say what would be repaired. */
                dry_run?: boolean;
            };
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was, or would be, repaired. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RepairView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All plans. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_PointsPlanView"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-plan": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the plan. */
                plan: components["schemas"]["DocumentName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PointsPlanView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `document_not_found`: There is no rule, plan or other document of this name. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-set-plan": {
        parameters: {
            query?: {
                /** @description Why; kept in the trail. */
                reason?: string;
                /** @description The version that the editor saw, 0 for none; another one now is not overwritten. */
                expected_version?: number;
            };
            header?: never;
            path: {
                /** @description The name of the plan. */
                plan: components["schemas"]["DocumentName"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PointsPlan"];
            };
        };
        responses: {
            /** @description The plan. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PointsPlanView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `document_changed`: Somebody else changed the document since the version that was named.
             *     - `too_many_documents`: There are as many documents of this kind as there may be.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-delete-plan": {
        parameters: {
            query?: {
                /** @description Why; kept in the trail. */
                reason?: string;
                /** @description The version that the editor saw, 0 for none; another one now is not overwritten. */
                expected_version?: number;
            };
            header?: never;
            path: {
                /** @description The name of the plan. */
                plan: components["schemas"]["DocumentName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `document_not_found`: There is no rule, plan or other document of this name. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `document_changed`: Somebody else changed the document since the version that was named. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All rules. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_PointsRuleView"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-rule": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the rule. */
                rule_key: components["schemas"]["DocumentName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rule. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PointsRuleView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `document_not_found`: There is no rule, plan or other document of this name. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-set-rule": {
        parameters: {
            query?: {
                /** @description Why; kept in the trail. */
                reason?: string;
                /** @description The version that the editor saw, 0 for none; another one now is not overwritten. */
                expected_version?: number;
            };
            header?: never;
            path: {
                /** @description The name of the rule. */
                rule_key: components["schemas"]["DocumentName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PointsRule"];
            };
        };
        responses: {
            /** @description The rule. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PointsRuleView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `document_changed`: Somebody else changed the document since the version that was named.
             *     - `too_many_documents`: There are as many documents of this kind as there may be.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-delete-rule": {
        parameters: {
            query?: {
                /** @description Why; kept in the trail. */
                reason?: string;
                /** @description The version that the editor saw, 0 for none; another one now is not overwritten. */
                expected_version?: number;
            };
            header?: never;
            path: {
                /** @description The name of the rule. */
                rule_key: components["schemas"]["DocumentName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `document_not_found`: There is no rule, plan or other document of this name. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `document_changed`: Somebody else changed the document since the version that was named. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-profile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Whose: a user id, or `me`. */
                id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-set-profile": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path: {
                /** @description Whose: a user id, or `me`. */
                id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Profile"];
            };
        };
        responses: {
            /** @description The profile. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileView"];
                };
            };
            400: components["responses"]["BadRequestOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-audit": {
        parameters: {
            query?: {
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Whose: a user id, or `me`. */
                id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the trail. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Audit_PointsAction"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-check": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Whose: a user id, or `me`. */
                id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-fix": {
        parameters: {
            query?: {
                /** @description Only say what would be repaired. */
                dry_run?: boolean;
            };
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Whose: a user id, or `me`. */
                id: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was, or would be, repaired. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fixed"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-reverse": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path: {
                /** @description Whose points. */
                id: components["schemas"]["UserId"];
                /** @description The number of the transaction. */
                seq: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PointsReverseBody"];
            };
        };
        responses: {
            /** @description The reversal, and the points right after it. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeView"];
                };
            };
            400: components["responses"]["BadRequestOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `transaction_not_found`: The student has no such transaction. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `already_reversed`: The entry was taken back before, or is itself what took another back.
             *     - `not_reversible`: The entry cannot be taken back.
             *     - `insufficient_points`: Points would fall lower than the account's plan allows.
             *     - `account_importing`: An import of the account has begun and is not finished: finish it first.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "points-transactions": {
        parameters: {
            query?: {
                /** @description The caller if absent or `me`. */
                student_id?: components["schemas"]["UserId"];
                /** @description Decided at this instant or later. */
                from?: components["schemas"]["Timestamp"];
                /** @description Decided before this instant. */
                to?: components["schemas"]["Timestamp"];
                /** @description Of this type. */
                transaction_type?: components["schemas"]["TransactionType"];
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Newest first if absent. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of transactions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_TransactionView"];
                    "text/csv": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "safety-reports": {
        parameters: {
            query?: {
                /** @description Those that are open, or those that are closed; all if absent. */
                status?: components["schemas"]["ReportStatus"];
                /** @description Those about this person; about anybody if absent. */
                user_id?: components["schemas"]["UserId"];
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Newest first if absent. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of reports. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_ReportView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "safety-report": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportBody"];
            };
        };
        responses: {
            /** @description The report. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeReportView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description - `too_many_requests`: Too many calls. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "safety-show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which report. */
                id: components["schemas"]["ReportId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportEvidenceView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `report_not_found`: There is no such report. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "safety-close": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Which report. */
                id: components["schemas"]["ReportId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseBody"];
            };
        };
        responses: {
            /** @description The report, closed. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `report_not_found`: There is no such report. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `report_closed`: Somebody closed the report already. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "rooms-show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The room. */
                id: components["schemas"]["RoomId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The room. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "rooms-feedback": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The room. */
                id: components["schemas"]["RoomId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedbackBody"];
            };
        };
        responses: {
            /** @description Kept. */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /**
             * @description - `too_many_requests`: Too many calls.
             *     - `rate_limited`: The caller does this too often.
             */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "rooms-leave": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The room. */
                id: components["schemas"]["RoomId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The room, ended. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "rooms-messages": {
        parameters: {
            query?: {
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Newest first if absent. */
                order?: "asc" | "desc";
            };
            header?: never;
            path: {
                /** @description The room. */
                id: components["schemas"]["RoomId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of messages. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_MessageView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "rooms-send": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description The room. */
                id: components["schemas"]["RoomId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendBody"];
            };
        };
        responses: {
            /** @description The message as stored. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrMutedOrSuspended"];
            /** @description - `room_ended`: The room is over. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description - `rate_limited`: The caller does this too often. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-batch": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchBody"];
            };
        };
        responses: {
            /** @description A result for each operation, in the order sent. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchView"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrencyOrTooManyOperationsOrTooManyWritesOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-rewards": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RewardsBody"];
            };
        };
        responses: {
            /** @description A result for each reward, in the order sent. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchView"];
                };
            };
            /** @description A job that pays them. */
            202: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RewardsJobView"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrencyOrTooManyOperationsOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "jobs-create": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateBody"];
            };
        };
        responses: {
            /** @description The job. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobReply"];
                };
            };
            400: components["responses"]["BadRequestOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletStats"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-show": {
        parameters: {
            query?: {
                /** @description The default currency if absent. */
                currency?: components["schemas"]["Currency"];
            };
            header?: never;
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The wallet. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletView"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrency"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-audit": {
        parameters: {
            query?: {
                /** @description The default currency if absent. */
                currency?: components["schemas"]["Currency"];
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the trail. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Audit_WalletAction"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrency"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-credit": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentBody"];
            };
        };
        responses: {
            /** @description The entry, and the wallet right after it. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MovementView"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrencyOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `wallet_frozen`: Nothing moves in this wallet until an admin says so.
             *     - `balance_limit`: The balance would lie beyond what is exact.
             *     - `lease_lost`: The lease under which the call writes has ended or was taken over.
             *     - `reference_used`: An entry has the reference already that was to stand once.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description - `wallet_locked`: Another writer holds the wallet, and waiting for it took too long. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-currencies": {
        parameters: {
            query?: {
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Whose wallets: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of wallets. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_WalletView"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-entries": {
        parameters: {
            query?: {
                /** @description The default currency if absent. */
                currency?: components["schemas"]["Currency"];
                /** @description Decided at this instant or later. */
                from?: components["schemas"]["Timestamp"];
                /** @description Decided before this instant. */
                to?: components["schemas"]["Timestamp"];
                /** @description Of this kind. */
                kind?: "credit" | "reward" | "withdraw" | "transfer_out" | "transfer_in" | "capture" | "reversal";
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Newest first if absent. */
                order?: "asc" | "desc";
            };
            header?: never;
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_Entry"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrency"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-reverse": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
                /** @description The number of the entry. */
                seq: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReverseBody"];
            };
        };
        responses: {
            /** @description The reversal, and the wallet right after it. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReversalView"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrencyOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `entry_not_found`: The wallet has no such entry. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `already_reversed`: The entry was taken back before, or is itself what took another back.
             *     - `not_reversible`: The entry cannot be taken back.
             *     - `insufficient_funds`: More was asked for than is available.
             *     - `wallet_frozen`: Nothing moves in this wallet until an admin says so.
             *     - `withdrawals_blocked`: Nothing goes out of this wallet until an admin says so.
             *     - `lease_lost`: The lease under which the call writes has ended or was taken over.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description - `wallet_locked`: Another writer holds the wallet, and waiting for it took too long. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-holds": {
        parameters: {
            query?: {
                /** @description The default currency if absent. */
                currency?: components["schemas"]["Currency"];
                /** @description Of this status. */
                status?: "open" | "captured" | "voided" | "lapsed";
                /** @description 1 to 100; 20 if absent. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Newest first if absent. */
                order?: "asc" | "desc";
            };
            header?: never;
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of holds. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List_HoldView"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrency"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-hold": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldBody"];
            };
        };
        responses: {
            /** @description The hold, and the wallet right after it. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldChangeView"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrencyOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `insufficient_funds`: More was asked for than is available.
             *     - `wallet_frozen`: Nothing moves in this wallet until an admin says so.
             *     - `withdrawals_blocked`: Nothing goes out of this wallet until an admin says so.
             *     - `too_many_holds`: The wallet has as many open holds as it may.
             *     - `lease_lost`: The lease under which the call writes has ended or was taken over.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description - `wallet_locked`: Another writer holds the wallet, and waiting for it took too long. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-capture": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
                /** @description The hold. */
                id: components["schemas"]["HoldId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CaptureBody"];
            };
        };
        responses: {
            /** @description The hold, its entry, and the wallet right after it. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptureView"];
                };
            };
            400: components["responses"]["BadRequestOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `hold_not_found`: The wallet has no such hold. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `hold_not_open`: The hold was captured or voided, or has expired.
             *     - `capture_exceeds_hold`: More was to be captured than is held.
             *     - `wallet_frozen`: Nothing moves in this wallet until an admin says so.
             *     - `withdrawals_blocked`: Nothing goes out of this wallet until an admin says so.
             *     - `lease_lost`: The lease under which the call writes has ended or was taken over.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description - `wallet_locked`: Another writer holds the wallet, and waiting for it took too long. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-void": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
                /** @description The hold. */
                id: components["schemas"]["HoldId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VoidBody"];
            };
        };
        responses: {
            /** @description The hold, and the wallet right after it. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldChangeView"];
                };
            };
            400: components["responses"]["BadRequestOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `hold_not_found`: The wallet has no such hold. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description - `hold_not_open`: The hold was captured or voided, or has expired.
             *     - `wallet_frozen`: Nothing moves in this wallet until an admin says so.
             *     - `lease_lost`: The lease under which the call writes has ended or was taken over.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description - `wallet_locked`: Another writer holds the wallet, and waiting for it took too long. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-lease": {
        parameters: {
            query?: {
                /** @description The default currency if absent. */
                currency?: components["schemas"]["Currency"];
            };
            header?: never;
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lease. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaseState"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrency"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-lock": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LockBody"];
            };
        };
        responses: {
            /** @description The lease. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaseState"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrencyOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description - `wallet_locked`: Another holds the wallet's lease, and no second one is given. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-unlock": {
        parameters: {
            query?: {
                /** @description The default currency if absent. */
                currency?: components["schemas"]["Currency"];
                /** @description Whose lease is released; needed unless `force=true`. */
                owner?: string;
                /** @description Whether another's is ended. Its holder cannot write from then on. */
                force?: boolean;
                /** @description Why, where it is ended by force; kept in the audit trail. */
                reason?: string;
            };
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lease as it is now. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeaseState"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrency"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `not_locked`: There is no lease to release.
             *     - `wallet_locked`: Another holds the wallet's lease, and no second one is given.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-status": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusBody"];
            };
        };
        responses: {
            /** @description The wallet. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletView"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrencyOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-transfer": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferBody"];
            };
        };
        responses: {
            /** @description The entries on both sides. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferView"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrencyOrSelfTransferOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrSuspended"];
            /**
             * @description - `insufficient_funds`: More was asked for than is available.
             *     - `wallet_frozen`: Nothing moves in this wallet until an admin says so.
             *     - `withdrawals_blocked`: Nothing goes out of this wallet until an admin says so.
             *     - `balance_limit`: The balance would lie beyond what is exact.
             *     - `lease_lost`: The lease under which the call writes has ended or was taken over.
             *     - `reference_used`: An entry has the reference already that was to stand once.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description - `wallet_locked`: Another writer holds the wallet, and waiting for it took too long. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description - `rate_limited`: The caller does this too often. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-verify": {
        parameters: {
            query?: {
                /** @description The default currency if absent. */
                currency?: components["schemas"]["Currency"];
                /** @description Only what was added since the ledger was verified last. */
                incremental?: boolean;
            };
            header?: never;
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrency"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-withdraw": {
        parameters: {
            query?: never;
            header: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body and query gives the first answer again; with others it is refused. Of a JSON body the value counts, not how it is written. */
                "Idempotency-Key": components["parameters"]["Required-Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentBody"];
            };
        };
        responses: {
            /** @description The entry, and the wallet right after it. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MovementView"];
                };
            };
            400: components["responses"]["BadRequestOrUnknownCurrencyOrIdempotencyKeyRequired"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `insufficient_funds`: More was asked for than is available.
             *     - `wallet_frozen`: Nothing moves in this wallet until an admin says so.
             *     - `withdrawals_blocked`: Nothing goes out of this wallet until an admin says so.
             *     - `lease_lost`: The lease under which the call writes has ended or was taken over.
             *     - `reference_used`: An entry has the reference already that was to stand once.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description - `wallet_locked`: Another writer holds the wallet, and waiting for it took too long. */
            423: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
}
