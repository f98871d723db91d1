//! An app on an engine in memory, for the tests of this module.

use std::sync::Arc;

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use futures::future::BoxFuture;
use heartlink_domain::ids::ConnectionId;
use heartlink_domain::settings::Settings;
use heartlink_engine::Engine;
use heartlink_store::Store;
use heartlink_store::client::{http_client, local_client};
use heartlink_store::clock::Clock;

use crate::App;
use crate::push::{Push, PushError};

struct Nowhere;

impl Push for Nowhere {
    fn post(&self, _: ConnectionId, _: String) -> BoxFuture<'_, Result<(), PushError>> {
        Box::pin(async { Err(PushError::Gone) })
    }
    fn close(&self, _: ConnectionId, _: u16) -> BoxFuture<'_, Result<(), PushError>> {
        Box::pin(async { Err(PushError::Gone) })
    }
}

fn app_on(http: SharedHttpClient, endpoint: &str) -> App {
    let client = local_client(http, endpoint);
    let store = Store::new(client, "test-", Settings::default(), Clock::default(), 7);
    App {
        store,
        push: Arc::new(Nowhere),
        verifier: None,
        files: None,
        daemon: None,
        limits: Arc::default(),
        vitals: None,
    }
}

/// An app without tables, for what never reaches the store.
pub fn app() -> App {
    app_on(http_client(), "http://127.0.0.1:1")
}

/// An app with tables.
pub async fn app_with_store() -> App {
    let engine = Engine::sharded().unwrap();
    let app = app_on(engine.http_client(), "http://engine.local");
    app.store.create_tables().await.unwrap();
    app
}
