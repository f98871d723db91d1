//! `/ws`: what API Gateway's WebSocket API does with a connection.
//!
//! Authorises at connect, runs `$connect` before the connection opens, hands
//! each message to its route one after another, sends replies and posts back,
//! keeps the limits, and runs `$disconnect` whatever the end was. Never looks
//! into a message beyond its `action`.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, Response, Uri};
use futures::stream::{SplitSink, SplitStream};
use futures::{SinkExt, StreamExt};
use heartlink_domain::ids::ConnectionId;
use heartlink_domain::roles::Caller;
use heartlink_runtime::{Code, Problem};
use tokio::time::{Duration, timeout};
use tokio_tungstenite::tungstenite;

use super::connections::{Closing, Ends, Handle, MAX_MESSAGE};
use super::disconnects::Ended;
use super::events::{self, SocketEvent};
use crate::server_state::{ServerState, answer, refuse};

/// What problem documents name as their instance.
pub(super) const INSTANCE: &str = "/ws";
/// Memory set aside for reading from one connection, in bytes.
const READ_BUFFER: usize = 4 * 1024;
/// Time for the peer's part of the closing handshake, and for one write.
const FAREWELL: Duration = Duration::from_secs(2);
const WRITE: Duration = Duration::from_secs(10);

/// A connection from the moment that it can be posted to. Dropped, whatever
/// the reason, it is forgotten and `$disconnect` runs.
struct Session {
    state: Arc<ServerState>,
    id: ConnectionId,
    caller: Option<Caller>,
    handle: Arc<Handle>,
    /// The close code, once known; 1006 means that there was none.
    code: u16,
    /// Whether `$connect` let it in.
    connected: bool,
}

/// Answers a request to open a connection.
pub(super) async fn connect(
    State(state): State<Arc<ServerState>>,
    uri: Uri,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response<Body> {
    let request_id = state.request_id();
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => {
            let problem = Problem::new(Code::InvalidRequest, rejection.body_text());
            return refuse(&problem, INSTANCE, &request_id);
        }
    };
    if state.draining.is_cancelled() {
        let problem = Problem::new(Code::SystemBusy, "The server is going away.");
        return refuse(&problem, INSTANCE, &request_id);
    }
    let caller = match authorise(&state, &uri).await {
        Ok(caller) => caller,
        Err(problem) => return refuse(&problem, INSTANCE, &request_id),
    };
    let place = match state.admission.call().await {
        Ok(place) => place,
        Err(problem) => return refuse(&problem, INSTANCE, &request_id),
    };
    // In a task of its own: a client that hangs up in the middle must not stop
    // `$connect` half-way.
    let tasks = state.tasks.clone();
    let opening = tasks.spawn(open(state, caller, headers, request_id.clone()));
    let opened = opening.await;
    drop(place);
    match opened {
        Ok(Ok((session, ends))) => upgrade
            .read_buffer_size(READ_BUFFER)
            .max_message_size(2 * MAX_MESSAGE)
            .max_frame_size(2 * MAX_MESSAGE)
            .on_upgrade(move |socket| async move {
                let tasks = session.state.tasks.clone();
                // Tracked, so that a draining gateway waits for its end. A
                // panic in it is logged by the panic hook.
                let _ = tasks.spawn(session.serve(socket, ends)).await;
            }),
        Ok(Err(refused)) => refused,
        Err(error) => refuse(&Problem::internal(error), INSTANCE, &request_id),
    }
}

/// The caller whom the query parameter `token` names; nobody without one.
async fn authorise(state: &ServerState, uri: &Uri) -> Result<Option<Caller>, Problem> {
    #[derive(serde::Deserialize)]
    struct Query {
        token: Option<String>,
    }
    let query = axum::extract::Query::<Query>::try_from_uri(uri)
        .map_err(|rejection| Problem::new(Code::InvalidRequest, rejection.body_text()))?;
    match &query.token {
        Some(token) => state.verify(token).await.map(Some),
        None => Ok(None),
    }
}

/// Runs `$connect`. The connection can be posted to before, since the records
/// that `$connect` writes may be read before it returns.
async fn open(
    state: Arc<ServerState>,
    caller: Option<Caller>,
    headers: HeaderMap,
    request_id: String,
) -> Result<(Session, Ends), Response<Body>> {
    let id = state.connection_id();
    let (handle, ends) = state.connections.add(id.clone());
    let mut session = Session { state, id, caller, handle, code: 1006, connected: false };
    if let Some(route) = session.state.routes.socket("$connect") {
        let about = session.state.request_info(&request_id, session.caller.as_ref());
        let what = SocketEvent::Connect(&headers);
        let event = events::socket(&about, route.key, &session.id, session.handle.connected_at, &what);
        let response = session.state.functions.socket(route, event, None).await;
        if !response.status().is_success() {
            return Err(answer(response));
        }
    }
    session.connected = true;
    Ok((session, ends))
}

/// Why the reading of a connection ended.
enum End {
    /// This side closes it.
    Ours(Closing),
    /// The other side closed it, with a code or without.
    Theirs(u16),
}

impl Session {
    async fn serve(mut self, socket: WebSocket, ends: Ends) {
        let (sink, mut stream) = socket.split();
        let Ends { queue, closing } = ends;
        let writer = tokio::spawn(write(sink, queue, closing.clone(), self.handle.clone()));
        let end = self.read(&mut stream, closing).await;
        if let End::Ours(why) = end {
            self.handle.close(why);
            // The peer answers the close frame, or not.
            let drain = async { while stream.next().await.is_some_and(|frame| frame.is_ok()) {} };
            let _ = timeout(FAREWELL, drain).await;
        } else {
            self.handle.close(Closing::NORMAL);
        }
        self.code = match end {
            End::Ours(why) => why.code,
            End::Theirs(code) => code,
        };
        // It ends by itself now: at the latest with its last write's time-out.
        let _ = writer.await;
    }

    async fn read(
        &self,
        stream: &mut SplitStream<WebSocket>,
        mut closing: tokio::sync::watch::Receiver<Option<Closing>>,
    ) -> End {
        let opened = self.handle.opened;
        let limits = self.state.limits;
        let mut must_authenticate = self.caller.is_none();
        let auth = Duration::from_secs(self.state.app.store.settings().realtime.auth_secs);
        loop {
            let active = self.handle.active_after();
            let message = tokio::select! {
                biased;
                why = closed(&mut closing) => return End::Ours(why),
                () = self.state.draining.cancelled() => return End::Ours(Closing::GOING_AWAY),
                () = tokio::time::sleep_until(opened + auth), if must_authenticate => {
                    if !self.is_authenticated().await {
                        return End::Ours(Closing::UNAUTHENTICATED);
                    }
                    must_authenticate = false;
                    continue;
                }
                () = tokio::time::sleep_until(opened + active + limits.idle) => {
                    // A post since then counts as well.
                    if self.handle.active_after() > active {
                        continue;
                    }
                    return End::Ours(Closing::IDLE);
                }
                () = tokio::time::sleep_until(opened + limits.total) => return End::Ours(Closing::TOO_OLD),
                message = stream.next() => message,
            };
            self.handle.touch();
            match message {
                Some(Ok(Message::Text(text))) if text.len() > MAX_MESSAGE => {
                    return End::Ours(Closing::TOO_LARGE);
                }
                Some(Ok(Message::Text(text))) => self.message(&text).await,
                Some(Ok(Message::Binary(_))) => return End::Ours(Closing::TEXT_ONLY),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(frame))) => return End::Theirs(frame.map_or(1005, |f| f.code)),
                Some(Err(error)) if is_too_large(&error) => return End::Ours(Closing::TOO_LARGE),
                Some(Err(_)) | None => return End::Theirs(1006),
            }
        }
    }

    /// A store that does not answer is no reason to turn anybody out.
    async fn is_authenticated(&self) -> bool {
        let known = self.state.app.store.connection(&self.id).await;
        known.map_or(true, |known| known.is_some())
    }

    /// Hands a message to its route and queues the reply.
    async fn message(&self, text: &str) {
        let Some(route) = self.state.routes.socket_for(text) else { return };
        let _place = self.state.admission.message().await;
        let request_id = self.state.request_id();
        let about = self.state.request_info(&request_id, self.caller.as_ref());
        let what = SocketEvent::Message(text);
        let event = events::socket(&about, route.key, &self.id, self.handle.connected_at, &what);
        let trace = self.state.arrival(None);
        let response = self.state.functions.socket(route, event, trace.as_ref()).await;
        if let Some(trace) = trace {
            trace.end(&request_id, None, response.status().as_u16());
        }
        let body = response.into_body();
        if let Ok(reply) = std::str::from_utf8(&body)
            && !reply.is_empty()
        {
            // A connection that is closing needs no reply.
            let _ = self.handle.post(reply.to_owned()).await;
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.state.connections.remove(&self.id);
        if !self.connected {
            return;
        }
        let ended = Ended {
            id: self.id.clone(),
            caller: self.caller.take(),
            connected_at: self.handle.connected_at,
            code: self.code,
        };
        ended.tell(self.state.clone());
    }
}

/// Sends what is queued until the connection closes, then the close frame.
async fn write(
    mut sink: SplitSink<WebSocket, Message>,
    mut queue: tokio::sync::mpsc::Receiver<String>,
    mut closing: tokio::sync::watch::Receiver<Option<Closing>>,
    handle: Arc<Handle>,
) {
    loop {
        let message = tokio::select! {
            biased;
            message = queue.recv() => message,
            _ = closed(&mut closing) => None,
        };
        let Some(message) = message else { break };
        if !matches!(timeout(WRITE, sink.send(Message::Text(message.into()))).await, Ok(Ok(()))) {
            handle.close(Closing::TOO_SLOW);
            return;
        }
    }
    let why = closed(&mut closing).await;
    let frame = CloseFrame { code: why.code, reason: why.reason.into() };
    // A peer that closed first, or is gone, takes no close frame.
    let _ = timeout(FAREWELL, sink.send(Message::Close(Some(frame)))).await;
}

/// Waits until this side wants the connection closed.
async fn closed(closing: &mut tokio::sync::watch::Receiver<Option<Closing>>) -> Closing {
    match closing.wait_for(Option::is_some).await {
        Ok(why) => why.unwrap_or(Closing::NORMAL),
        // The connection's handle is gone, and with it whoever could post.
        Err(_) => Closing::NORMAL,
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
    while let Some(cause) = source {
        if matches!(cause.downcast_ref(), Some(tungstenite::Error::Capacity(_))) {
            return true;
        }
        source = cause.source();
    }
    false
}
