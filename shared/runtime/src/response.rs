//! The successful answer of an endpoint.

use heartlink_store::idempotency::Outcome;
use serde::Serialize;

use crate::Problem;

/// A body that is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its media type.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
    /// Query string of the page after it.
    pub next: Option<String>,
}

/// Status and body.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// The text of the JSON body; `None` for 204.
    pub body: Option<String>,
    /// What is sent in place of a JSON body.
    pub text: Option<Text>,
    /// Whether this repeats the answer to an earlier call with the same key.
    pub replayed: bool,
}

impl Response {
    fn json(status: u16, body: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_string(body).map_err(Problem::internal)?;
        Ok(Self { status, body: Some(body), text: None, replayed: false })
    }

    /// 200 with a body.
    ///
    /// # Errors
    /// A body that does not serialise: a defect.
    pub fn ok(body: &impl Serialize) -> Result<Self, Problem> {
        Self::json(200, body)
    }

    /// 201 with a body.
    ///
    /// # Errors
    /// A body that does not serialise: a defect.
    pub fn created(body: &impl Serialize) -> Result<Self, Problem> {
        Self::json(201, body)
    }

    /// 200 with a body that is not JSON.
    pub fn text(text: Text) -> Self {
        Self { status: 200, body: None, text: Some(text), replayed: false }
    }

    /// 202 with a body: what was asked for goes on by itself.
    ///
    /// # Errors
    /// A body that does not serialise: a defect.
    pub fn accepted(body: &impl Serialize) -> Result<Self, Problem> {
        Self::json(202, body)
    }

    /// 204.
    pub fn no_content() -> Self {
        Self { status: 204, body: None, text: None, replayed: false }
    }

    /// The same, marked as a repetition where `outcome` was one.
    #[must_use]
    pub fn replayed<T>(mut self, outcome: &Outcome<T>) -> Self {
        self.replayed = outcome.replayed;
        self
    }
}
