//! A wallet.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::input::{CurrencyQuery, READERS, currency, owner};
use crate::view::WalletView;

/// Look at a wallet
///
/// One that nothing was ever paid into is at zero.
#[endpoint(
    GET "/v1/wallets/{user}",
    roles(User, Service, Admin),
    activity,
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    query(CurrencyQuery),
    answers(200 = WalletView: "The wallet."),
    errors(UnknownCurrency),
    permissions(READ_ACCOUNT)
)]
pub(crate) async fn show(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, READERS)?;
    let currency = currency(&app, request.query::<CurrencyQuery>()?.currency)?;
    let wallet = app.store.wallet(&user, &currency).await?;
    Response::ok(&WalletView::from(wallet.summary(app.store.now())))
}
