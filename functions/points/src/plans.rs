//! All plans.

use heartlink_domain::calendar::Zone;
use heartlink_domain::documents::Stored;
use heartlink_domain::ids::{DocumentName, UserId};
use heartlink_domain::points::PointsPlan;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::page::List;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Serialize;
use utoipa::ToSchema;

use crate::documents::{Shown, list};

/// What holds for the accounts on a plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointsPlanView {
    /// Names it; `default` is the one of accounts that are on none.
    plan: DocumentName,
    /// How low points may fall; as low as they will if `null`.
    #[schema(required)]
    floor: Option<i64>,
    /// Points earned expire at the end of the day so many days after; never if
    /// `null`.
    #[schema(required)]
    expires_after_days: Option<u32>,
    /// Whose days.
    timezone: Zone,
    /// Rises with each change of the plan.
    version: u64,
    /// When it became this.
    updated_at: Timestamp,
    /// Who made it so.
    updated_by: UserId,
}

impl Shown for PointsPlanView {
    type Content = PointsPlan;
    const PARAMETER: &'static str = "plan";

    fn of(stored: &Stored<PointsPlan>) -> Self {
        let PointsPlan { floor, expires_after_days, timezone } = stored.content;
        Self {
            plan: stored.name.clone(),
            floor,
            expires_after_days,
            timezone,
            version: stored.version,
            updated_at: stored.updated_at,
            updated_by: stored.updated_by.clone(),
        }
    }
}

/// List plans
///
/// All of them, by name.
#[endpoint(
    GET "/v1/points/plans",
    roles(User, Teacher, Service, Admin),
    answers(200 = List<PointsPlanView>: "All plans."),
    permissions(READ_DOCUMENTS)
)]
pub(crate) async fn plans(app: App, _: Request) -> Result<Response, Problem> {
    Response::ok(&List { items: list::<PointsPlanView>(&app).await?, next_cursor: None })
}
