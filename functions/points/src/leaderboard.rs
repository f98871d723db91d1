//! Who of a group has the most points.

use heartlink_domain::ids::{GroupId, UserId};
use heartlink_runtime::page::{List, PageQuery};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::points::Ranked;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which group.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LeaderboardQuery {
    /// The group, as the students' profiles name it.
    group: GroupId,
    /// 1 to 100; 20 if absent.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// One on the leaderboard.
#[derive(Debug, Serialize, ToSchema)]
pub struct RankView {
    /// 1 for the first; those with the same points share one.
    rank: u64,
    /// Who.
    student_id: UserId,
    /// With how many points, as of their last change.
    points: i64,
}

impl From<Ranked> for RankView {
    fn from(Ranked { rank, student_id, points }: Ranked) -> Self {
        Self { rank, student_id, points }
    }
}

/// Compare a group
///
/// Most points first; of those with the same points, by id. What has expired
/// leaves with the next run that takes it.
#[endpoint(
    GET "/v1/points/leaderboard",
    roles(User, Teacher, Service, Admin),
    activity,
    query(LeaderboardQuery),
    answers(200 = List<RankView>: "A page of the leaderboard."),
    permissions(LEADERBOARD)
)]
pub(crate) async fn leaderboard(app: App, request: Request) -> Result<Response, Problem> {
    let query: LeaderboardQuery = request.query()?;
    let page = PageQuery::new(query.limit, query.cursor, None).checked()?;
    let after = page.cursor_as()?;
    let found = app.store.leaderboard(&query.group, page.limit, after.as_ref()).await?;
    let items = found.items.into_iter().map(RankView::from).collect();
    Response::ok(&List { items, next_cursor: found.next.map(|place| place.to_string()) })
}
