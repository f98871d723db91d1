//! The figures of wallets.

use crate::view::WalletStatsView;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

/// Read the figures of wallets
///
/// Each process counts its operations and adds them to these figures beside a
/// later call, so that no operation pays for it. What a killed process had not
/// added yet is missing; ledgers tell exactly what happened, these figures how
/// it went.
#[endpoint(
    GET "/v1/wallets/stats",
    roles(Admin),
    answers(200 = WalletStatsView: "The figures now."),
    permissions(READ_ACCOUNTS)
)]
pub(crate) async fn stats(app: App, _call: Request) -> Result<Response, Problem> {
    Response::ok(&WalletStatsView::from(app.store.wallet_stats().await?))
}
