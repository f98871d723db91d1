//! Whether a wallet is locked.

use heartlink_domain::wallet::lease_state;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::input::{CurrencyQuery, READERS, currency, owner};
use crate::view::LeaseStateView;

/// Look at the lease
///
/// Whether one is in force, whose, for how long still, and the last fencing
/// number given out.
#[endpoint(
    GET "/v1/wallets/{user}/lock",
    roles(Service, Admin),
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    query(CurrencyQuery),
    answers(200 = LeaseStateView: "The lease."),
    errors(UnknownCurrency),
    permissions(READ_ACCOUNT)
)]
pub(crate) async fn lease(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, READERS)?;
    let currency = currency(&app, request.query::<CurrencyQuery>()?.currency)?;
    let wallet = app.store.wallet(&user, &currency).await?;
    Response::ok(&LeaseStateView::from(lease_state(&wallet, app.store.now())))
}
