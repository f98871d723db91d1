//! What admins did to a wallet.

use heartlink_domain::roles::Role;
use heartlink_domain::wallet::{Currency, Wallet, WalletAction};
use heartlink_runtime::page::{List, PageQuery};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::{currency, owner};
use crate::view::WalletActionView;

/// Of which wallet, and which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// The default currency if absent.
    currency: Option<Currency>,
    /// 1 to 100; 20 if absent.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Read the audit trail
///
/// Statuses set and leases ended by force: who, when and why, newest first. It
/// is never changed or deleted.
#[endpoint(
    GET "/v1/wallets/{user}/audit",
    roles(Admin),
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    query(AuditQuery),
    answers(200 = List<AuditView<WalletActionView>>: "A page of the trail."),
    errors(UnknownCurrency),
    permissions(READ_LEDGER)
)]
pub(crate) async fn audit(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, &[Role::Admin])?;
    let query: AuditQuery = request.query()?;
    let account = Wallet::account_id(&user, &currency(&app, query.currency)?);
    let page = PageQuery::new(query.limit, query.cursor, None).checked()?;
    let trail = app.store.audit_trail::<WalletAction>(&account, page.limit, page.cursor_as()?).await?;
    let trail = trail.into_iter().map(AuditView::<WalletActionView>::from).collect();
    Response::ok(&List::new(trail, &page, |audit: &AuditView<_>| audit.version.to_string()))
}
