//! Documents: rules, levels, plans and settings that admins edit as data.
//!
//! Owns versions, the trail of revisions and what a change is refused for;
//! never what a kind of document means: each kind checks itself.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::ids::{DocumentName, UserId};
use crate::problem::FieldProblem;
use crate::time::Timestamp;

/// Longest reason of a revision, in characters.
pub const MAX_REASON_CHARS: usize = 500;

/// A kind of document.
pub trait Document: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {
    /// Its name in the store; never changes.
    const KIND: &'static str;

    /// What is wrong with it; empty if nothing is.
    fn check(&self) -> Vec<FieldProblem>;

    /// What is stored of it where `before` was stored last, deleted or not.
    #[must_use]
    fn following(self, _before: Option<&Self>) -> Self {
        self
    }
}

/// A document as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored<D> {
    /// Unique among its kind.
    pub name: DocumentName,
    /// Rises by one with each revision; 0 while nothing is stored.
    pub version: u64,
    /// When it became this.
    pub updated_at: Timestamp,
    /// Who made it so.
    pub updated_by: UserId,
    /// Whether it was deleted: it counts as absent, and its versions go on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    /// What it says.
    pub content: D,
}

/// One entry of the trail: never changed, never deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The version that it made.
    pub version: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub operator: UserId,
    /// Why, in the operator's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What it said before; absent if there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<serde_json::Value>,
    /// What it says from then on; absent if it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<serde_json::Value>,
}

/// Who revises, when and why.
#[derive(Debug, Clone)]
pub struct Editor {
    /// Who.
    pub operator: UserId,
    /// Why.
    pub reason: Option<String>,
    /// The version that they saw, if they want no other to be overwritten; 0 for none.
    pub expected: Option<u64>,
    /// When.
    pub now: Timestamp,
}

/// Why a document stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentRefusal {
    /// It does not hold together.
    Invalid(Vec<FieldProblem>),
    /// Somebody else revised it since.
    Changed {
        /// Its version now.
        version: u64,
    },
    /// There is none to delete.
    Missing,
}

/// A document after a decision, with the trail's entry if it changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Revised<D> {
    /// The document, at the version that was read.
    pub document: Stored<D>,
    /// What is to be written to the trail; `None` if nothing changes.
    pub revision: Option<Revision>,
}

/// Makes `content` what the document says.
///
/// # Errors
/// [`DocumentRefusal::Invalid`], [`DocumentRefusal::Changed`].
pub fn revise<D: Document>(
    current: Option<&Stored<D>>,
    name: &DocumentName,
    content: D,
    editor: &Editor,
) -> Result<Revised<D>, DocumentRefusal> {
    check(content.check(), editor)?;
    expect(current, editor)?;
    let content = content.following(current.map(|current| &current.content));
    if let Some(same) = current.filter(|current| !current.deleted && current.content == content) {
        return Ok(Revised { document: same.clone(), revision: None });
    }
    Ok(revised(current, name, content, false, editor))
}

/// Deletes the document.
///
/// # Errors
/// [`DocumentRefusal::Invalid`], [`DocumentRefusal::Missing`], [`DocumentRefusal::Changed`].
pub fn delete<D: Document>(
    current: Option<&Stored<D>>,
    editor: &Editor,
) -> Result<Revised<D>, DocumentRefusal> {
    check(Vec::new(), editor)?;
    expect(current, editor)?;
    let current = current.filter(|current| !current.deleted).ok_or(DocumentRefusal::Missing)?;
    Ok(revised(Some(current), &current.name, current.content.clone(), true, editor))
}

/// Refuses what is wrong with the content, and a reason that is too long.
fn check(mut problems: Vec<FieldProblem>, editor: &Editor) -> Result<(), DocumentRefusal> {
    if editor.reason.as_ref().is_some_and(|reason| reason.chars().count() > MAX_REASON_CHARS) {
        let detail = format!("must have at most {MAX_REASON_CHARS} characters");
        problems.push(FieldProblem { pointer: "/reason".to_owned(), detail });
    }
    if problems.is_empty() { Ok(()) } else { Err(DocumentRefusal::Invalid(problems)) }
}

fn expect<D>(current: Option<&Stored<D>>, editor: &Editor) -> Result<(), DocumentRefusal> {
    let version = current.filter(|current| !current.deleted).map_or(0, |current| current.version);
    match editor.expected {
        Some(expected) if expected != version => Err(DocumentRefusal::Changed { version }),
        _ => Ok(()),
    }
}

fn revised<D: Document>(
    current: Option<&Stored<D>>,
    name: &DocumentName,
    content: D,
    deleted: bool,
    editor: &Editor,
) -> Revised<D> {
    let version = current.map_or(0, |current| current.version);
    let shown = |content: &D| serde_json::to_value(content).ok();
    let revision = Revision {
        version: version + 1,
        at: editor.now,
        operator: editor.operator.clone(),
        reason: editor.reason.clone(),
        before: current.filter(|current| !current.deleted).and_then(|current| shown(&current.content)),
        after: (!deleted).then(|| shown(&content)).flatten(),
    };
    let document = Stored {
        name: name.clone(),
        version,
        updated_at: editor.now,
        updated_by: editor.operator.clone(),
        deleted,
        content,
    };
    Revised { document, revision: Some(revision) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Rule {
        points: i64,
    }

    impl Document for Rule {
        const KIND: &'static str = "test_rule";
        fn check(&self) -> Vec<FieldProblem> {
            let problem = FieldProblem { pointer: "/points".into(), detail: "must not be 0".into() };
            if self.points == 0 { vec![problem] } else { Vec::new() }
        }
    }

    fn editor(expected: Option<u64>) -> Editor {
        Editor {
            operator: "admin".parse().unwrap(),
            reason: Some("season".into()),
            expected,
            now: Timestamp::from_unix_millis(1_000),
        }
    }

    fn name() -> DocumentName {
        "chat".parse().unwrap()
    }

    fn stored(points: i64) -> Stored<Rule> {
        let revised = revise(None, &name(), Rule { points }, &editor(None)).unwrap();
        Stored { version: 1, ..revised.document }
    }

    #[test]
    fn a_first_revision_has_no_before() {
        let revised = revise(None, &name(), Rule { points: 3 }, &editor(Some(0))).unwrap();
        let revision = revised.revision.unwrap();
        assert_eq!((revised.document.version, revision.version), (0, 1));
        assert_eq!((revision.before, revision.after), (None, Some(serde_json::json!({"points": 3}))));
        assert_eq!(revision.reason.as_deref(), Some("season"));
    }

    #[test]
    fn saying_the_same_again_changes_nothing() {
        let current = stored(3);
        let revised = revise(Some(&current), &name(), Rule { points: 3 }, &editor(None)).unwrap();
        assert_eq!(revised, Revised { document: current, revision: None });
    }

    #[test]
    fn a_document_that_does_not_hold_together_is_refused_before_anything_else() {
        let refused = revise(None, &name(), Rule { points: 0 }, &editor(Some(9))).unwrap_err();
        assert!(matches!(refused, DocumentRefusal::Invalid(problems) if problems[0].pointer == "/points"));
        let long = Editor { reason: Some("x".repeat(501)), ..editor(None) };
        assert!(revise(None, &name(), Rule { points: 1 }, &long).is_err());
        let refused = delete(Some(&stored(3)), &long).unwrap_err();
        assert!(matches!(refused, DocumentRefusal::Invalid(problems) if problems[0].pointer == "/reason"));
    }

    #[test]
    fn nobody_overwrites_what_they_did_not_see() {
        let refused = revise(Some(&stored(3)), &name(), Rule { points: 4 }, &editor(Some(0)));
        assert_eq!(refused.unwrap_err(), DocumentRefusal::Changed { version: 1 });
        assert!(revise(Some(&stored(3)), &name(), Rule { points: 4 }, &editor(Some(1))).is_ok());
    }

    #[test]
    fn a_deleted_document_counts_as_absent_and_its_versions_go_on() {
        let gone = delete(Some(&stored(3)), &editor(Some(1))).unwrap();
        assert_eq!(gone.revision.as_ref().unwrap().after, None);
        let gone = Stored { version: 2, ..gone.document };
        assert!(gone.deleted);
        assert_eq!(delete(Some(&gone), &editor(None)).unwrap_err(), DocumentRefusal::Missing);
        let again = revise(Some(&gone), &name(), Rule { points: 3 }, &editor(Some(0))).unwrap();
        let revision = again.revision.unwrap();
        assert_eq!((again.document.deleted, revision.version, revision.before), (false, 3, None));
    }
}
