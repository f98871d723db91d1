//! The WebSocket connections of this process, by id, and posting to them.
//!
//! Owns each connection's bounded outgoing queue. Never reads from a socket and
//! never knows whose a connection is.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use heartlink_domain::ids::ConnectionId;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::push::{Push, PushError};
use heartlink_store::clock::Clock;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// Messages that may wait for a slow reader.
const QUEUE: usize = 256;
/// How long a post waits for room in that queue before it gives the reader up.
const QUEUE_WAIT: Duration = Duration::from_secs(2);
/// Longest message in either direction, in bytes (API Gateway's limit).
pub(super) const MAX_MESSAGE: usize = 128 * 1024;

/// Why a connection is closed from this side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Closing {
    /// The WebSocket close code.
    pub(super) code: u16,
    /// A short text for the peer.
    pub(super) reason: &'static str,
}

impl Closing {
    pub(super) const NORMAL: Self = Self { code: 1000, reason: "closed" };
    pub(super) const GOING_AWAY: Self = Self { code: 1001, reason: "the server is going away" };
    pub(super) const IDLE: Self = Self { code: 1001, reason: "idle for too long" };
    pub(super) const TOO_OLD: Self = Self { code: 1001, reason: "connected for too long" };
    pub(super) const TEXT_ONLY: Self = Self { code: 1003, reason: "text messages only" };
    pub(super) const UNAUTHENTICATED: Self = Self { code: 1008, reason: "not authenticated in time" };
    pub(super) const TOO_SLOW: Self = Self { code: 1008, reason: "reads too slowly" };
    pub(super) const TOO_LARGE: Self = Self { code: 1009, reason: "the message is too large" };
}

/// What the rest of the process sees of a connection.
pub(super) struct Handle {
    queue: mpsc::Sender<String>,
    queue_wait: Duration,
    closing: watch::Sender<Option<Closing>>,
    /// When it was opened.
    pub(super) connected_at: Timestamp,
    /// The same by the clock of limits, which no test moves.
    pub(super) opened: Instant,
    /// When a message last went either way, in milliseconds after `opened`.
    active_millis: AtomicU64,
}

impl Handle {
    /// Asks for the end of the connection; the first reason counts.
    pub(super) fn close(&self, why: Closing) {
        self.closing.send_if_modified(|closing| closing.is_none() && closing.replace(why).is_none());
    }

    /// Notes that a message went either way just now.
    pub(super) fn touch(&self) {
        let millis = u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.active_millis.store(millis, Ordering::Relaxed);
    }

    /// How long after `opened` a message last went either way.
    pub(super) fn active_after(&self) -> Duration {
        Duration::from_millis(self.active_millis.load(Ordering::Relaxed))
    }

    /// Queues `message`.
    ///
    /// # Errors
    /// [`PushError::Gone`] if the connection has ended or reads too slowly.
    pub(super) async fn post(&self, message: String) -> Result<(), PushError> {
        if self.closing.borrow().is_some() {
            return Err(PushError::Gone);
        }
        match self.queue.send_timeout(message, self.queue_wait).await {
            Ok(()) => {
                self.touch();
                Ok(())
            }
            Err(mpsc::error::SendTimeoutError::Closed(_)) => Err(PushError::Gone),
            Err(mpsc::error::SendTimeoutError::Timeout(_)) => {
                self.close(Closing::TOO_SLOW);
                Err(PushError::Gone)
            }
        }
    }
}

/// What the connection's own tasks get.
pub(super) struct Ends {
    pub(super) queue: mpsc::Receiver<String>,
    pub(super) closing: watch::Receiver<Option<Closing>>,
}

/// All connections. Cheap to clone.
#[derive(Clone)]
pub(super) struct Connections {
    open: Arc<RwLock<HashMap<ConnectionId, Arc<Handle>>>>,
    clock: Clock,
    queue_wait: Duration,
}

impl Connections {
    pub(super) fn new(clock: Clock) -> Self {
        Self { open: Arc::default(), clock, queue_wait: QUEUE_WAIT }
    }

    /// Adds a connection: it can be posted to from now on.
    pub(super) fn add(&self, id: ConnectionId) -> (Arc<Handle>, Ends) {
        let (queue, queued) = mpsc::channel(QUEUE);
        let (closing, closed) = watch::channel(None);
        let handle = Arc::new(Handle {
            queue,
            queue_wait: self.queue_wait,
            closing,
            connected_at: self.clock.now(),
            opened: Instant::now(),
            active_millis: AtomicU64::new(0),
        });
        self.open.write().unwrap_or_else(PoisonError::into_inner).insert(id, handle.clone());
        (handle, Ends { queue: queued, closing: closed })
    }

    /// Forgets a connection.
    pub(super) fn remove(&self, id: &ConnectionId) {
        self.open.write().unwrap_or_else(PoisonError::into_inner).remove(id);
    }

    /// A connection, if it is open.
    pub(super) fn get(&self, id: &ConnectionId) -> Option<Arc<Handle>> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// Asks for the end of all of them.
    pub(super) fn close_all(&self, why: Closing) {
        for handle in self.open.read().unwrap_or_else(PoisonError::into_inner).values() {
            handle.close(why);
        }
    }
}

impl Push for Connections {
    fn post(&self, connection: ConnectionId, message: String) -> BoxFuture<'_, Result<(), PushError>> {
        async move {
            if message.len() > MAX_MESSAGE {
                return Err(PushError::Failed(format!("{} bytes are too many", message.len())));
            }
            self.get(&connection).ok_or(PushError::Gone)?.post(message).await
        }
        .boxed()
    }

    fn close(&self, connection: ConnectionId, code: u16) -> BoxFuture<'_, Result<(), PushError>> {
        async move {
            self.get(&connection).ok_or(PushError::Gone)?.close(Closing { code, ..Closing::NORMAL });
            Ok(())
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ConnectionId {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn a_post_reaches_its_connection_and_no_other() {
        let connections = Connections::new(Clock::default());
        let (_a, mut ends) = connections.add(id("a"));
        let (_b, mut others) = connections.add(id("b"));
        connections.post(id("a"), "hello".into()).await.unwrap();
        assert_eq!(ends.queue.recv().await.as_deref(), Some("hello"));
        assert!(others.queue.try_recv().is_err());
    }

    #[tokio::test]
    async fn a_connection_that_ended_is_gone() {
        let connections = Connections::new(Clock::default());
        assert_eq!(connections.post(id("a"), "x".into()).await, Err(PushError::Gone));
        let (_, ends) = connections.add(id("a"));
        drop(ends);
        assert_eq!(connections.post(id("a"), "x".into()).await, Err(PushError::Gone));
        connections.remove(&id("a"));
        assert_eq!(Push::close(&connections, id("a"), 1000).await, Err(PushError::Gone));
    }

    #[tokio::test]
    async fn a_reader_that_lets_its_queue_fill_up_is_closed() {
        let mut connections = Connections::new(Clock::default());
        connections.queue_wait = Duration::from_millis(1);
        let (_, ends) = connections.add(id("a"));
        for _ in 0..QUEUE {
            connections.post(id("a"), "x".into()).await.unwrap();
        }
        assert_eq!(connections.post(id("a"), "x".into()).await, Err(PushError::Gone));
        assert_eq!(*ends.closing.borrow(), Some(Closing::TOO_SLOW));
    }

    #[test]
    fn the_first_reason_to_close_counts() {
        let connections = Connections::new(Clock::default());
        let (handle, ends) = connections.add(id("a"));
        handle.close(Closing::IDLE);
        connections.close_all(Closing::GOING_AWAY);
        assert_eq!(*ends.closing.borrow(), Some(Closing::IDLE));
    }
}
