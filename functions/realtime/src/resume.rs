//! `resume`: replay what a client missed.

use heartlink_runtime::push::PushError;
use heartlink_runtime::{Access, App, Problem, SocketCall, SocketRoute};
use heartlink_store::permissions;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::deliver::frame;
use crate::events::MAX_NUMBER;
use crate::message::{ANYBODY, owner, read};

/// The route.
pub const ROUTE: SocketRoute = SocketRoute {
    name: "realtime-resume",
    key: "resume",
    access: Access::AnyOf(ANYBODY),
    limit: None,
    permissions: &[permissions::READ_FEED, permissions::READ_CONNECTION, permissions::POST_TO_CONNECTION],
    run: |app, request| Box::pin(resume(app, request)),
};

/// Items read at a time.
const PAGE: u32 = 100;
/// Items that one `resume` replays at most; a client that missed more asks again.
const MOST: usize = 1_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResumeMessage {
    #[serde(rename = "action")]
    _action: String,
    after: u64,
}

async fn resume(app: App, request: SocketCall) -> Result<Option<Value>, Problem> {
    let ResumeMessage { mut after, .. } = read(&request)?;
    if after > MAX_NUMBER {
        return Err(Problem::field("/after", format!("must be at most {MAX_NUMBER}")));
    }
    let user = owner(&request)?;
    let mut sent = 0;
    loop {
        let (items, last) = app.store.feed_after(&user, after, PAGE).await?;
        for item in &items {
            match app.post(&request.connection, frame(item)).await {
                Ok(()) => {}
                Err(PushError::Gone) => return Ok(None),
                Err(error) => return Err(Problem::internal(error)),
            }
        }
        sent += items.len();
        after = items.last().map_or(last, |item| item.n);
        if after >= last || items.is_empty() || sent >= MOST {
            return Ok(Some(
                json!({ "type": "ack", "action": "resume", "sent": sent, "after": after, "last": last }),
            ));
        }
    }
}
