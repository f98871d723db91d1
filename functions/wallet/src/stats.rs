//! `GET /v1/wallets/stats`: the figures of wallets.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::view::WalletStatsView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-stats",
    method: "GET",
    path: "/v1/wallets/stats",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(stats(app, request)),
};

/// Read the figures of wallets
///
/// Each process counts its operations and adds them to these figures beside a
/// later request, so that no operation pays for it. What a killed process had not
/// added yet is missing; ledgers tell exactly what happened, these figures how
/// it went.
#[utoipa::path(get, path = "/v1/wallets/stats", tag = "wallet", operation_id = "wallet-stats",
    responses((status = 200, description = "The figures now.", body = WalletStatsView)))]
pub(crate) async fn stats(app: App, _call: Request) -> Result<Response, Problem> {
    Response::ok(&WalletStatsView::from(app.store.wallet_stats().await?))
}
