//! What the endpoints of rules and plans have in common: reading, writing and
//! deleting documents.

use heartlink_domain::documents::{Document, DocumentRefusal, Stored};
use heartlink_domain::ids::DocumentName;
use heartlink_runtime::{App, Problem, Request, Response};
use serde::Serialize;

/// A document as it is shown.
pub(crate) trait Shown: Serialize {
    /// What it says.
    type Content: Document;
    /// The name of its path parameter.
    const PARAMETER: &'static str;

    fn of(stored: &Stored<Self::Content>) -> Self;
}

/// All of a kind, by name.
pub(crate) async fn list<V: Shown>(app: &App) -> Result<Vec<V>, Problem> {
    let documents = app.store.documents::<V::Content>().await?;
    Ok(documents.values().map(V::of).collect())
}

/// One, by the name in the path.
pub(crate) async fn show<V: Shown>(app: &App, request: &Request) -> Result<Response, Problem> {
    let name: DocumentName = request.parameter(V::PARAMETER)?;
    let found = app.store.document::<V::Content>(&name).await?;
    let found = found.ok_or(DocumentRefusal::Missing)?;
    Response::ok(&V::of(&found))
}

/// Makes the body what it says.
pub(crate) async fn put<V: Shown>(app: &App, request: &Request) -> Result<Response, Problem> {
    let name: DocumentName = request.parameter(V::PARAMETER)?;
    let content: V::Content = request.body()?;
    let stored = app.store.put_document(&name, &content, &request.editor(app)?).await?;
    Response::ok(&V::of(&stored))
}

/// Deletes it.
pub(crate) async fn delete<V: Shown>(app: &App, request: &Request) -> Result<Response, Problem> {
    let name: DocumentName = request.parameter(V::PARAMETER)?;
    request.no_body()?;
    app.store.delete_document::<V::Content>(&name, &request.editor(app)?).await?;
    Ok(Response::no_content())
}
