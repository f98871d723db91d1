//! What an admin's edit of a document says beside its content: why, and which
//! version they saw.

use heartlink_domain::documents::Editor;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{App, Call, Problem};

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
    /// Who edits, why, and from which version.
    ///
    /// # Errors
    /// `invalid_request` for parameters that do not read.
    pub fn editor(&self, app: &App) -> Result<Editor, Problem> {
        let EditQuery { reason, expected_version } = self.query()?;
        Ok(Editor { operator: self.me()?.clone(), reason, expected: expected_version, now: app.store.now() })
    }
}
