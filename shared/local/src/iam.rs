//! The part of IAM: a function that calls what it is not granted is refused, as
//! it would be on AWS.
//!
//! Stands between the SDK and the engine, and before files and connections. What
//! runs outside of a function (the streams, the start) is not held to anything.
//! Owns the record of what was refused and what was used; never what is granted:
//! each function declares that.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use futures::FutureExt;
use futures::future::BoxFuture;
use heartlink_domain::ids::ConnectionId;
use heartlink_runtime::push::{Push, PushError};
use heartlink_store::context::Functions;
use heartlink_store::files::{FILES, FileError, FileFacts, FileFuture, Files, UploadAddress};
use heartlink_store::realtime::sessions::CONNECTIONS;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::json;

/// What a function did, or wanted to do: `matching-ask matching/pool Query`.
type Line = String;

/// Holds functions to what they are granted. Clones share their records.
#[derive(Debug, Clone, Default)]
pub struct Iam(Arc<Records>);

#[derive(Debug, Default)]
struct Records {
    prefix: String,
    used: Mutex<BTreeSet<Line>>,
    refused: Mutex<BTreeSet<Line>>,
}

impl Iam {
    /// For tables whose names begin with `prefix`.
    pub(crate) fn new(prefix: &str) -> Self {
        Self(Arc::new(Records { prefix: prefix.to_owned(), ..Records::default() }))
    }

    /// What functions used of what they are granted: a line for each function and
    /// permission, as in `infra/iam-permissions.txt`.
    pub fn used(&self) -> BTreeSet<Line> {
        lock(&self.0.used).clone()
    }

    /// What functions were refused: nothing, unless a declaration is wrong.
    pub fn refused(&self) -> BTreeSet<Line> {
        lock(&self.0.refused).clone()
    }

    /// Whether the function under way may do that.
    ///
    /// # Errors
    /// What AWS says of it.
    fn check(&self, resource: &str, index: Option<&str>, action: &str) -> Result<(), String> {
        let functions = Functions::current();
        let mut names = Vec::new();
        for function in functions.iter() {
            let mut granted = function.granted();
            let found =
                granted.find(|one| one.resource == resource && one.index == index && one.action == action);
            if let Some(permission) = found {
                lock(&self.0.used).insert(format!("{} {permission}", function.name));
                return Ok(());
            }
            names.push(function.name);
        }
        let Some(name) = names.first() else { return Ok(()) };
        let resource = index.map_or_else(|| resource.to_owned(), |index| format!("{resource}/{index}"));
        tracing::error!(function = name, resource, action, "a permission is missing");
        lock(&self.0.refused).insert(format!("{name} {resource} {action}"));
        Err(format!(
            "User: arn:aws:sts::000000000000:assumed-role/{name} is not authorized to perform: {action} on \
             resource: {resource} because no identity-based policy allows the {action} action"
        ))
    }

    /// Whether the function under way may make the call.
    fn check_call(&self, request: &HttpRequest) -> Result<(), String> {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let Some(operation) = target.strip_prefix("DynamoDB_20120810.") else { return Ok(()) };
        let body = request.body().bytes().unwrap_or_default();
        let concerned: Concerned = serde_json::from_slice(body).unwrap_or_default();
        for (table, index, action) in concerned.actions(operation) {
            let table = table.strip_prefix(self.0.prefix.as_str()).unwrap_or(table);
            self.check(table, index, action)?;
        }
        Ok(())
    }

    /// `inner`, with calls of functions held to what these are granted.
    pub(crate) fn guard_calls(&self, inner: SharedHttpClient) -> SharedHttpClient {
        SharedHttpClient::new(GuardedClient { inner, iam: self.clone() })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What of a request says which tables it concerns.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Concerned {
    table_name: Option<String>,
    index_name: Option<String>,
    request_items: BTreeMap<String, IgnoredAny>,
    transact_items: Vec<BTreeMap<String, OnTable>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct OnTable {
    table_name: String,
}

impl Concerned {
    /// Table, index and action of each permission that `operation` needs.
    fn actions<'a>(&'a self, operation: &'a str) -> Vec<(&'a str, Option<&'a str>, &'a str)> {
        let mut actions = Vec::new();
        if let Some(table) = &self.table_name {
            actions.push((table.as_str(), self.index_name.as_deref(), operation));
        }
        actions.extend(self.request_items.keys().map(|table| (table.as_str(), None, operation)));
        for (kind, item) in self.transact_items.iter().flatten() {
            let action = match kind.as_str() {
                "Put" => "PutItem",
                "Update" => "UpdateItem",
                "Delete" => "DeleteItem",
                "Get" => "GetItem",
                _ => "ConditionCheckItem",
            };
            actions.push((item.table_name.as_str(), None, action));
        }
        actions
    }
}

#[derive(Debug)]
struct GuardedClient {
    inner: SharedHttpClient,
    iam: Iam,
}

impl HttpClient for GuardedClient {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(GuardedConnector { inner, iam: self.iam.clone() })
    }
}

#[derive(Debug)]
struct GuardedConnector {
    inner: SharedHttpConnector,
    iam: Iam,
}

impl HttpConnector for GuardedConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        match self.iam.check_call(&request) {
            Ok(()) => self.inner.call(request),
            Err(message) => HttpConnectorFuture::ready(denial(&message)),
        }
    }
}

/// DynamoDB's answer to a call that no policy allows.
fn denial(message: &str) -> Result<HttpResponse, ConnectorError> {
    let status = StatusCode::try_from(400).map_err(|error| ConnectorError::other(error.into(), None))?;
    let body = json!({ "__type": "com.amazon.coral.service#AccessDeniedException", "Message": message });
    let mut response = HttpResponse::new(status, SdkBody::from(body.to_string()));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    Ok(response)
}

/// Something beside the store, with calls of functions held to what these are
/// granted.
pub(crate) struct Guarded<T> {
    pub(crate) inner: T,
    pub(crate) iam: Iam,
}

impl<T: Push> Push for Guarded<T> {
    fn post(&self, connection: ConnectionId, message: String) -> BoxFuture<'_, Result<(), PushError>> {
        match self.iam.check(CONNECTIONS, None, "ManageConnections") {
            Ok(()) => self.inner.post(connection, message),
            Err(message) => async { Err(PushError::Failed(message)) }.boxed(),
        }
    }

    fn close(&self, connection: ConnectionId, code: u16) -> BoxFuture<'_, Result<(), PushError>> {
        match self.iam.check(CONNECTIONS, None, "ManageConnections") {
            Ok(()) => self.inner.close(connection, code),
            Err(message) => async { Err(PushError::Failed(message)) }.boxed(),
        }
    }
}

impl<T: Files> Guarded<T> {
    fn allowed<'a, R: Send + 'a>(&self, actions: &[&str], call: FileFuture<'a, R>) -> FileFuture<'a, R> {
        match actions.iter().try_for_each(|action| self.iam.check(FILES, None, action)) {
            Ok(()) => call,
            Err(message) => async { Err(FileError::Failed(message)) }.boxed(),
        }
    }
}

impl<T: Files> Files for Guarded<T> {
    fn upload_address<'a>(&'a self, name: &'a str, span: Duration) -> FileFuture<'a, UploadAddress> {
        self.allowed(&["PutObject"], self.inner.upload_address(name, span))
    }

    fn facts<'a>(&'a self, name: &'a str) -> FileFuture<'a, Option<FileFacts>> {
        // S3 tells only who may list that there is no such file.
        self.allowed(&["GetObject", "ListBucket"], self.inner.facts(name))
    }

    fn read<'a>(&'a self, name: &'a str, tag: Option<&'a str>, range: Range<u64>) -> FileFuture<'a, Vec<u8>> {
        self.allowed(&["GetObject"], self.inner.read(name, tag, range))
    }

    fn remove<'a>(&'a self, name: &'a str) -> FileFuture<'a, ()> {
        self.allowed(&["DeleteObject"], self.inner.remove(name))
    }
}
