//! What each function may do, and the policies and settings that follow.
//!
//! Each function declares it; `infra/iam-permissions.txt` shows what that comes to,
//! so that a change of it can be reviewed.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, bail};
use heartlink_all as routes;
use heartlink_store::files::FILES;
use heartlink_store::permissions::{Permission, TOKENS};
use heartlink_store::realtime::sessions::CONNECTIONS;
use heartlink_store::tables::Table;
use serde_json::{Map, Value, json};

use super::tables::id;
use super::{attribute, reference, substituted};

/// The logical id of the bucket of uploaded files, and what is in it.
const BUCKET: &str = "FilesBucket";
const CONTENT: &str = "${FilesBucket.Arn}/*";
/// What each function is granted.
pub struct Permissions(BTreeMap<&'static str, BTreeMap<String, BTreeSet<&'static str>>>);

impl Permissions {
    /// What the functions declare.
    pub fn declared() -> Self {
        let mut granted: BTreeMap<_, BTreeMap<String, BTreeSet<_>>> = BTreeMap::new();
        for function in routes::functions() {
            for Permission { resource, index, action } in function.granted() {
                let resource = match index {
                    Some(index) => format!("{resource}/{index}"),
                    None => resource.to_owned(),
                };
                granted.entry(function.name).or_default().entry(resource).or_default().insert(action);
            }
        }
        Self(granted)
    }

    /// The file `infra/iam-permissions.txt`: a line for each function and permission.
    pub fn text(&self) -> String {
        let mut lines = String::new();
        for (function, resources) in &self.0 {
            for (resource, actions) in resources {
                actions.iter().for_each(|action| lines += &format!("{function} {resource} {action}\n"));
            }
        }
        lines
    }

    /// The statements of the policy of `function`.
    ///
    /// # Errors
    /// A permission on something unknown.
    pub(super) fn statements(&self, function: &str) -> anyhow::Result<Vec<Value>> {
        let mut statements = Vec::new();
        for (resource, actions) in self.0.get(function).into_iter().flatten() {
            let allow = |service: &str, resource: Value| {
                let actions: Vec<String> =
                    actions.iter().map(|action| format!("{service}:{action}")).collect();
                json!({ "Effect": "Allow", "Action": actions, "Resource": resource })
            };
            match resource.as_str() {
                TOKENS => {}
                CONNECTIONS => statements.push(allow("execute-api", connections())),
                // Of actions on the bucket and on what is in it, each looks at its own.
                FILES => {
                    statements.push(allow("s3", json!([attribute(BUCKET, "Arn"), substituted(CONTENT)])))
                }
                _ => statements.push(allow("dynamodb", table(resource)?)),
            }
        }
        Ok(statements)
    }

    /// The settings that `function` needs beside those of all.
    pub(super) fn settings(&self, function: &str) -> Map<String, Value> {
        let has = |resource| self.0.get(function).is_some_and(|granted| granted.contains_key(resource));
        let mut settings = Map::new();
        if has(CONNECTIONS) {
            let endpoint = "https://${SocketApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}";
            settings.insert("HEARTLINK_CONNECTIONS_ENDPOINT".to_owned(), substituted(endpoint));
        }
        if has(FILES) {
            settings.insert("HEARTLINK_FILES_BUCKET".to_owned(), reference(BUCKET));
        }
        if has(TOKENS) {
            settings.append(&mut token_settings());
        }
        settings
    }
}

/// What is needed to verify tokens.
fn token_settings() -> Map<String, Value> {
    [
        ("HEARTLINK_JWT_ISSUER", "JwtIssuer"),
        ("HEARTLINK_JWT_AUDIENCE", "JwtAudience"),
        ("HEARTLINK_JWT_JWKS_URL", "JwtJwksUrl"),
        ("HEARTLINK_JWT_ISSUERS", "JwtIssuers"),
    ]
    .into_iter()
    .map(|(name, parameter)| (name.to_owned(), reference(parameter)))
    .collect()
}

fn connections() -> Value {
    substituted(
        "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${SocketApi}/${Stage}/*/@connections/*",
    )
}

/// The table or index that `resource` names.
fn table(resource: &str) -> anyhow::Result<Value> {
    let (name, index) =
        resource.split_once('/').map_or((resource, None), |(name, index)| (name, Some(index)));
    let table = Table::ALL.into_iter().find(|table| table.suffix() == name);
    let table = table.with_context(|| format!("a permission on {resource:?}, which is no table"))?;
    let Some(index) = index else { return Ok(attribute(&id(table), "Arn")) };
    if !table.indexes().iter().any(|known| known.name == index) {
        bail!("a permission on {resource:?}, which is no index");
    }
    Ok(substituted(format!("${{{}.Arn}}/index/{index}", id(table))))
}
