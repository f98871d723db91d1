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
         *     person is told only that the caller left. Blocking twice changes nothing.
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
         * @description Needs no token. Answers 200 also when degraded: `status` tells.
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
         *     polling. Asking again while a request is live or a room is open changes
         *     nothing and answers 200 with what there is.
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
         *     owners or too old, renewals, warnings, lapsed proposals, rooms with an
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
         *     is no mistake.
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
         *     place in the line and does not learn who declined.
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
         *     the other member never sees it. A report is kept for the operators.
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
         *     together, users side by side. More than 1,000, as many as the body takes,
         *     become a job that pays them.
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
        get?: never;
        put?: never;
        /**
         * Keep money back
         * @description What is held stays in the balance and is not available to anything else,
         *     until the hold is captured, voided or lapses.
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
         * @description All of it is available again. A hold that has lapsed needs no release.
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
         *     `fencing` number change the wallet; others wait, each under its policy.
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
         * @description Both wallets change together. What is left on the other side is told to a
         *     service only.
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
        /** Format: int64 */
        Amount: number;
        /** @description Who the person is, and what the partner should be like. All of it optional. */
        AskBody: {
            /**
             * @description What the person likes to talk about: up to 20, of 1 to 40 characters.
             * @example [
             *       "hiking",
             *       "jazz"
             *     ]
             */
            interests?: string[];
            /**
             * @description Up to 10 language tags.
             * @example [
             *       "en",
             *       "zh"
             *     ]
             */
            languages?: string[];
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
            /** @description Whether more was due than one run takes on. */
            unfinished: boolean;
            /**
             * Format: int64
             * @description How long it took, in milliseconds.
             */
            duration_ms: number;
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
        /** @description What is to be credited. */
        CreditBody: {
            /** @description In minor units. */
            amount: components["schemas"]["Amount"];
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
         * @description Why a room ended.
         * @enum {string}
         */
        EndReason: "left" | "blocked" | "inactive";
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
        /**
         * @description Kinds of events.
         * @enum {string}
         */
        EventType: "match_found" | "match_proposed" | "match_expiring" | "match_expired" | "room_message" | "room_ended" | "typing" | "wallet_updated" | "points_updated" | "affinity_update" | "level_up" | "level_down" | "job_progress";
        /** @description An event. */
        EventView: {
            /**
             * Format: int64
             * @description Rises by one from event to event.
             */
            n: number;
            /** @description What happened. */
            type: components["schemas"]["EventType"];
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Its data. */
            data: Record<string, never>;
        };
        /** @description A part of the feed, oldest first. */
        EventsView: {
            items: components["schemas"]["EventView"][];
            /**
             * Format: int64
             * @description Number of the newest event; `after` itself where none follows it.
             */
            last: number;
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
             * @description Its number there.
             */
            seq: number;
            /**
             * Format: int64
             * @description What it adds to the balance, in minor units.
             */
            amount: number;
            /**
             * Format: int64
             * @description Their balance with it; only a service is told.
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
            /** @description The partner speaks at least one of these. */
            languages?: string[];
            /**
             * Format: double
             * @description The partner is no farther away; a partner without a place fails it.
             */
            max_distance_km?: number | null;
            /** @description The partner has all of these interests. */
            interests?: string[];
            /**
             * Format: int64
             * @description After so many seconds of waiting the filters become preferences.
             */
            relax_after_seconds?: number | null;
        };
        /**
         * @description A SHA-256 in lower-case hexadecimal.
         *
         *     Read back as whatever is stored, so that a damaged one is found by
         *     verification and not by a record that cannot be read.
         */
        Hash: string;
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
             * @description 15 minutes if absent; after that the hold lapses by itself.
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
            /** @description When it lapses. */
            expires_at: components["schemas"]["Timestamp"];
            closed_at?: components["schemas"]["Timestamp"] | null;
        };
        /** @description A job. */
        JobId: string;
        /**
         * @description What a job does.
         * @enum {string}
         */
        JobKind: "rewards";
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
        /** @description A page of a list. */
        List_Entry: {
            /** @description The items. */
            items: {
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
            }[];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_FailureView: {
            /** @description The items. */
            items: {
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
            }[];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_MatchView: {
            /** @description The items. */
            items: {
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
            }[];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        List_MessageView: {
            /** @description The items. */
            items: {
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
            }[];
            /** @description Where the next page begins; `null` on the last. */
            next_cursor: string | null;
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
            /** @description Who is to hold it. */
            owner: string;
            /** @description What for. */
            purpose?: string | null;
            /**
             * Format: int64
             * @description 30 if absent.
             */
            ttl_seconds?: number | null;
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
        /** @description What is to be paid. */
        PaymentBody: {
            /** @description In minor units. */
            amount: components["schemas"]["Amount"];
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
            code: "malformed_json" | "invalid_request" | "idempotency_key_required" | "unknown_currency" | "self_transfer" | "too_many_operations" | "too_many_writes" | "unauthorized" | "forbidden" | "not_found" | "no_request" | "hold_not_found" | "entry_not_found" | "document_not_found" | "method_not_allowed" | "already_matched" | "match_proposed" | "no_proposal" | "room_ended" | "insufficient_funds" | "wallet_frozen" | "withdrawals_blocked" | "wallet_locked" | "lease_lost" | "not_locked" | "hold_not_open" | "capture_exceeds_hold" | "too_many_holds" | "already_reversed" | "not_reversible" | "balance_limit" | "ledger_full" | "not_applied" | "job_cancelled" | "job_not_open" | "other_source" | "slice_differs" | "slices_missing" | "job_empty" | "too_many_rewards" | "file_missing" | "file_too_large" | "job_not_over" | "nothing_to_retry" | "job_over" | "document_changed" | "too_many_documents" | "body_too_large" | "unsupported_media_type" | "idempotency_key_reused" | "too_many_requests" | "internal_error" | "system_busy" | "store_unavailable" | "request_timeout";
            /** @description The same as in `X-Request-Id`, and in the logs. */
            request_id: string;
            /** @description Whether the same call may succeed later. */
            retryable: boolean;
            /** @description For invalid input: what is wrong where. */
            errors?: components["schemas"]["FieldProblem"][];
        } & {
            [key: string]: unknown;
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
        /** @description A report to the operators. */
        Report: {
            /** @description In the member's words, up to 2,000 characters. */
            reason: string;
        };
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
        /** @description A chat room. */
        RoomId: string;
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
        /** @description The rewards of a slice. */
        SliceBody: {
            /** @description In their order. */
            rewards: components["schemas"]["RewardLine"][];
        };
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
        /** @description A person, as named by the `sub` claim of the token. */
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
            /** @description What is wrong, at most [`MAX_PROBLEMS`] of it. */
            problems: components["schemas"]["Problem"][];
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
             * @description How long leases were held that were released, taken away, or lapsed and
             *     were followed by another.
             */
            leases_held_ms: components["schemas"]["Spans"];
        };
        /**
         * @description What may move in a wallet.
         * @enum {string}
         */
        WalletStatus: "active" | "no_withdraw" | "frozen";
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
        /** @description - `idempotency_key_reused`: The key was used with another body. */
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
        /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
        "Idempotency-Key": string;
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
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
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
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
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
        requestBody: {
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
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
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
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "matching-cancel": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
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
            422: components["responses"]["UnprocessableEntity"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "matching-decline": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
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
            422: components["responses"]["UnprocessableEntity"];
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
    "jobs-show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Which job. */
                id: string;
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
                id: string;
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
                id: string;
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
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Which job. */
                id: string;
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
            400: components["responses"]["BadRequest"];
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
            422: components["responses"]["UnprocessableEntity"];
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
                id: string;
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
            400: components["responses"]["BadRequest"];
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
                id: string;
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
                id: string;
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
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
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
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "rooms-leave": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
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
            422: components["responses"]["UnprocessableEntity"];
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
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
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
            403: components["responses"]["Forbidden"];
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
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    "wallet-batch": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
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
    "wallet-rewards": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
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
    "jobs-create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
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
                user: string;
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
            400: components["responses"]["BadRequest"];
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
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: string;
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
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `wallet_frozen`: Nothing moves in this wallet until an admin says so.
             *     - `balance_limit`: The balance would lie beyond what is exact.
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
                user: string;
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
            400: components["responses"]["BadRequest"];
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
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: string;
                /** @description The number of the entry. */
                seq: number;
            };
            cookie?: never;
        };
        requestBody: {
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
            400: components["responses"]["BadRequest"];
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
    "wallet-hold": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: string;
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
            400: components["responses"]["BadRequest"];
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
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: string;
                /** @description The hold. */
                id: components["schemas"]["HoldId"];
            };
            cookie?: never;
        };
        requestBody: {
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
            400: components["responses"]["BadRequest"];
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
             * @description - `hold_not_open`: The hold was captured or voided, or has lapsed.
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
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: string;
                /** @description The hold. */
                id: components["schemas"]["HoldId"];
            };
            cookie?: never;
        };
        requestBody: {
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
            400: components["responses"]["BadRequest"];
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
             * @description - `hold_not_open`: The hold was captured or voided, or has lapsed.
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
                user: string;
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
            400: components["responses"]["BadRequest"];
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
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: string;
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
            400: components["responses"]["BadRequest"];
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
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: string;
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
            400: components["responses"]["BadRequest"];
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
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: string;
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
    "wallet-transfer": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: string;
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
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `insufficient_funds`: More was asked for than is available.
             *     - `wallet_frozen`: Nothing moves in this wallet until an admin says so.
             *     - `withdrawals_blocked`: Nothing goes out of this wallet until an admin says so.
             *     - `balance_limit`: The balance would lie beyond what is exact.
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
                user: string;
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
    "wallet-withdraw": {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of the caller's own, kept for 24 h per caller and operation. The same key with the same body gives the first answer again; with another body it is refused. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                /** @description Whose wallet: a user id, or `me`. */
                user: string;
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
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /**
             * @description - `insufficient_funds`: More was asked for than is available.
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
}
