//! Documents that admins edit: read through a cache of a few seconds, written
//! with their trail in one commit.
//!
//! Owns the cache and its age; never what a document means.

use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use heartlink_domain::documents::{
    Document, DocumentRefusal, Editor, Revised, Revision, Stored, delete, revise,
};
use heartlink_domain::ids::DocumentName;
use heartlink_domain::problem::FieldProblem;
use heartlink_domain::time::Timestamp;

use crate::Store;
use crate::calls::{Query, Range};
use crate::commit::CommitError;
use crate::error::StoreError;
use crate::keys::{self, Key, REVISION_PREFIX, numbered};
use crate::plan::{Plan, Record, from_item};
use crate::retry::Policy;
use crate::tables::Table;

/// Largest document.
const MAX_BYTES: usize = 30_000;
/// Documents of one kind that are read, deleted ones among them: they stay, so
/// that their versions go on. More than that is an error, never a shorter list.
const DOCUMENTS_READ: u32 = 100_000;

/// All live documents of a kind, by name.
pub type Documents<D> = Arc<BTreeMap<DocumentName, Stored<D>>>;

/// Why a document was not changed.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// A rule said no; nothing changed.
    #[error("refused: {0:?}")]
    Refused(DocumentRefusal),
    /// There are as many of this kind as there may be.
    #[error("there are {limit} documents already")]
    TooMany {
        /// So many.
        limit: u32,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DocumentRefusal> for DocumentError {
    fn from(refusal: DocumentRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What this process read last, by kind. Each kind has a lock of its own that
/// is held while it is read anew: one reads, the others wait for it.
#[derive(Default)]
pub(crate) struct DocumentCache(Mutex<HashMap<&'static str, Slot>>);

type Slot = Arc<tokio::sync::Mutex<Option<Cached>>>;

struct Cached {
    at: Timestamp,
    documents: Arc<dyn Any + Send + Sync>,
}

impl DocumentCache {
    fn slot(&self, kind: &'static str) -> Slot {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(kind).or_default().clone()
    }
}

impl<D: Document> Record for Stored<D> {
    fn key(&self) -> Key {
        Key::document(D::KIND, &self.name)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}

impl Store {
    /// All documents of a kind, as they were at most
    /// `HEARTLINK_DOCUMENTS_CACHE_SECS` ago; writes of this process show at once.
    ///
    /// # Errors
    /// The store's.
    pub async fn documents<D: Document>(&self) -> Result<Documents<D>, StoreError> {
        let slot = self.shared.documents.slot(D::KIND);
        let mut cached = slot.lock().await;
        let (now, age) = (self.now(), Duration::from_secs(self.settings().documents.cache_secs));
        let fresh = cached.as_ref().filter(|cached| cached.at <= now && now < cached.at + age);
        if let Some(known) = fresh.and_then(|cached| cached.documents.clone().downcast().ok()) {
            return Ok(known);
        }
        // Boxed: it is part of many calls' futures, and seldom runs.
        let documents: Documents<D> = Arc::new(self.read_documents().boxed().await?);
        *cached = Some(Cached { at: now, documents: documents.clone() });
        Ok(documents)
    }

    /// One document, out of [`Store::documents`].
    ///
    /// # Errors
    /// The store's.
    pub async fn document<D: Document>(&self, name: &DocumentName) -> Result<Option<Stored<D>>, StoreError> {
        Ok(self.documents().await?.get(name).cloned())
    }

    async fn read_documents<D: Document>(&self) -> Result<BTreeMap<DocumentName, Stored<D>>, StoreError> {
        let query = Query {
            table: Table::Documents,
            index: None,
            hash: keys::documents_partition(D::KIND),
            range: Range::All,
            limit: DOCUMENTS_READ,
            newest_first: false,
            consistent: true,
        };
        let stored: Vec<Stored<D>> = self.query_all(&query).await?.read()?;
        let live = stored.into_iter().filter(|document| !document.deleted);
        Ok(live.map(|document| (document.name.clone(), document)).collect())
    }

    /// Makes `content` what the document says, and records who did it and why.
    /// Saying what it says already changes nothing.
    ///
    /// # Errors
    /// See [`DocumentError`].
    pub async fn put_document<D: Document>(
        &self,
        name: &DocumentName,
        content: &D,
        editor: &Editor,
    ) -> Result<Stored<D>, DocumentError> {
        let bytes = serde_json::to_vec(content).map_err(StoreError::bug)?.len();
        if bytes > MAX_BYTES {
            let detail = format!("must have at most {MAX_BYTES} bytes, and has {bytes}");
            let problem = FieldProblem { pointer: String::new(), detail };
            return Err(DocumentRefusal::Invalid(vec![problem]).into());
        }
        let known = self.documents::<D>().await?;
        let limit = self.settings().documents.per_kind;
        if known.len() >= limit as usize && !known.contains_key(name) {
            return Err(DocumentError::TooMany { limit });
        }
        self.edit_document(name, |current| revise(current, name, content.clone(), editor)).await
    }

    /// Deletes the document, and records who did it and why.
    ///
    /// # Errors
    /// See [`DocumentError`].
    pub async fn delete_document<D: Document>(
        &self,
        name: &DocumentName,
        editor: &Editor,
    ) -> Result<Stored<D>, DocumentError> {
        self.edit_document(name, |current| delete(current, editor)).await
    }

    async fn edit_document<D: Document>(
        &self,
        name: &DocumentName,
        decide: impl Fn(Option<&Stored<D>>) -> Result<Revised<D>, DocumentRefusal>,
    ) -> Result<Stored<D>, DocumentError> {
        let key = Key::document(D::KIND, name);
        let mut attempts = self.attempts(Policy::Normal);
        let mut current = self.get(&key).await?.map(from_item).transpose()?;
        loop {
            let Revised { document, revision } = decide(current.as_ref())?;
            let Some(revision) = revision else { return Ok(document) };
            let mut plan = Plan::default();
            plan.put(&document, self.settings())?;
            plan.insert(Key::revision(D::KIND, name, revision.version), &revision)?;
            match self.commit(&plan).await {
                Ok(()) => {
                    *self.shared.documents.slot(D::KIND).lock().await = None;
                    return Ok(Stored { version: revision.version, ..document });
                }
                Err(CommitError::Lost(lost)) => {
                    if let Some(made) = lost.latest(&Key::revision(D::KIND, name, revision.version))?
                        && revision == made
                    {
                        // A repetition whose first answer was lost.
                        return Ok(Stored { version: revision.version, ..document });
                    }
                    current = lost.latest(&key)?;
                }
                Err(CommitError::Contended) => {}
                Err(CommitError::Replay(_)) => return Err(StoreError::bug("a replay without a key").into()),
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
            attempts.again().await?;
        }
    }

    /// A page of a document's trail, newest first, from before `before`.
    ///
    /// # Errors
    /// The store's.
    pub async fn document_history<D: Document>(
        &self,
        name: &DocumentName,
        limit: u32,
        before: Option<u64>,
    ) -> Result<Vec<Revision>, StoreError> {
        let range = before.map_or(Range::BeginsWith(REVISION_PREFIX.to_owned()), |before| {
            Range::LessThan(numbered(REVISION_PREFIX, before))
        });
        let hash = keys::revisions_partition(D::KIND, name);
        let (index, newest_first, consistent) = (None, true, true);
        let query = Query { table: Table::Documents, index, hash, range, limit, newest_first, consistent };
        self.query(&query).await?.read()
    }
}
