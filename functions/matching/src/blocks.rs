//! Whom the caller has blocked.

use heartlink_domain::ids::UserId;
use heartlink_domain::matching::Relation;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::page::{List, PageQuery};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Serialize;
use utoipa::ToSchema;

/// A block of the caller's own.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlockView {
    /// Who is blocked.
    user_id: UserId,
    /// Since when; `null` for a block that 0.1 or earlier stored.
    #[schema(required)]
    blocked_at: Option<Timestamp>,
}

impl BlockView {
    fn of(relation: Relation) -> Self {
        Self { user_id: relation.other, blocked_at: relation.blocks_since }
    }

    fn cursor(&self) -> String {
        let since = self.blocked_at.map(|at| at.to_string()).unwrap_or_default();
        format!("{since}~{}", self.user_id)
    }
}

/// List whom one has blocked
///
/// The caller's own blocks, blocked last first unless `order=asc`. Who blocked the
/// caller is told nowhere.
#[endpoint(
    GET "/v1/blocks",
    roles(User),
    activity,
    query(PageQuery),
    answers(200 = List<BlockView>: "A page of blocks."),
    permissions(READ_RELATIONS)
)]
pub(crate) async fn blocks(app: App, request: Request) -> Result<Response, Problem> {
    let page = request.page()?;
    let mut blocks: Vec<BlockView> =
        app.store.blocks_of(request.me()?).await?.into_iter().map(BlockView::of).collect();
    blocks.sort_by_key(BlockView::cursor);
    if page.newest_first {
        blocks.reverse();
    }
    let behind = |block: &BlockView| match &page.cursor {
        None => true,
        Some(cursor) if page.newest_first => block.cursor() < *cursor,
        Some(cursor) => block.cursor() > *cursor,
    };
    blocks.retain(behind);
    blocks.truncate(page.limit as usize);
    Response::ok(&List::new(blocks, &page, BlockView::cursor))
}
