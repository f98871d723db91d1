//! A report of somebody, from the day it is made until it is closed.
//!
//! Owns what a report may say and how it is closed. It is never changed
//! otherwise, and by nothing that the reporter says later.

use serde::de::value::StrDeserializer;
use serde::{Deserialize, Serialize};

use crate::ids::{ReportId, RoomId, UserId};
use crate::problem::FieldProblem;
use crate::time::Timestamp;

/// Longest text of a report, and longest note of who closes it, in characters.
pub const MAX_TEXT_CHARS: usize = 2_000;
/// Messages that a report names at most.
pub const MAX_SEQS: usize = 50;
/// Reports that one person makes in a day (UTC) at most.
pub const MAX_REPORTS_PER_DAY: u32 = 50;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Its id; sorts by the time it was made.
    pub id: ReportId,
    /// Rises by one with each stored change; 0 before the first.
    pub version: u64,
    /// Who reports.
    pub reporter: UserId,
    /// Who is reported.
    pub user_id: UserId,
    /// The room that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    /// Of what kind it is.
    pub reason: Reason,
    /// In the reporter's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The messages that it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub message_seqs: Vec<u64>,
    /// When it was made.
    pub created_at: Timestamp,
    /// How it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closing>,
}

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Threats, insults, pressure.
    Harassment,
    /// Unwanted sexual content.
    Sexual,
    /// A child is, or may be, in danger.
    Minor,
    /// Advertising.
    Spam,
    /// Fraud.
    Scam,
    /// Somebody may harm themselves.
    SelfHarm,
    /// Something else.
    Other,
}

/// Whether somebody still has to look at a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportStatus {
    /// Yes.
    Open,
    /// No: it was decided on.
    Closed,
}

impl ReportStatus {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// What was done about a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportOutcome {
    /// Nothing.
    None,
    /// A warning.
    Warned,
    /// A suspension.
    Suspended,
    /// A ban.
    Banned,
}

/// Who closed a report, when and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: UserId,
    /// What was done.
    pub outcome: ReportOutcome,
    /// Why.
    pub note: String,
}

/// What somebody reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Of what kind it is.
    pub reason: Reason,
    /// In the reporter's words.
    pub text: Option<String>,
    /// The messages that it names.
    pub message_seqs: Vec<u64>,
}

/// Why a report is neither made nor closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReportRefusal {
    /// The reporter was never in the room; to be answered like one that does not exist.
    #[error("no such room")]
    NotMember,
    /// There is no such report.
    #[error("no such report")]
    NotFound,
    /// Somebody closed it already.
    #[error("the report is closed")]
    Closed,
    /// The reporter made as many today as one may.
    #[error("a person makes at most {limit} reports a day")]
    TooMany {
        /// [`MAX_REPORTS_PER_DAY`].
        limit: u32,
    },
    /// The input is invalid, in at least one field.
    #[error("invalid input")]
    Invalid(Vec<FieldProblem>),
}

impl Complaint {
    /// What a report inside feedback says, which has words alone: those that name a
    /// reason are one.
    pub fn in_words(words: &str) -> Self {
        let named = Reason::deserialize(StrDeserializer::<serde::de::value::Error>::new(words));
        let text = named.is_err().then(|| words.to_owned());
        Self { reason: named.unwrap_or(Reason::Other), text, message_seqs: Vec::new() }
    }

    /// The same with each message named once, in order.
    ///
    /// # Errors
    /// [`ReportRefusal::Invalid`] for a text that is blank or too long, and for
    /// messages that are too many or none of the room's `last_seq`.
    pub fn checked(mut self, last_seq: u64) -> Result<Self, ReportRefusal> {
        let mut problems = Vec::new();
        check_text(&mut problems, "/text", self.text.as_deref());
        if self.message_seqs.len() > MAX_SEQS {
            problems.push(problem("/message_seqs", format!("at most {MAX_SEQS} messages")));
        }
        let named = self.message_seqs.iter().take(MAX_SEQS).enumerate();
        problems.extend(
            named.filter(|(_, seq)| !(1..=last_seq).contains(*seq)).map(|(at, _)| {
                problem(&format!("/message_seqs/{at}"), "is no message of the room".to_owned())
            }),
        );
        if !problems.is_empty() {
            return Err(ReportRefusal::Invalid(problems));
        }
        self.message_seqs.sort_unstable();
        self.message_seqs.dedup();
        Ok(self)
    }
}

impl Report {
    /// Whether somebody still has to look at it.
    pub fn status(&self) -> ReportStatus {
        if self.closed.is_some() { ReportStatus::Closed } else { ReportStatus::Open }
    }

    /// The report, closed.
    ///
    /// # Errors
    /// [`ReportRefusal::Closed`]; [`ReportRefusal::Invalid`] for a note that is blank
    /// or too long.
    pub fn close(
        &self,
        by: &UserId,
        outcome: ReportOutcome,
        note: &str,
        now: Timestamp,
    ) -> Result<Self, ReportRefusal> {
        let mut problems = Vec::new();
        check_text(&mut problems, "/note", Some(note));
        if !problems.is_empty() {
            return Err(ReportRefusal::Invalid(problems));
        }
        if self.closed.is_some() {
            return Err(ReportRefusal::Closed);
        }
        let closing = Closing { at: now, by: by.clone(), outcome, note: note.to_owned() };
        Ok(Self { closed: Some(closing), ..self.clone() })
    }
}

fn check_text(problems: &mut Vec<FieldProblem>, pointer: &str, text: Option<&str>) {
    let fits = |text: &str| !text.trim().is_empty() && text.chars().count() <= MAX_TEXT_CHARS;
    if text.is_some_and(|text| !fits(text)) {
        let detail = format!("must have 1 to {MAX_TEXT_CHARS} characters and not be blank");
        problems.push(problem(pointer, detail));
    }
}

fn problem(pointer: &str, detail: String) -> FieldProblem {
    FieldProblem { pointer: pointer.to_owned(), detail }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::fixture::{at, room_id, user};

    fn complaint(text: Option<&str>, message_seqs: Vec<u64>) -> Complaint {
        Complaint { reason: Reason::Scam, text: text.map(str::to_owned), message_seqs }
    }

    fn report() -> Report {
        Report {
            id: "r1".parse().unwrap(),
            version: 1,
            reporter: user("ann"),
            user_id: user("bob"),
            room_id: Some(room_id("room")),
            reason: Reason::Scam,
            text: Some("He asked for money.".into()),
            message_seqs: vec![2],
            created_at: at(1),
            closed: None,
        }
    }

    fn pointers<T: std::fmt::Debug>(refused: Result<T, ReportRefusal>) -> Vec<String> {
        match refused {
            Err(ReportRefusal::Invalid(problems)) => problems.into_iter().map(|p| p.pointer).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_report_needs_no_words_and_names_each_message_once() {
        assert_eq!(complaint(None, vec![]).checked(0), Ok(complaint(None, vec![])));
        let named = complaint(Some("x"), vec![4, 1, 4]).checked(4);
        assert_eq!(named, Ok(complaint(Some("x"), vec![1, 4])));
    }

    #[test]
    fn words_of_feedback_are_a_reason_or_a_text() {
        let spam = Complaint { reason: Reason::Spam, text: None, message_seqs: vec![] };
        assert_eq!(Complaint::in_words("spam"), spam);
        let other = Complaint { reason: Reason::Other, text: Some("Spam!".into()), message_seqs: vec![] };
        assert_eq!(Complaint::in_words("Spam!"), other);
    }

    #[test]
    fn every_invalid_field_is_named_at_once() {
        let wrong = complaint(Some(" "), vec![1, 0, 5]).checked(4);
        assert_eq!(pointers(wrong), ["/text", "/message_seqs/1", "/message_seqs/2"]);
        let long = complaint(Some(&"é".repeat(MAX_TEXT_CHARS + 1)), vec![1; MAX_SEQS + 1]).checked(4);
        assert_eq!(pointers(long), ["/text", "/message_seqs"]);
        assert!(complaint(Some(&"é".repeat(MAX_TEXT_CHARS)), vec![1; MAX_SEQS]).checked(4).is_ok());
    }

    #[test]
    fn a_report_is_closed_once_and_nothing_else_of_it_changes() {
        let closed = report().close(&user("mod"), ReportOutcome::Banned, "a scam", at(9)).unwrap();
        let closing = closed.closed.clone().unwrap();
        assert_eq!((closing.at, closing.by, closing.outcome), (at(9), user("mod"), ReportOutcome::Banned));
        assert_eq!((closed.status(), report().status()), (ReportStatus::Closed, ReportStatus::Open));
        assert_eq!(Report { closed: None, ..closed.clone() }, report());
        let again = closed.close(&user("eve"), ReportOutcome::None, "no", at(10));
        assert_eq!(again, Err(ReportRefusal::Closed));
        assert_eq!(pointers(report().close(&user("mod"), ReportOutcome::None, " ", at(9))), ["/note"]);
    }
}
