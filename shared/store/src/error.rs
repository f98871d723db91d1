//! What can go wrong with the store, told apart by what a caller may do.
//!
//! Internal texts stay in here: a caller sees only the variant.

use aws_sdk_dynamodb::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::meter;
use crate::trace::Outcome;

/// A failure of the store.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Retries ran out against other writers or throttling. Nothing changed.
    #[error("the store is busy")]
    Busy,
    /// The caller's deadline passed. Whether the change took effect is known
    /// by asking again with the same idempotency key.
    #[error("the deadline passed")]
    Timeout,
    /// The same idempotency key came with another body or query.
    #[error("the idempotency key was used for another call")]
    KeyReused,
    /// The store cannot be reached or answers with faults.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// A request that the store calls invalid, or an item that does not parse.
    #[error("defect in the use of the store: {0}")]
    Bug(String),
}

/// How a single call failed.
#[derive(Debug)]
pub(crate) enum CallError {
    /// A condition failed, or a transaction was cancelled.
    Cancelled(Box<aws_sdk_dynamodb::types::error::TransactionCanceledException>),
    /// The condition of a single write failed.
    ConditionFailed,
    /// The store asks to slow down. Nothing happened.
    Throttled,
    /// Nobody knows whether it happened.
    Unknown(String),
    /// Everything else. Nothing happened.
    Failed(StoreError),
}

impl StoreError {
    /// A defect of ours.
    pub fn bug(error: impl std::fmt::Display) -> Self {
        Self::Bug(error.to_string())
    }

    /// A failure that is neither expected nor retried.
    pub(crate) fn from_sdk<E>(error: SdkError<E, HttpResponse>) -> Self
    where
        E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        match classify(error) {
            CallError::Failed(error) => error,
            CallError::Throttled => Self::Busy,
            CallError::Unknown(text) => Self::Unavailable(text),
            CallError::Cancelled(_) | CallError::ConditionFailed => {
                Self::Bug("a condition where none was set".to_owned())
            }
        }
    }
}

/// Tells throttled, unknown and failed apart; conditions are the caller's to
/// recognise before.
pub(crate) fn classify<E>(error: SdkError<E, HttpResponse>) -> CallError
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
{
    let text = DisplayErrorContext(&error).to_string();
    match &error {
        SdkError::ConstructionFailure(_) => CallError::Failed(StoreError::Bug(text)),
        SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) | SdkError::ResponseError(_) => {
            CallError::Unknown(text)
        }
        SdkError::ServiceError(service) => {
            let status = service.raw().status().as_u16();
            match service.err().code().unwrap_or_default() {
                code if is_throttling(code) => {
                    meter::throttle();
                    CallError::Throttled
                }
                code if is_conflict(code) => {
                    meter::conflict();
                    CallError::Throttled
                }
                _ if status >= 500 => CallError::Unknown(text),
                _ => CallError::Failed(StoreError::Bug(text)),
            }
        }
        _ => CallError::Unknown(text),
    }
}

fn is_throttling(code: &str) -> bool {
    matches!(code, "ProvisionedThroughputExceededException" | "ThrottlingException" | "RequestLimitExceeded")
}

/// A transaction under way holds the item.
fn is_conflict(code: &str) -> bool {
    matches!(code, "TransactionConflictException" | "TransactionInProgressException")
}

/// How a call ended, as a trace shows it.
pub(crate) fn outcome<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Outcome {
    match error {
        SdkError::ServiceError(service) => match service.err().code().unwrap_or_default() {
            code if is_throttling(code) || is_conflict(code) => Outcome::Throttled,
            _ if service.raw().status().as_u16() >= 500 => Outcome::Failed,
            _ => Outcome::Refused,
        },
        _ => Outcome::Failed,
    }
}
