//! What an admin's edit of a document says beside its content: why, and which
//! version they saw.

use heartlink_domain::documents::Editor;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::openapi::schema::SchemaType;
use utoipa::openapi::{ObjectBuilder, OpenApi, RefOr, Schema};
use utoipa::{IntoParams, Modify};

use crate::request::from_json;
use crate::{App, Problem, Request};

/// What the answer about a document says beside its content.
const READ_ONLY: [&str; 3] = ["version", "updated_at", "updated_by"];

/// Describes of the named schemas, each with the name of its own place, that
/// what was read may be sent back: see [`Request::document`].
#[derive(Debug)]
pub struct ReadOnlyFields(pub &'static [(&'static str, Option<&'static str>)]);

impl Modify for ReadOnlyFields {
    fn modify(&self, openapi: &mut OpenApi) {
        let Some(components) = &mut openapi.components else { return };
        for (schema, name) in self.0 {
            let Some(RefOr::T(Schema::Object(object))) = components.schemas.get_mut(*schema) else {
                continue;
            };
            for member in READ_ONLY.iter().chain(name) {
                let ignored = ObjectBuilder::new().schema_type(SchemaType::AnyValue);
                let ignored = ignored.description(Some("As it was read; means nothing here."));
                object.properties.insert((*member).to_owned(), ignored.into());
            }
        }
    }
}

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

impl Request {
    /// The content of a document. What was read may be sent back as it was: what
    /// an answer says beside the content, `name` among it, is left out.
    ///
    /// # Errors
    /// `malformed_json` or `invalid_request`.
    pub fn document<D: DeserializeOwned>(&self, name: Option<&str>) -> Result<D, Problem> {
        let mut body: Map<String, Value> = self.body()?;
        body.retain(|member, _| !READ_ONLY.contains(&member.as_str()) && Some(member.as_str()) != name);
        from_json(Value::Object(body).to_string().as_bytes(), None)
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
