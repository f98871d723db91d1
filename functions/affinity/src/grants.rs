//! Level rewards, by how far they are paid.

use heartlink_domain::affinity::GrantStatus;
use heartlink_domain::ids::{DeviceId, UserId};
use heartlink_runtime::page::{List, Order, PageQuery};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::view::GrantView;

/// Which grants.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct GrantsQuery {
    /// `failed` if absent; `granted` only of one binding.
    #[param(inline)]
    status: Option<GrantStatus>,
    /// Of this user; with `device_id`.
    user_id: Option<UserId>,
    /// With this device; with `user_id`.
    device_id: Option<DeviceId>,
    /// 1 to 100; 20 if absent.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Those that are tried last first if absent.
    #[param(inline)]
    order: Option<Order>,
}

/// List level rewards
///
/// Those that could not be paid, by the time of their next attempt; or all of
/// one binding, by level.
#[endpoint(
    GET "/v1/affinity/grants",
    roles(Admin),
    query(GrantsQuery),
    answers(200 = List<GrantView>: "A page of grants."),
    permissions(READ_ACCOUNTS, READ_LEDGER, DUE_ACCOUNTS)
)]
pub(crate) async fn grants(app: App, request: Request) -> Result<Response, Problem> {
    let GrantsQuery { status, user_id, device_id, limit, cursor, order } = request.query()?;
    let page = PageQuery::new(limit, cursor, order).checked()?;
    let (found, next_cursor) = match (user_id, device_id, status) {
        (Some(user), Some(device), status) => {
            let mut found = app.store.grants_of(&user, &device).await?;
            found.retain(|grant| status.is_none_or(|status| grant.status == status));
            (found, None)
        }
        (None, None, Some(GrantStatus::Granted)) => {
            return Err(Problem::parameter("status", "`granted` goes with user_id and device_id"));
        }
        (None, None, status) => {
            let status = status.unwrap_or(GrantStatus::Failed);
            let found = app.store.unpaid_grants(status, page.limit, page.newest_first, page.cursor).await?;
            (found.grants, found.next)
        }
        _ => return Err(Problem::parameter("device_id", "goes with user_id")),
    };
    Response::ok(&List { items: found.into_iter().map(GrantView::from).collect(), next_cursor })
}
