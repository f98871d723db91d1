//! What an admin's edit of a document says beside its content: why, and which
//! version they saw.

use heartlink_domain::documents::Editor;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::IntoParams;

use crate::call::from_json;
use crate::{App, Call, Problem};

/// What the answer about a document says beside its content.
const READ_ONLY: [&str; 3] = ["version", "updated_at", "updated_by"];

/// Query parameters of every edit.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EditQuery {
    /// Why; kept in the trail.
    #[param(max_length = 500)]
    reason: Option<String>,
    /// The version that the editor saw, 0 for none; another one now is not overwritten.
    expected_version: Option<u64>,
}

impl Call {
    /// The content of a document. What was read may be sent back as it was: what
    /// an answer says beside the content, `name` among it, is left out.
    ///
    /// # Errors
    /// `malformed_json` or `invalid_request`.
    pub fn document<D: DeserializeOwned>(&self, name: Option<&str>) -> Result<D, Problem> {
        let mut body: Map<String, Value> = self.body()?;
        body.retain(|member, _| !READ_ONLY.contains(&member.as_str()) && Some(member.as_str()) != name);
        from_json(Value::Object(body).to_string().as_bytes())
    }

    /// Who edits, why, and from which version.
    ///
    /// # Errors
    /// `invalid_request` for parameters that do not read.
    pub fn editor(&self, app: &App) -> Result<Editor, Problem> {
        let EditQuery { reason, expected_version } = self.query()?;
        Ok(Editor { operator: self.me()?.clone(), reason, expected: expected_version, now: app.store.now() })
    }
}
