//! All rules.

use heartlink_domain::calendar::Zone;
use heartlink_domain::documents::Stored;
use heartlink_domain::ids::{DocumentName, UserId};
use heartlink_domain::points::{Caps, PointsRule, TransactionType};
use heartlink_domain::time::Timestamp;
use heartlink_runtime::page::List;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Serialize;
use utoipa::ToSchema;

use crate::documents::{Shown, list};
use crate::forms;

/// A rule that earns points.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointsRuleView {
    /// Names it.
    rule_key: DocumentName,
    /// For each event.
    points: i64,
    /// Most points by this rule.
    #[schema(value_type = forms::Caps)]
    caps: Caps,
    /// Whose days, weeks and months.
    timezone: Zone,
    /// Whether it gives points.
    enabled: bool,
    /// What its transactions are for, as students read it.
    #[schema(required)]
    description: Option<String>,
    /// The type of its transactions; `add_points` if `null`.
    #[schema(required)]
    transaction_type: Option<TransactionType>,
    /// Rises with each change of the rule.
    version: u64,
    /// When it became this.
    updated_at: Timestamp,
    /// Who made it so.
    updated_by: UserId,
}

impl Shown for PointsRuleView {
    type Content = PointsRule;
    const PARAMETER: &'static str = "rule_key";

    fn of(stored: &Stored<PointsRule>) -> Self {
        let PointsRule { points, caps, timezone, enabled, description, transaction_type } =
            stored.content.clone();
        Self {
            rule_key: stored.name.clone(),
            points,
            caps,
            timezone,
            enabled,
            description,
            transaction_type,
            version: stored.version,
            updated_at: stored.updated_at,
            updated_by: stored.updated_by.clone(),
        }
    }
}

/// List rules
///
/// All of them, by name.
#[endpoint(
    GET "/v1/points/rules",
    roles(User, Teacher, Service, Admin),
    answers(200 = List<PointsRuleView>: "All rules."),
    permissions(READ_DOCUMENTS)
)]
pub(crate) async fn rules(app: App, _: Request) -> Result<Response, Problem> {
    Response::ok(&List { items: list::<PointsRuleView>(&app).await?, next_cursor: None })
}
