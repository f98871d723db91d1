//! Reports: made at any time, listed for moderators, closed once.
//!
//! Owns what is read for the evidence, and that a report, its evidence and the
//! count of the reporter's day are one transaction.

use std::time::Duration;

use heartlink_domain::ids::{ReportId, RoomId, UserId};
use heartlink_domain::problem::FieldProblem;
use heartlink_domain::rooms::{Message, Room};
use heartlink_domain::safety::{
    Complaint, Evidence, MAX_REPORTS_PER_DAY, Report, ReportOutcome, ReportRefusal, ReportStatus, evidence,
    gather,
};
use heartlink_domain::settings::Settings;
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::calls::{Query, Range};
use crate::commit::{CommitError, Lost};
use crate::error::StoreError;
use crate::idempotency::{IdempotencyKey, Outcome};
use crate::keys::Key;
use crate::plan::{Plan, Record, from_item};
use crate::retry::Policy;
use crate::rooms::RoomError;
use crate::tables::{Index, REPORTS, REPORTS_OF, Table};

/// The newest rooms of a reporter among which the last one with the reported is
/// looked for.
const ROOMS_SEARCHED: u32 = 50;
/// Open reports that are counted at most.
const COUNTED: u32 = 10_000;
/// How long the count of a reporter's day is kept.
const COUNT_KEPT: Duration = Duration::from_secs(48 * 3600);

impl Record for Report {
    fn key(&self) -> Key {
        Key::report(&self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
    fn index_attributes(&self, _: &Settings) -> Vec<(&'static str, String)> {
        let status = self.status();
        vec![(REPORTS.hash, status.as_str().to_owned()), (REPORTS_OF.hash, of_person(status, &self.user_id))]
    }
}

/// The place of the reports of one person in their index.
fn of_person(status: ReportStatus, user: &UserId) -> String {
    format!("{}#{user}", status.as_str())
}

/// Why an operation on reports did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A rule said no.
    #[error("refused: {0:?}")]
    Refused(ReportRefusal),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ReportRefusal> for ReportError {
    fn from(refusal: ReportRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Whom or what somebody reports: a room, the person in it, or both.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// A room that the reporter is or was in.
    pub room_id: Option<RoomId>,
    /// A person.
    pub user_id: Option<UserId>,
}

/// What the reporter is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeReport {
    /// The report.
    pub report: Report,
    /// How many messages are kept with it.
    pub messages_kept: usize,
}

/// A report, and what is kept with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportWithEvidence {
    /// The report.
    pub report: Report,
    /// The messages.
    pub evidence: Evidence,
}

/// A page of reports.
#[derive(Debug, Clone)]
pub struct ReportPage {
    /// In the order asked for.
    pub reports: Vec<Report>,
    /// The report after which the next page begins; `None` on the last.
    pub next: Option<ReportId>,
}

/// A report that is about to be made, with what is kept beside it.
pub(crate) struct Filed {
    pub(crate) report: Report,
    evidence: Evidence,
}

impl Store {
    /// `reporter` reports somebody, at any time: in a room, after it, or anybody by
    /// name. Patient, as leaving is.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn report(
        &self,
        reporter: &UserId,
        subject: &Subject,
        complaint: &Complaint,
        key: Option<&IdempotencyKey>,
    ) -> Result<Outcome<MadeReport>, ReportError> {
        if let Some(made) = self.find_idempotency_record(key).await? {
            return Ok(made);
        }
        let (user_id, room) = self.subject_of(reporter, subject).await?;
        let complaint = complaint.clone().checked(room.as_ref().map_or(0, |room| room.last_seq))?;
        let evidence = match &room {
            Some(room) => self.evidence_of(&room.id, &complaint.message_seqs).await?,
            None => Evidence::default(),
        };
        let filed = self.file(reporter, user_id, room.map(|room| room.id), complaint, evidence);
        let made = MadeReport { messages_kept: filed.evidence.messages.len(), report: filed.report.clone() };
        let mut plan = Plan::default();
        self.plan_report(&mut plan, &filed)?;
        self.add_idempotency_record(&mut plan, key, &made)?;
        let mut attempts = self.attempts(Policy::Rewards);
        loop {
            match self.commit(&plan).await {
                Ok(()) => return Ok(Outcome::fresh(made)),
                Err(CommitError::Replay(record)) => {
                    let first = key.map(|key| self.decode_result(key, record)).transpose()?;
                    if let Some(made) = first.flatten() {
                        return Ok(made);
                    }
                }
                Err(CommitError::Lost(lost)) => self.check_reports_left(&lost, reporter)?,
                Err(CommitError::Contended) => {}
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
            attempts.again().await?;
        }
    }

    /// Whom `subject` means, and the room that it is about: the one that is named,
    /// else the last that the two were in.
    async fn subject_of(
        &self,
        reporter: &UserId,
        subject: &Subject,
    ) -> Result<(UserId, Option<Room>), ReportError> {
        let invalid = |pointer: &str, detail: &str| {
            let problem = FieldProblem { pointer: pointer.to_owned(), detail: detail.to_owned() };
            ReportError::Refused(ReportRefusal::Invalid(vec![problem]))
        };
        if let Some(id) = &subject.room_id {
            let room = match self.room_for(id, reporter).await {
                Ok(room) => room,
                Err(RoomError::Refused(_)) => return Err(ReportRefusal::NotMember.into()),
                Err(RoomError::Store(error)) => return Err(error.into()),
            };
            let partner = room.partner_of(reporter).cloned().ok_or(ReportRefusal::NotMember)?;
            if subject.user_id.as_ref().is_some_and(|user| *user != partner) {
                return Err(invalid("/user_id", "was not in the room"));
            }
            return Ok((partner, Some(room)));
        }
        let Some(user) = &subject.user_id else {
            return Err(invalid("/room_id", "name a room or a person"));
        };
        if user == reporter {
            return Err(invalid("/user_id", "must be somebody else"));
        }
        let rooms = self.rooms_of(reporter, ROOMS_SEARCHED, true, None).await?;
        let met = rooms.into_iter().find(|room| room.partner_of(reporter) == Some(user));
        Ok((user.clone(), met))
    }

    /// What is kept of `room` with a report that names some of its messages.
    pub(crate) async fn evidence_of(&self, room: &RoomId, named: &[u64]) -> Result<Evidence, StoreError> {
        let most = u32::try_from(evidence::MAX_MESSAGES).unwrap_or(u32::MAX);
        let newest = match self.messages(room, most, true, None).await {
            Ok(messages) => messages,
            Err(RoomError::Store(error)) => return Err(error),
            Err(RoomError::Refused(refusal)) => return Err(StoreError::bug(refusal)),
        };
        let oldest = newest.last().map_or(u64::MAX, |message| message.seq);
        let earlier: Vec<Key> =
            named.iter().filter(|seq| **seq < oldest).map(|seq| Key::message(room, *seq)).collect();
        let mut first: Vec<Message> = Vec::new();
        if !earlier.is_empty() {
            first = self.batch_get(&earlier).await?.into_iter().map(from_item).collect::<Result<_, _>>()?;
        }
        first.extend(newest.iter().filter(|message| named.contains(&message.seq)).cloned());
        Ok(gather(first, newest))
    }

    /// A new report.
    pub(crate) fn file(
        &self,
        reporter: &UserId,
        user_id: UserId,
        room_id: Option<RoomId>,
        complaint: Complaint,
        evidence: Evidence,
    ) -> Filed {
        let now = self.now();
        let Complaint { reason, text, message_seqs } = complaint;
        let report = Report {
            id: ReportId::generate(now, &mut self.chance("report")),
            version: 0,
            reporter: reporter.clone(),
            user_id,
            room_id,
            reason,
            text,
            message_seqs,
            created_at: now,
            closed: None,
        };
        Filed { report, evidence }
    }

    /// Adds a report, what is kept with it, and the count of the reporter's day.
    pub(crate) fn plan_report(&self, plan: &mut Plan, filed: &Filed) -> Result<(), StoreError> {
        plan.put(&filed.report, self.settings())?;
        if !filed.evidence.messages.is_empty() {
            plan.insert(Key::evidence(&filed.report.id), &filed.evidence)?;
        }
        let now = self.now();
        plan.count_below(
            Key::reports_made(&filed.report.reporter, now),
            MAX_REPORTS_PER_DAY,
            now + COUNT_KEPT,
        );
        Ok(())
    }

    /// Refuses where what was lost is the last of the reporter's day.
    ///
    /// # Errors
    /// [`ReportRefusal::TooMany`].
    pub(crate) fn check_reports_left(&self, lost: &Lost, reporter: &UserId) -> Result<(), ReportRefusal> {
        match lost.concerns(&Key::reports_made(reporter, self.now())) {
            true => Err(ReportRefusal::TooMany { limit: MAX_REPORTS_PER_DAY }),
            false => Ok(()),
        }
    }

    /// A report with what is kept with it, for a moderator.
    ///
    /// # Errors
    /// [`ReportRefusal::NotFound`]; the store's.
    pub async fn report_with_evidence(&self, id: &ReportId) -> Result<ReportWithEvidence, ReportError> {
        let (mut report, mut evidence) = (None, Evidence::default());
        for item in self.batch_get(&[Key::report(id), Key::evidence(id)]).await? {
            if item.contains_key("version") {
                report = Some(from_item(item)?);
            } else {
                evidence = from_item(item)?;
            }
        }
        let report = report.ok_or(ReportRefusal::NotFound)?;
        Ok(ReportWithEvidence { report, evidence })
    }

    /// A page of reports, of this status and about this person where one is named.
    ///
    /// # Errors
    /// The store's.
    pub async fn reports(
        &self,
        (status, user): (Option<ReportStatus>, Option<&UserId>),
        limit: u32,
        newest_first: bool,
        after: Option<&ReportId>,
    ) -> Result<ReportPage, StoreError> {
        let range = match after {
            None => Range::All,
            Some(id) if newest_first => Range::LessThan(id.to_string()),
            Some(id) => Range::MoreThan(id.to_string()),
        };
        let mut ids = Vec::new();
        for asked in [ReportStatus::Open, ReportStatus::Closed] {
            if status.is_none_or(|status| status == asked) {
                let (index, hash) = match user {
                    Some(user) => (REPORTS_OF, of_person(asked, user)),
                    None => (REPORTS, asked.as_str().to_owned()),
                };
                ids.extend(self.report_ids(index, hash, range.clone(), limit, newest_first).await?);
            }
        }
        in_order(&mut ids, newest_first, |id| id);
        ids.dedup();
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        ids.truncate(limit);
        let next = ids.last().filter(|_| ids.len() == limit).cloned();
        let items = self.batch_get(&ids.iter().map(Key::report).collect::<Vec<_>>()).await?;
        let mut reports: Vec<Report> = items.into_iter().map(from_item).collect::<Result<_, _>>()?;
        // The index may be behind; the report is not.
        reports.retain(|report| status.is_none_or(|status| status == report.status()));
        in_order(&mut reports, newest_first, |report| &report.id);
        Ok(ReportPage { reports, next })
    }

    async fn report_ids(
        &self,
        index: Index,
        hash: String,
        range: Range,
        limit: u32,
        newest_first: bool,
    ) -> Result<Vec<ReportId>, StoreError> {
        #[derive(Deserialize)]
        struct Entry {
            id: ReportId,
        }
        let query = Query {
            table: Table::Safety,
            index: Some(index),
            hash,
            range,
            limit,
            newest_first,
            consistent: false,
        };
        let entries: Vec<Entry> = self.query(&query).await?.read()?;
        Ok(entries.into_iter().map(|entry| entry.id).collect())
    }

    /// How many reports are open, and the age of the oldest.
    ///
    /// # Errors
    /// The store's.
    pub async fn open_reports(&self) -> Result<(u64, Duration), StoreError> {
        let query = Query {
            table: Table::Safety,
            index: Some(REPORTS),
            hash: ReportStatus::Open.as_str().to_owned(),
            range: Range::All,
            limit: COUNTED,
            newest_first: false,
            consistent: false,
        };
        let open = self.count(&query).await?;
        let oldest = self.reports((Some(ReportStatus::Open), None), 1, false, None).await?;
        let age = oldest.reports.first().map(|report| self.now().since(report.created_at));
        Ok((open, age.unwrap_or_default()))
    }

    /// `by` closes a report. Closing it again in the same way changes nothing.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn close_report(
        &self,
        id: &ReportId,
        by: &UserId,
        (outcome, note): (ReportOutcome, &str),
        key: Option<&IdempotencyKey>,
    ) -> Result<Outcome<Report>, ReportError> {
        let mut attempts = self.attempts(Policy::Normal);
        loop {
            let report: Report = match self.get(&Key::report(id)).await? {
                Some(item) => from_item(item)?,
                None => return Err(ReportRefusal::NotFound.into()),
            };
            let closed = match report.close(by, outcome, note, self.now()) {
                Ok(closed) => closed,
                Err(refusal) => {
                    return self.find_idempotency_record(key).await?.ok_or(ReportError::Refused(refusal));
                }
            };
            let mut plan = Plan::default();
            plan.put(&closed, self.settings())?;
            self.add_idempotency_record(&mut plan, key, &closed)?;
            match self.commit(&plan).await {
                Ok(()) => return Ok(Outcome::fresh(closed)),
                Err(CommitError::Lost(_) | CommitError::Replay(_) | CommitError::Contended) => {
                    attempts.again().await?;
                }
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
    }
}

/// Sorts by id, which is by the time of making.
fn in_order<T>(all: &mut [T], newest_first: bool, id: impl Fn(&T) -> &ReportId) {
    all.sort_by(|a, b| id(a).cmp(id(b)));
    if newest_first {
        all.reverse();
    }
}
