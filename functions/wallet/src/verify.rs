//! `GET /v1/wallets/{user}/verify`: check a wallet's ledger.

use heartlink_domain::roles::Role;
use heartlink_domain::wallet::Currency;
use heartlink_runtime::wire::VerificationView;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::{READERS, currency, owner};

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-verify",
    method: "GET",
    path: "/v1/wallets/{user}/verify",
    access: Access::AnyOf(&[Role::User, Role::Service, Role::Admin]),
    counts_as_activity: true,
    run: |app, request| Box::pin(verify(app, request)),
};

/// How much is checked.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct VerifyQuery {
    /// The default currency if absent.
    currency: Option<Currency>,
    /// Only what was added since the ledger was verified last.
    #[serde(default)]
    #[param(default = false)]
    incremental: bool,
}

/// Check the ledger
///
/// That no number is missing, every balance follows from the one before, the
/// chain of hashes holds, and the wallet's balance is that of its last entry.
#[utoipa::path(get, path = "/v1/wallets/{user}/verify", tag = "wallet", operation_id = "wallet-verify",
    params(("user" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose wallet: a user id, or `me`."), VerifyQuery),
    responses((status = 200, description = "What was found.", body = VerificationView),
        (status = 400, description = "unknown_currency")))]
pub(crate) async fn verify(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, READERS)?;
    let query: VerifyQuery = request.query()?;
    let currency = currency(&app, query.currency)?;
    let verification = app.store.verify_wallet(&user, &currency, query.incremental).await?;
    Response::ok(&VerificationView::from(verification))
}
