//! Take over transactions from another system.

use heartlink_domain::ids::UserId;
use heartlink_domain::points::{Import, ImportRow};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::unbounded;
use crate::view::ImportedView;

/// Rows of one student.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportBody {
    /// Whose.
    student_id: UserId,
    /// Names the import; the same whenever it is tried again.
    #[schema(min_length = 1, max_length = 128)]
    import_id: String,
    /// Rows of the student before these.
    #[serde(default)]
    #[schema(default = 0)]
    offset: u64,
    /// All rows of the student.
    #[schema(minimum = 1)]
    total: u64,
    /// These, oldest first.
    #[schema(min_items = 1, max_items = 98, value_type = Vec<crate::forms::ImportRow>)]
    transactions: Vec<ImportRow>,
}

/// Take over transactions
///
/// Into an account that has none. A history of more than 98 rows comes in
/// several calls, in order; until the last of them the account is marked as
/// `importing` and nothing else changes it, so that the same import can go on.
#[endpoint(
    POST "/v1/points/import",
    roles(Admin),
    key(required),
    body(ImportBody),
    answers(201 = ImportedView: "How far the import has come."),
    errors(AccountNotEmpty, ImportOutOfStep, AccountImporting, BalanceLimit),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, READ_DOCUMENTS)
)]
pub(crate) async fn import(app: App, request: Request) -> Result<Response, Problem> {
    let ImportBody { student_id, import_id, offset, total, transactions } = request.body()?;
    let order = unbounded(&request)?;
    let rows = Import { id: import_id, offset, total, rows: transactions };
    let done = app.store.import_points(&student_id, &rows, &order).await?;
    let done = done.map(ImportedView::from);
    Ok(Response::created(&done.value)?.replayed(&done))
}
