//! What goes with every operation: who orders it, when, under which key.
//!
//! Owns the limits of the texts that go into an entry.

use crate::ids::UserId;
use crate::ledger::Draft;
use crate::settings::WalletSettings;
use crate::time::Timestamp;
use crate::wallet::refusal::{accept_unless, check_text};
use crate::wallet::{Amount, Fence, Kind, Refusal};

/// Longest `reference`, in characters.
pub const MAX_REFERENCE_CHARS: usize = 128;

/// The circumstances of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Who orders it.
    pub operator: UserId,
    /// The idempotency key it came with.
    pub idempotency_key: Option<String>,
    /// The leases under which the caller writes; none for ordinary operations.
    pub fences: Vec<Fence>,
    /// The injected present.
    pub now: Timestamp,
}

/// What the caller says about an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// For a person to read.
    pub description: Option<String>,
    /// The caller's own mark.
    pub reference: Option<String>,
}

impl Note {
    /// Refuses texts that are empty or too long.
    pub(super) fn check(&self, settings: &WalletSettings) -> Result<(), Refusal> {
        let most = usize::try_from(settings.description_chars).unwrap_or(usize::MAX);
        let mut problems = Vec::new();
        check_text(&mut problems, "/description", self.description.as_deref(), most);
        check_text(&mut problems, "/reference", self.reference.as_deref(), MAX_REFERENCE_CHARS);
        accept_unless(problems)
    }

    /// The draft of an entry that says this.
    pub(super) fn draft(&self, kind: Kind, context: &Context) -> Draft {
        Draft {
            kind: kind.as_str().to_owned(),
            description: self.description.clone(),
            reference: self.reference.clone(),
            operator: Some(context.operator.clone()),
            idempotency_key: context.idempotency_key.clone(),
            ..Draft::default()
        }
    }

    /// The same for money that comes in (`+1`) or goes out (`-1`).
    pub(super) fn signed(&self, kind: Kind, sign: i64, amount: Amount, context: &Context) -> Draft {
        Draft { amount: sign.signum() * amount.minor(), ..self.draft(kind, context) }
    }
}
