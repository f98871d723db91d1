//! `$disconnect`, tried until it holds: a connection that ended while the store
//! was away must not count as open.

use std::sync::Arc;
use std::time::Duration;

use heartlink_domain::ids::ConnectionId;
use heartlink_domain::roles::Caller;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::SocketRoute;
use heartlink_store::retry::pause;
use tokio::sync::Semaphore;

use super::events::{self, SocketEvent};
use crate::server_state::ServerState;

/// How many run at once, when thousands end in the same moment.
const AT_ONCE: usize = 32;
/// How many may wait: as many as a process has sockets.
const WAITING: usize = 65_536;
/// Wait after the first failure; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// The places of those under way and of those that wait.
pub(super) struct Disconnects {
    running: Semaphore,
    waiting: Arc<Semaphore>,
}

impl Default for Disconnects {
    fn default() -> Self {
        Self { running: Semaphore::new(AT_ONCE), waiting: Arc::new(Semaphore::new(WAITING)) }
    }
}

/// A connection that ended.
pub(super) struct Ended {
    pub(super) id: ConnectionId,
    pub(super) caller: Option<Caller>,
    pub(super) connected_at: Timestamp,
    /// The close code.
    pub(super) code: u16,
}

impl Ended {
    /// Runs `$disconnect` until it holds, or the gateway drains.
    pub(super) fn tell(self, state: Arc<ServerState>) {
        let Some(route) = state.routes.socket("$disconnect") else { return };
        let Ok(place) = state.disconnects.waiting.clone().try_acquire_owned() else {
            tracing::error!(connection = %self.id, "too many connections ended at once; this one counts on");
            return;
        };
        let tasks = state.tasks.clone();
        tasks.spawn(async move {
            let _place = place;
            let mut wait = FIRST_PAUSE;
            // Boxed: whoever waits for the next attempt needs little memory.
            while !Box::pin(self.attempt(&state, route)).await {
                tokio::select! {
                    () = state.draining.cancelled() => {
                        tracing::warn!(connection = %self.id, "an end of a connection was not stored");
                        return;
                    }
                    () = pause(wait) => wait = (2 * wait).min(LONGEST_PAUSE),
                }
            }
        });
    }

    /// Whether there is nothing left to try.
    async fn attempt(&self, state: &ServerState, route: &'static SocketRoute) -> bool {
        let _running = state.disconnects.running.acquire().await;
        let request_id = state.request_id();
        let about = state.request_info(&request_id, self.caller.as_ref());
        let what = SocketEvent::Disconnect(self.code);
        let event = events::socket(&about, route.key, &self.id, self.connected_at, &what);
        !state.functions.socket(route, event, None).await.status().is_server_error()
    }
}
