//! The one error table: every `code` with its status, title and whether a
//! retry may help, and the translation of every error into it.
//!
//! Internal texts never reach a caller.

mod affinity;
mod documents;
mod jobs;
mod points;
mod safety;
mod wallet;

use heartlink_domain::matching::Refusal;
use heartlink_domain::problem::FieldProblem;
use heartlink_domain::rooms::RoomRefusal;
use heartlink_domain::safety::ReportRefusal;
use heartlink_store::error::StoreError;
use heartlink_store::matching::requests::RequestError;
use heartlink_store::rooms::RoomError;
use serde_json::{Map, Value, json};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $status:literal, $title:literal, $retryable:literal;)+) => {
        /// Stable names of problems.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The name on the wire.
            pub const fn as_str(self) -> &'static str { match self { $(Code::$name => $code,)+ } }
            /// The HTTP status.
            pub const fn status(self) -> u16 { match self { $(Code::$name => $status,)+ } }
            /// The title.
            pub const fn title(self) -> &'static str { match self { $(Code::$name => $title,)+ } }
            /// Whether the same call may succeed later.
            pub const fn retryable(self) -> bool { match self { $(Code::$name => $retryable,)+ } }
            /// What it means.
            pub const fn meaning(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

codes! {
    /// The body is not JSON.
    MalformedJson = "malformed_json", 400, "The body is not valid JSON", false;
    /// A field or parameter is missing, unknown, of the wrong type or out of range.
    InvalidRequest = "invalid_request", 400, "The request is invalid", false;
    /// The call needs an `Idempotency-Key`.
    IdempotencyKeyRequired = "idempotency_key_required", 400, "An Idempotency-Key is required", false;
    /// No wallet may hold this currency.
    UnknownCurrency = "unknown_currency", 400, "There is no such currency", false;
    /// Both sides of a transfer are the same user.
    SelfTransfer = "self_transfer", 400, "A transfer needs two users", false;
    /// The batch has more operations than one call may.
    TooManyOperations = "too_many_operations", 400, "The batch is too long", false;
    /// What is to take effect together does not fit into one transaction.
    TooManyWrites = "too_many_writes", 400, "Too much for one transaction", false;
    /// No token, or one that does not hold.
    Unauthorized = "unauthorized", 401, "A valid token is required", false;
    /// Not allowed, or not there.
    Forbidden = "forbidden", 403, "Not allowed", false;
    /// The caller may not send messages, until `until` or for good.
    Muted = "muted", 403, "You may not send messages", false;
    /// The account is suspended, until `until` or for good.
    Suspended = "suspended", 403, "The account is suspended", false;
    /// No such path.
    NotFound = "not_found", 404, "There is nothing here", false;
    /// The caller has no live request and no active room.
    NoRequest = "no_request", 404, "There is no heart-link request", false;
    /// The wallet has no such hold.
    HoldNotFound = "hold_not_found", 404, "There is no such hold", false;
    /// The wallet has no such entry.
    EntryNotFound = "entry_not_found", 404, "There is no such entry", false;
    /// The device was never bound to the user.
    BindingNotFound = "binding_not_found", 404, "The device is not bound", false;
    /// There is no such grant of a level's rewards.
    GrantNotFound = "grant_not_found", 404, "There is no such grant", false;
    /// There is no rule, plan or other document of this name.
    DocumentNotFound = "document_not_found", 404, "There is no such document", false;
    /// There is no such points rule.
    RuleNotFound = "rule_not_found", 404, "There is no such rule", false;
    /// The student has no such transaction.
    TransactionNotFound = "transaction_not_found", 404, "There is no such transaction", false;
    /// There is no such report.
    ReportNotFound = "report_not_found", 404, "There is no such report", false;
    /// The path exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405, "The method is not allowed here", false;
    /// The request was matched before it could be cancelled.
    AlreadyMatched = "already_matched", 409, "The request is already matched", false;
    /// A match is proposed: accept or decline it instead.
    MatchProposed = "match_proposed", 409, "A match is proposed", false;
    /// There is no proposal to answer, or its lease is over.
    NoProposal = "no_proposal", 409, "There is no proposed match to answer", false;
    /// Somebody closed the report already.
    ReportClosed = "report_closed", 409, "The report is closed", false;
    /// The room is over.
    RoomEnded = "room_ended", 409, "The room has ended", false;
    /// More was asked for than is available.
    InsufficientFunds = "insufficient_funds", 409, "There are not enough funds", false;
    /// Nothing moves in this wallet until an admin says so.
    WalletFrozen = "wallet_frozen", 409, "The wallet is frozen", false;
    /// Nothing goes out of this wallet until an admin says so.
    WithdrawalsBlocked = "withdrawals_blocked", 409, "Withdrawals are blocked", false;
    /// Another holds the wallet's lease, and no second one is given.
    LeaseTaken = "wallet_locked", 409, "The wallet is locked", true;
    /// The lease under which the call writes has ended or was taken over.
    LeaseLost = "lease_lost", 409, "The lease is lost", false;
    /// There is no lease to release.
    NotLocked = "not_locked", 409, "The wallet is not locked", false;
    /// The hold was captured or voided, or has expired.
    HoldNotOpen = "hold_not_open", 409, "The hold is not open", false;
    /// More was to be captured than is held.
    CaptureExceedsHold = "capture_exceeds_hold", 409, "The capture exceeds the hold", false;
    /// The wallet has as many open holds as it may.
    TooManyHolds = "too_many_holds", 409, "There are too many open holds", false;
    /// The entry was taken back before, or is itself what took another back.
    AlreadyReversed = "already_reversed", 409, "The entry is already reversed", false;
    /// The entry cannot be taken back.
    NotReversible = "not_reversible", 409, "The entry cannot be reversed", false;
    /// An entry has the reference already that was to stand once.
    ReferenceUsed = "reference_used", 409, "The reference is used", false;
    /// The balance would lie beyond what is exact.
    BalanceLimit = "balance_limit", 409, "The balance would exceed its limit", false;
    /// The ledger has run out of numbers.
    LedgerFull = "ledger_full", 409, "The ledger takes no further entry", false;
    /// Another operation that this one stands or falls with was refused.
    NotApplied = "not_applied", 409, "The operation was not applied", false;
    /// The user has as many devices as one may.
    TooManyDevices = "too_many_devices", 409, "There are too many devices", false;
    /// The job that was to do it was cancelled first.
    JobCancelled = "job_cancelled", 409, "The job was cancelled", false;
    /// The job was started: it takes nothing more.
    JobNotOpen = "job_not_open", 409, "The job is not open", false;
    /// The rewards of this job come another way.
    OtherSource = "other_source", 409, "The job has another source", false;
    /// The slice is there with other rewards.
    SliceDiffers = "slice_differs", 409, "The slice is there with other rewards", false;
    /// Slices are missing below the highest number.
    SlicesMissing = "slices_missing", 409, "Slices are missing", false;
    /// The job has no rewards.
    JobEmpty = "job_empty", 409, "The job has no rewards", false;
    /// More rewards than one job may have.
    TooManyRewards = "too_many_rewards", 409, "The job has too many rewards", false;
    /// The file was not uploaded.
    FileMissing = "file_missing", 409, "The file is missing", false;
    /// The file that was uploaded is too large.
    FileTooLarge = "file_too_large", 409, "The file is too large", false;
    /// The job is not over yet.
    JobNotOver = "job_not_over", 409, "The job is not over", false;
    /// Nothing in the job has failed that could be tried again.
    NothingToRetry = "nothing_to_retry", 409, "There is nothing to try again", false;
    /// The job was over before it could be cancelled.
    JobOver = "job_over", 409, "The job is over", false;
    /// Somebody else changed the document since the version that was named.
    DocumentChanged = "document_changed", 409, "The document has changed", false;
    /// There are as many documents of this kind as there may be.
    TooManyDocuments = "too_many_documents", 409, "There are too many documents", false;
    /// Points would fall lower than the account's plan allows.
    InsufficientPoints = "insufficient_points", 409, "There are not enough points", false;
    /// An import of the account has begun and is not finished: finish it first.
    AccountImporting = "account_importing", 409, "An import of the account is not finished", false;
    /// The import goes on with another row.
    ImportOutOfStep = "import_out_of_step", 409, "The import goes on elsewhere", false;
    /// Only an account without transactions can be imported into.
    AccountNotEmpty = "account_not_empty", 409, "The account has transactions", false;
    /// The account takes part in as many capped rules as it may.
    TooManyCaps = "too_many_capped_rules", 409, "There are too many capped rules", false;
    /// The body is too large.
    BodyTooLarge = "body_too_large", 413, "The body is too large", false;
    /// The body is not JSON by its content type.
    UnsupportedMediaType = "unsupported_media_type", 415, "The content type is not supported", false;
    /// The key was used with another body or query.
    IdempotencyKeyReused = "idempotency_key_reused", 422, "The Idempotency-Key was used for another request", false;
    /// Another writer holds the wallet, and waiting for it took too long.
    WalletLocked = "wallet_locked", 423, "The wallet is locked", true;
    /// The caller does this too often.
    RateLimited = "rate_limited", 429, "Too often", true;
    /// Too many calls.
    TooManyRequests = "too_many_requests", 429, "Too many requests", true;
    /// A defect of ours.
    Internal = "internal_error", 500, "Something went wrong on our side", false;
    /// Retries against other writers ran out; nothing changed.
    SystemBusy = "system_busy", 503, "The system is busy", true;
    /// The store cannot be reached.
    StoreUnavailable = "store_unavailable", 503, "The store cannot be reached", true;
    /// The deadline passed; ask again with the same key.
    RequestTimeout = "request_timeout", 504, "The request took too long", true;
}

impl Code {
    /// `docs/errors.md`.
    pub fn documentation() -> String {
        let mut text = String::from(INTRODUCTION);
        for code in Self::ALL {
            let retryable = if code.retryable() { "yes" } else { "no" };
            let (name, status, title, meaning) = (code.as_str(), code.status(), code.title(), code.meaning());
            text.push_str(&format!("| `{name}` | {status} | {retryable} | {title} | {meaning} |\n"));
        }
        text
    }
}

const INTRODUCTION: &str = "\
# Errors

Every refusal and failure is a problem document (RFC 9457, `application/problem+json`):

| member | meaning |
| --- | --- |
| `type` | `urn:heartlink:problem:` and the code |
| `title` | the kind of problem, in words |
| `status` | the HTTP status |
| `detail` | this occurrence, in words |
| `instance` | the path as called; `/ws` for a WebSocket message |
| `code` | stable name, from the table below |
| `request_id` | the same as in `X-Request-Id`, and in the logs |
| `retryable` | whether the same call may succeed later |
| `errors` | for invalid input: a list of `{pointer, detail}`; a pointer is a JSON pointer into the body, `?name` for a query or path parameter, or the name of a header |
| others | the figures that matter, such as `limit` or `room_id` |

Answers with status 429 and 503 carry `Retry-After`; those with 401 carry `WWW-Authenticate`. \
On a WebSocket, the document is the `problem` of a message of type `error`, with the `client_id` \
of the message that caused it.

Some words of a path stand for themselves: `me` is the caller; `stats`, `batch` and `rewards` behind \
`/v1/wallets`, and `grants`, `history`, `levels`, `rules` and `settings` behind `/v1/affinity`, are no \
user and no device. Nobody is refused for such a name, since names come from whoever issues the tokens. But \
`GET /v1/wallets/stats` is the figures, never somebody's wallet: who is called so reaches it as `me`, and \
services and admins do not. So name nobody like this.

| code | status | retryable | title | meaning |
| --- | --- | --- | --- | --- |
";

/// A refusal or failure, as a problem document (RFC 9457).
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What kind.
    pub code: Code,
    /// This occurrence, in words that may reach the caller.
    pub detail: String,
    /// Figures that matter, or `errors`.
    pub figures: Map<String, Value>,
    /// For the log only.
    pub internal: Option<String>,
}

/// The figure that says when a retry makes sense, on a connection as well.
const RETRY_AFTER: &str = "retry_after_seconds";

impl Problem {
    /// A problem with a detail text.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), figures: Map::new(), internal: None }
    }

    /// The same, worth another try after so many seconds.
    #[must_use]
    pub fn after(self, seconds: u32) -> Self {
        self.with(RETRY_AFTER, seconds)
    }

    /// The same with a figure that matters.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.figures.insert(name.to_owned(), value.into());
        self
    }

    /// A defect of ours; `error` goes to the log only.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        let mut problem = Self::new(Code::Internal, "The error has been logged under the request id.");
        problem.internal = Some(error.to_string());
        problem
    }

    /// 403, in the same words whether or not the thing exists.
    pub fn forbidden() -> Self {
        Self::new(Code::Forbidden, "You may not do this, or there is no such thing.")
    }

    /// Invalid input, with a pointer to each wrong field.
    pub fn invalid(errors: Vec<FieldProblem>) -> Self {
        let detail = match errors.as_slice() {
            [only] => format!("{}: {}", only.pointer, only.detail),
            many => format!("{} fields are wrong.", many.len()),
        };
        let errors: Vec<Value> = errors
            .into_iter()
            .map(|error| json!({ "pointer": error.pointer, "detail": error.detail }))
            .collect();
        Self::new(Code::InvalidRequest, detail).with("errors", errors)
    }

    /// Invalid input in one field, by its pointer.
    pub fn field(pointer: &str, detail: impl Into<String>) -> Self {
        Self::invalid(vec![FieldProblem { pointer: pointer.to_owned(), detail: detail.into() }])
    }

    /// Invalid input in one query or path parameter.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Self {
        Self::field(&format!("?{name}"), detail)
    }

    /// `unauthorized` on a connection whose token has ended.
    pub fn token_expired() -> Self {
        let detail = "The token has expired: send {\"action\": \"auth\", \"token\": …} with a new one.";
        Self::new(Code::Unauthorized, detail)
    }

    /// `unauthorized` for one who has signed out since the token was issued.
    pub fn signed_out() -> Self {
        Self::new(Code::Unauthorized, "The token was given up by signing out. Get a new one.")
    }

    /// Seconds after which a retry makes sense, for 429 and 503.
    pub fn retry_after_secs(&self) -> Option<u32> {
        let known =
            self.figures.get(RETRY_AFTER).and_then(Value::as_u64).and_then(|secs| secs.try_into().ok());
        matches!(self.code.status(), 429 | 503).then(|| known.unwrap_or(1))
    }

    /// The document.
    pub fn document(&self, instance: &str, request_id: &str) -> Value {
        let mut document = self.figures.clone();
        document.insert("type".into(), format!("urn:heartlink:problem:{}", self.code.as_str()).into());
        document.insert("title".into(), self.code.title().into());
        document.insert("status".into(), self.code.status().into());
        document.insert("detail".into(), self.detail.clone().into());
        document.insert("instance".into(), instance.into());
        document.insert("code".into(), self.code.as_str().into());
        document.insert("request_id".into(), request_id.into());
        document.insert("retryable".into(), self.code.retryable().into());
        Value::Object(document)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::new(Code::SystemBusy, "Nothing was changed. Try again shortly."),
            StoreError::Timeout => {
                Self::new(Code::RequestTimeout, "Ask again with the same Idempotency-Key.")
            }
            StoreError::KeyReused => {
                Self::new(Code::IdempotencyKeyReused, "Use a new key for a new request.")
            }
            StoreError::Unavailable(text) => {
                let mut problem = Self::new(Code::StoreUnavailable, "Try again shortly.");
                problem.internal = Some(text);
                problem
            }
            StoreError::Bug(text) => Self::internal(text),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Barred(barred) => barred.into(),
            Refusal::NoRequest => Self::new(Code::NoRequest, "You have no live request."),
            Refusal::NotProposed => Self::new(Code::NoProposal, "No match is proposed to you."),
            Refusal::Expired => Self::new(Code::NoProposal, "The proposal was not answered in time."),
            Refusal::Proposed(room) => {
                Self::new(Code::MatchProposed, "Accept or decline it.").with("room_id", room.as_str())
            }
            Refusal::AlreadyMatched(room) => {
                Self::new(Code::AlreadyMatched, "You have a room.").with("room_id", room.as_str())
            }
        }
    }
}

impl From<RoomRefusal> for Problem {
    fn from(refusal: RoomRefusal) -> Self {
        match refusal {
            RoomRefusal::NotMember => Self::forbidden(),
            RoomRefusal::Ended => Self::new(Code::RoomEnded, "Nothing more can be done in this room."),
            RoomRefusal::Barred(barred) => barred.into(),
            RoomRefusal::TooManyReports { limit } => ReportRefusal::TooMany { limit }.into(),
            RoomRefusal::Invalid(errors) => Self::invalid(errors),
        }
    }
}

impl From<RequestError> for Problem {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Refused(refusal) => refusal.into(),
            RequestError::Store(error) => error.into(),
        }
    }
}

impl From<RoomError> for Problem {
    fn from(error: RoomError) -> Self {
        match error {
            RoomError::Refused(refusal) => refusal.into(),
            RoomError::Store(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn the_documented_errors_are_those_of_the_code() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/errors.md");
        if std::env::var_os("HEARTLINK_WRITE_DOCS").is_some() {
            std::fs::write(&path, Code::documentation()).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(
            written,
            Code::documentation(),
            "docs/errors.md is out of date: run this test with HEARTLINK_WRITE_DOCS=1"
        );
    }

    #[test]
    fn codes_are_unique_snake_case_and_have_an_error_status() {
        let mut seen = HashSet::new();
        for code in Code::ALL {
            assert!(seen.insert((code.as_str(), code.status())), "{code:?} twice");
            assert!(code.as_str().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
            assert!((400..600).contains(&code.status()), "{code:?}");
            assert!(http::StatusCode::from_u16(code.status()).is_ok(), "{code:?}");
        }
    }

    #[test]
    fn figures_never_replace_the_members_of_a_problem() {
        let problem = Problem::new(Code::RoomEnded, "It ended.").with("status", 200).with("limit", 3);
        let document = problem.document("/v1", "r1");
        assert_eq!((&document["status"], &document["limit"]), (&json!(409), &json!(3)));
    }

    #[test]
    fn somebody_elses_room_and_no_room_are_refused_in_the_same_words() {
        assert_eq!(Problem::from(RoomRefusal::NotMember), Problem::forbidden());
    }

    #[test]
    fn a_cancellation_that_lost_to_a_match_is_told_the_room() {
        let room = "room-1".parse().unwrap();
        let problem = Problem::from(RequestError::Refused(Refusal::AlreadyMatched(room)));
        assert_eq!((problem.code, &problem.figures["room_id"]), (Code::AlreadyMatched, &json!("room-1")));
    }

    #[test]
    fn texts_of_the_store_stay_in_the_log() {
        for error in [StoreError::Unavailable("10.0.0.1".into()), StoreError::Bug("10.0.0.1".into())] {
            let problem = Problem::from(error);
            assert!(!problem.document("/", "r1").to_string().contains("10.0.0.1"));
            assert_eq!(problem.internal.as_deref(), Some("10.0.0.1"));
        }
    }
}
