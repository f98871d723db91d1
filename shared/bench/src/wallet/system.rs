//! The system's side: the payments that a load is made of.

use std::sync::Arc;

use futures::future::BoxFuture;
use heartlink_store::Store;
use heartlink_store::meter::{Cost, measure};
use serde_json::json;

use super::REWARDS;
use crate::handlers::Handlers;
use heartlink::terminal::Failure;

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

/// The system under load.
pub(super) struct System(Arc<Handlers>);

impl System {
    pub(super) fn new(store: Store) -> Result<Self, Failure> {
        Ok(Self(Arc::new(Handlers::new(store)?)))
    }

    pub(super) fn store(&self) -> &Store {
        self.0.store()
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
        let user = name_of(user);
        self.0.clone().call(operation.route(), &[("user", &user)], &body.to_string(), true)
    }

    /// What one operation costs that concerns one user, or two.
    pub(super) async fn cost_of_one(self: &Arc<Self>, operation: Operation) -> Result<Cost, Failure> {
        let users = if operation == Operation::Transfer { 2 } else { 1 };
        let (result, cost) = measure(self.clone().operation(operation, 0, users)).await;
        result.map(|()| cost)
    }
}
