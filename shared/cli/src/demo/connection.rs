//! One simulated person's WebSocket: connects, pings, and comes back after a
//! break with everything that was missed.
//!
//! Never knows what a message means; whoever reads drops what comes twice.

use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use heartlink_domain::chance::Chance;
use heartlink_store::retry::pause;
use serde_json::{Value, json};
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_util::task::AbortOnDropHandle;

/// How often a heartbeat is sent.
const PING: Duration = Duration::from_secs(30);
/// Longest time for one attempt to connect.
const CONNECT: Duration = Duration::from_secs(20);
/// Longest wait between two attempts.
const MAX_BACKOFF: Duration = Duration::from_secs(3);
/// Messages on their way to or from the person.
const QUEUE: usize = 256;

/// What comes over the connection.
#[derive(Debug)]
pub(super) enum ConnectionEvent {
    /// It is open, for the first time or again: what was under way may be lost.
    Open,
    /// A message.
    Message(Value),
    /// The server did not come back.
    Closed(String),
}

/// A person's connection. Dropped, it closes.
pub(super) struct Connection {
    pub(super) signals: mpsc::Receiver<ConnectionEvent>,
    outgoing: mpsc::Sender<Value>,
    _task: AbortOnDropHandle<()>,
}

impl Connection {
    /// Opens a connection to `url`; no more people connect at once than `connecting`
    /// lets in. A server that is away for longer than `patience` is given up.
    pub(super) fn open(url: String, connecting: Arc<Semaphore>, patience: Duration, chance: Chance) -> Self {
        let (signal, signals) = mpsc::channel(QUEUE);
        let (outgoing, sent) = mpsc::channel(QUEUE);
        let task = tokio::spawn(keep(url, connecting, patience, chance, signal, sent));
        Self { signals, outgoing, _task: AbortOnDropHandle::new(task) }
    }

    /// Sends a message; whether it arrived only an answer tells.
    pub(super) async fn send(&self, message: Value) {
        // A connection that has ended says so by its last signal.
        let _ = self.outgoing.send(message).await;
    }
}

async fn keep(
    url: String,
    connecting: Arc<Semaphore>,
    patience: Duration,
    mut chance: Chance,
    signal: mpsc::Sender<ConnectionEvent>,
    mut outgoing: mpsc::Receiver<Value>,
) {
    let mut away_since = Instant::now();
    let mut longest = Duration::from_millis(200);
    loop {
        match connect(&url, &connecting).await {
            Ok(socket) => {
                longest = Duration::from_millis(200);
                if signal.send(ConnectionEvent::Open).await.is_err() {
                    return;
                }
                if !talk(socket, &signal, &mut outgoing).await {
                    return;
                }
                away_since = Instant::now();
            }
            Err(error) if away_since.elapsed() > patience => {
                let _ = signal.send(ConnectionEvent::Closed(error)).await;
                return;
            }
            Err(_) => {}
        }
        pause(longest.mul_f64(chance.fraction())).await;
        longest = (longest * 2).min(MAX_BACKOFF);
    }
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn connect(url: &str, connecting: &Semaphore) -> Result<Socket, String> {
    let _permit = connecting.acquire().await.map_err(|error| error.to_string())?;
    match timeout(CONNECT, connect_async(url)).await {
        Ok(Ok((socket, _))) => Ok(socket),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("connecting took too long".to_owned()),
    }
}

/// Passes messages both ways until the connection breaks. False if the person
/// has gone.
async fn talk(
    mut socket: Socket,
    signal: &mpsc::Sender<ConnectionEvent>,
    outgoing: &mut mpsc::Receiver<Value>,
) -> bool {
    let mut ping = interval_at(Instant::now() + PING, PING);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // A demo's feed is short: replaying all of it beats keeping count.
    let mut send = Some(json!({ "action": "resume", "after": 0 }));
    loop {
        if let Some(message) = send.take()
            && socket.send(Message::text(message.to_string())).await.is_err()
        {
            return true;
        }
        tokio::select! {
            message = outgoing.recv() => match message {
                Some(message) => send = Some(message),
                None => return false,
            },
            _ = ping.tick() => send = Some(json!({ "action": "ping" })),
            frame = socket.next() => match frame {
                Some(Ok(Message::Text(text))) => {
                    let Ok(message) = serde_json::from_str(&text) else { continue };
                    if signal.send(ConnectionEvent::Message(message)).await.is_err() {
                        return false;
                    }
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return true,
                Some(Ok(_)) => {}
            },
        }
    }
}
