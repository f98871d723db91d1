//! The system's side: calls of its handlers, as API Gateway hands them over.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures::future::BoxFuture;
use heartlink_domain::ids::{ConnectionId, UserId};
use heartlink_domain::roles::{Caller, Role};
use heartlink_edge::push::{Push, PushError};
use heartlink_edge::{App, HttpRoute, dispatch};
use heartlink_store::Store;
use heartlink_store::meter::{Cost, measure};
use serde_json::json;

use super::REWARDS;
use crate::cli::Failure;
use crate::routes;
use crate::serve::{About, http_event};

/// What a load is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    /// A payment into one wallet.
    Credit,
    /// A payment from one wallet into another.
    Transfer,
    /// Payments into many wallets by one call.
    Rewards,
}

impl Operation {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Credit, Self::Transfer, Self::Rewards];

    const fn route(self) -> &'static str {
        match self {
            Self::Credit => "wallet-credit",
            Self::Transfer => "wallet-transfer",
            Self::Rewards => "wallet-rewards",
        }
    }
}

/// Which user of `users` operation `i` is for. Neighbours lie apart, so that
/// those under way at the same time seldom meet.
pub(super) fn user_of(i: usize, users: usize) -> usize {
    i.wrapping_mul(7_919) % users
}

/// The id of a user.
pub(super) fn name_of(user: usize) -> String {
    format!("bench-{user:06}")
}

/// Nobody is connected.
struct Nobody;

impl Push for Nobody {
    fn post(&self, _: ConnectionId, _: String) -> BoxFuture<'_, Result<(), PushError>> {
        Box::pin(async { Err(PushError::Gone) })
    }
    fn close(&self, _: ConnectionId) -> BoxFuture<'_, Result<(), PushError>> {
        Box::pin(async { Err(PushError::Gone) })
    }
}

/// The system under load.
pub(super) struct System {
    app: App,
    caller: Caller,
    calls: AtomicU64,
}

impl System {
    pub(super) fn new(store: Store) -> Result<Self, Failure> {
        let user: UserId = "bench".parse().map_err(Failure::failed)?;
        let caller = Caller { user, roles: vec![Role::Service] };
        Ok(Self {
            app: App { store, push: Arc::new(Nobody), verifier: None, files: None },
            caller,
            calls: AtomicU64::new(0),
        })
    }

    pub(super) fn store(&self) -> &Store {
        &self.app.store
    }

    /// Operation `i` of a load over `users`, ready to be handled.
    pub(super) fn operation(
        self: Arc<Self>,
        operation: Operation,
        i: usize,
        users: usize,
    ) -> BoxFuture<'static, Result<(), Failure>> {
        let user = user_of(i, users);
        let body = match operation {
            Operation::Credit => json!({ "amount": 1_000 }),
            Operation::Transfer => json!({ "amount": 1, "to": name_of((user + 1) % users) }),
            Operation::Rewards => {
                let paid = (0..REWARDS.min(users)).map(|n| (i * REWARDS + n) % users);
                let rewards = paid.map(|user| json!({ "user_id": name_of(user), "amount": 1 }));
                json!({ "rewards": rewards.collect::<Vec<_>>() })
            }
        };
        let request = self.request(operation, &name_of(user), &body.to_string());
        Box::pin(async move {
            let (route, request) = request?;
            let answer = dispatch::http(&self.app, route, request).await;
            if answer.status().is_success() {
                return Ok(());
            }
            let text = String::from_utf8_lossy(answer.body()).into_owned();
            Err(Failure::Refused(format!("{} answered {}: {text}", route.name, answer.status())))
        })
    }

    /// What one operation costs that concerns one user, or two.
    pub(super) async fn cost_of_one(self: &Arc<Self>, operation: Operation) -> Result<Cost, Failure> {
        let users = if operation == Operation::Transfer { 2 } else { 1 };
        let (result, cost) = measure(self.clone().operation(operation, 0, users)).await;
        result.map(|()| cost)
    }

    fn request(
        &self,
        operation: Operation,
        user: &str,
        body: &str,
    ) -> Result<(&'static HttpRoute, lambda_http::Request), Failure> {
        let named = |route: &&HttpRoute| route.name == operation.route();
        let route = routes::http().find(named).ok_or_else(|| Failure::Refused("no such route".to_owned()))?;
        let number = self.calls.fetch_add(1, Ordering::Relaxed);
        let request = axum::http::Request::builder()
            .method(route.method)
            .uri(route.path.replace("{user}", user))
            .header("content-type", "application/json")
            .header("idempotency-key", format!("bench-key-{number:020}"))
            .body(())
            .map_err(Failure::failed)?;
        let (parts, ()) = request.into_parts();
        let about = About {
            request_id: &format!("{number:032x}"),
            now: self.app.store.now(),
            authority: "bench.local",
            caller: Some(&self.caller),
        };
        let parameters = HashMap::from([("user".to_owned(), user.to_owned())]);
        let key = format!("{} {}", route.method, route.path);
        Ok((route, http_event(&about, &parts, body.as_bytes(), &key, parameters)))
    }
}
