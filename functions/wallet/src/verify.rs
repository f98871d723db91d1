//! Check a wallet's ledger.

use heartlink_domain::wallet::Currency;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::{READERS, currency, owner};

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
#[endpoint(
    GET "/v1/wallets/{user}/verify",
    roles(User, Service, Admin),
    activity,
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    query(VerifyQuery),
    answers(200 = VerificationView: "What was found."),
    errors(UnknownCurrency),
    permissions(CHANGE_ACCOUNT, VERIFY_LEDGER)
)]
pub(crate) async fn verify(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, READERS)?;
    let query: VerifyQuery = request.query()?;
    let currency = currency(&app, query.currency)?;
    let verification = app.store.verify_wallet(&user, &currency, query.incremental).await?;
    Response::ok(&VerificationView::from(verification))
}
