//! What the endpoints of wallets read alike from a request.

use heartlink_domain::ids::UserId;
use heartlink_domain::roles::Role;
use heartlink_domain::wallet::{Amount, Currency, Note, ReferenceScope, currency_or_default};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request};
use heartlink_store::wallet::{Order, Payment};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

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

/// What is to be paid.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentBody {
    /// In minor units.
    amount: Amount,
    /// The default currency if absent.
    currency: Option<Currency>,
    /// For a person to read.
    #[schema(min_length = 1, max_length = 200)]
    description: Option<String>,
    /// A mark of the caller's own.
    #[schema(min_length = 1, max_length = 128)]
    reference: Option<String>,
    /// `wallet` or (services only) `global`: refuses, for good, what has the reference
    /// of an entry that asked for the same in this wallet, or in any.
    reference_scope: Option<ReferenceScope>,
    /// The fencing number of the lease that the caller holds on the wallet.
    fencing: Option<u64>,
}

/// What is to be paid into, or out of, the wallet in the path, and in what order.
pub(crate) fn payment(app: &App, request: &Request) -> Result<(Payment, Order), Problem> {
    let user_id = owner(request, WRITERS)?;
    let PaymentBody { amount, currency: asked, description, reference, reference_scope, fencing } =
        request.body()?;
    check_scope(request, reference_scope)?;
    let order = order(request, fencing)?;
    let currency = currency(app, asked)?;
    let note = Note { description, reference };
    Ok((Payment { user_id, currency, amount, note, reference_scope }, order))
}

/// Checks that the caller may ask for `scope`: a user could take a reference that
/// others are to be paid by.
///
/// # Errors
/// `forbidden` for a user who asks for one among all wallets.
pub(crate) fn check_scope(request: &Request, scope: Option<ReferenceScope>) -> Result<(), Problem> {
    if scope == Some(ReferenceScope::Global) && !request.caller()?.is(Role::Service) {
        return Err(Problem::forbidden());
    }
    Ok(())
}

/// The user in the path: the caller, or anybody for a caller with one of
/// `roles`.
pub(crate) fn owner(request: &Request, roles: &[Role]) -> Result<UserId, Problem> {
    request.user_in_path("user", roles)
}

/// The currency that was asked for, or the default.
pub(crate) fn currency(app: &App, asked: Option<Currency>) -> Result<Currency, Problem> {
    Ok(currency_or_default(asked, &app.store.settings().wallet)?)
}

/// The order of the caller, with the key that every write needs.
///
/// # Errors
/// `forbidden` for a user who names a lease: users never hold one.
pub(crate) fn order(request: &Request, fencing: Option<u64>) -> Result<Order, Problem> {
    if fencing.is_some() && !READERS.iter().any(|role| request.caller().is_ok_and(|caller| caller.is(*role)))
    {
        return Err(Problem::forbidden());
    }
    let key = request.required_idempotency()?;
    Ok(Order { fencing, ..Order::new(request.me()?.clone(), Some(key)) })
}
