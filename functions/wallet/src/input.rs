//! What the endpoints of wallets read alike from a call.

use heartlink_domain::ids::UserId;
use heartlink_domain::roles::Role;
use heartlink_domain::wallet::{Currency, currency_or_default};
use heartlink_edge::{App, Call, Problem};
use heartlink_store::wallet::Order;
use serde::Deserialize;
use utoipa::IntoParams;

/// Who may look at anybody's wallet.
pub(crate) const READERS: &[Role] = &[Role::Service, Role::Admin];
/// Who may move money of others.
pub(crate) const WRITERS: &[Role] = &[Role::Service];

/// Which of a user's wallets.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CurrencyQuery {
    /// The default currency if absent.
    pub(crate) currency: Option<Currency>,
}

/// The user in the path: the caller, or anybody for a caller with one of
/// `roles`.
pub(crate) fn owner(call: &Call, roles: &[Role]) -> Result<UserId, Problem> {
    call.user_in_path("user", roles)
}

/// The currency that was asked for, or the default.
pub(crate) fn currency(app: &App, asked: Option<Currency>) -> Result<Currency, Problem> {
    Ok(currency_or_default(asked, &app.store.settings().wallet)?)
}

/// The order of the caller, with the key that every write needs.
pub(crate) fn order(call: &Call, fencing: Option<u64>) -> Result<Order, Problem> {
    let key = call.required_idempotency()?;
    Ok(Order { fencing, ..Order::new(call.me()?.clone(), Some(key)) })
}
