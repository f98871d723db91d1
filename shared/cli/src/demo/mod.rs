//! `heartlink demo`: simulated people meet over real HTTP and WebSocket.
//!
//! Owns the crowd: who connects when, how far all are, when it is over. Knows
//! the system only by its API, as any client does.

mod connection;
mod person;
mod report;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::anyhow;
use clap::Args;
use futures::stream::{self, StreamExt};
use heartlink_domain::chance::Chance;
use heartlink_domain::roles::Role;
use heartlink_store::clock::Clock;
use serde_json::{Value, json};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use self::connection::Connection;
use self::person::{Person, Story};
use self::report::Report;
use crate::client::api::{self, Api};
use crate::client::{ClientArgs, progress};
use crate::terminal::Output;
use crate::terminal::{Failure, environment, say, warn};
use heartlink_local::{limits, secret};

/// People who connect at the same time.
const CONNECTING: usize = 64;
/// Calls under way at the same time.
const CALLING: usize = 128;
/// How often the progress is shown.
const TICK: Duration = Duration::from_millis(100);
/// Interests that people are given, for the score alone: all are compatible.
const INTERESTS: [&str; 6] = ["music", "films", "books", "travel", "food", "games"];
const LANGUAGES: [&str; 3] = ["en", "zh", "es"];

/// Who meets, and where.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// How many people.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    people: u32,
    /// Seed of what people are like [default: at random].
    #[arg(long)]
    seed: Option<u64>,
    /// Let everybody leave their rooms at the end.
    #[arg(long)]
    leave: bool,
    /// Seconds without any progress, or without the server, after which it is over.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    patience: u64,
    /// Secret that signs the people's tokens [default: that of the data folder].
    #[arg(long, env = "HEARTLINK_JWT_HS256_SECRET", hide_env_values = true)]
    jwt_secret: Option<String>,
    /// Address of the WebSocket API [default: /ws at the server].
    #[arg(long, env = "HEARTLINK_SOCKET_URL")]
    socket_url: Option<String>,
    #[command(flatten)]
    client: ClientArgs,
}

impl DemoArgs {
    fn patience(&self) -> Duration {
        Duration::from_secs(self.patience)
    }
}

/// How far somebody is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stage {
    Connected,
    Asked,
    Paired,
    Sent,
    Heard,
    Reconnected,
}

/// What everybody shares.
pub(super) struct Crowd {
    people: u64,
    counts: [AtomicU64; 6],
    changed: watch::Sender<Instant>,
    over: watch::Sender<bool>,
    pub(super) calling: Semaphore,
}

impl Crowd {
    fn new(people: u64) -> Self {
        Self {
            people,
            counts: Default::default(),
            changed: watch::Sender::new(Instant::now()),
            over: watch::Sender::new(false),
            calling: Semaphore::new(CALLING),
        }
    }

    pub(super) fn note(&self, stage: Stage) {
        self.counts[stage as usize].fetch_add(1, Ordering::SeqCst);
        self.changed.send_replace(Instant::now());
    }

    fn count(&self, stage: Stage) -> u64 {
        self.counts[stage as usize].load(Ordering::SeqCst)
    }

    /// Waits until everybody is connected: they all ask at once.
    pub(super) async fn all_connected(&self) {
        let mut changed = self.changed.subscribe();
        while self.count(Stage::Connected) < self.people {
            // The sender lives as long as this crowd.
            let _ = changed.changed().await;
        }
    }

    /// Waits until it is over.
    pub(super) async fn dispersed(&self) {
        // The sender lives as long as this crowd.
        let _ = self.over.subscribe().wait_for(|over| *over).await;
    }

    /// Whether nobody is left whom anybody could meet, and all have heard.
    fn is_done(&self) -> bool {
        let all_but_one = self.people - self.people % 2;
        self.count(Stage::Asked) == self.people
            && self.count(Stage::Paired) >= all_but_one
            && self.count(Stage::Heard) >= all_but_one
            && self.count(Stage::Sent) >= all_but_one
    }

    pub(super) fn preferences(&self, chance: &mut Chance) -> Value {
        let mut pick = |words: &[&'static str]| {
            let last = i64::try_from(words.len()).unwrap_or(1) - 1;
            words[usize::try_from(chance.integer(0, last)).unwrap_or(0)]
        };
        json!({ "interests": [pick(&INTERESTS)], "languages": [pick(&LANGUAGES)] })
    }
}

/// Lets the people meet and tells how it went.
pub(crate) async fn run(args: &DemoArgs) -> Result<(), Failure> {
    limits::raise_open_files();
    let people = people(args)?;
    let crowd = Arc::new(Crowd::new(u64::from(args.people)));
    let began = Instant::now();
    let mut living = JoinSet::new();
    let mut callers = Vec::with_capacity(people.len());
    for person in people {
        callers.push((person.story.name.clone(), person.api.clone()));
        let crowd = crowd.clone();
        living.spawn(async move { person.live(&crowd).await });
    }
    let stories = run_to_the_end(&crowd, living, args.patience()).await;
    let took = began.elapsed();
    let current = currents(&callers).await;
    if args.leave {
        leave(&callers, &stories).await;
    }
    let stats = match args.client.api() {
        Ok(api) => api.get("/v1/heart-links/stats").await.ok(),
        Err(_) => None,
    };
    let report = Report::new(&stories, &current, took, stats.as_ref());
    match args.client.output {
        Output::Json => say(&format!("{:#}", report.json())),
        Output::Table => say(&report.table()),
    }
    report.verdict().map_err(Failure::Refused)
}

/// The people, each with a token and a connection.
fn people(args: &DemoArgs) -> Result<Vec<Person>, Failure> {
    let secret = match &args.jwt_secret {
        Some(secret) => secret.clone(),
        None if args.client.is_local() => {
            secret::configured(&environment, &args.client.data).map_err(Failure::failed)?
        }
        None => {
            let text = "people need tokens: give --jwt-secret or HEARTLINK_JWT_HS256_SECRET".to_owned();
            return Err(Failure::Usage(text));
        }
    };
    let http = api::http_client().map_err(Failure::failed)?;
    let socket_url = args.socket_url.clone().map_or_else(|| socket_url(&args.client.url), Ok)?;
    let seed = args.seed.map_or_else(secret::random_seed, Ok).map_err(Failure::failed)?;
    let mut chance = Chance::from_seed(seed);
    let now = Clock::default().now();
    // Nobody of an earlier run comes back, whatever the seed.
    let run = format!("{:x}-{:04x}", now.unix_millis(), seed & 0xffff);
    warn(&format!("{} people, seed {seed}, run {run}", args.people));
    let connecting = Arc::new(Semaphore::new(CONNECTING));
    (1..=args.people)
        .map(|number| {
            let name = format!("demo-{run}-{number:05}");
            let token = secret::token(&secret, &name, &[Role::User], now, secret::TOKEN_TTL)
                .map_err(Failure::failed)?;
            let url = format!("{socket_url}?token={token}");
            let connection = Connection::open(url, connecting.clone(), args.patience(), chance.split("line"));
            let api = Api::new(http.clone(), args.client.url.as_str(), token);
            Ok(Person::new(name, api, connection, chance.split("person")))
        })
        .collect()
}

fn socket_url(url: &reqwest::Url) -> Result<String, Failure> {
    let base = url.as_str().trim_end_matches('/');
    match base.split_once("://") {
        Some(("http", rest)) => Ok(format!("ws://{rest}/ws")),
        Some(("https", rest)) => Ok(format!("wss://{rest}/ws")),
        _ => Err(Failure::failed(anyhow!("{url} is not an http(s) address"))),
    }
}

/// Shows the progress until everybody is done, or nothing moves any more.
async fn run_to_the_end(crowd: &Crowd, mut living: JoinSet<Story>, patience: Duration) -> Vec<Story> {
    let bar = progress::bar(crowd.people, "paired");
    let mut stories = Vec::new();
    let mut tick = tokio::time::interval(TICK);
    loop {
        tokio::select! {
            story = living.join_next() => match story {
                Some(Ok(story)) => stories.push(story),
                Some(Err(error)) => warn(&format!("a person broke down: {error}")),
                None => break,
            },
            _ = tick.tick() => {
                bar.set_position(crowd.count(Stage::Paired));
                bar.set_message(format!(
                    "connected {} · asked {} · messages {} · reconnects {}",
                    crowd.count(Stage::Connected),
                    crowd.count(Stage::Asked),
                    crowd.count(Stage::Heard),
                    crowd.count(Stage::Reconnected),
                ));
                if crowd.is_done() || crowd.changed.borrow().elapsed() > patience {
                    crowd.over.send_replace(true);
                }
            }
        }
    }
    bar.set_position(crowd.count(Stage::Paired));
    bar.finish_and_clear();
    stories
}

/// What the server says of each person now: nobody's own memory counts.
async fn currents(callers: &[(String, Api)]) -> Vec<(String, Value)> {
    stream::iter(callers)
        .map(|(name, api)| async move {
            let current = api.get("/v1/heart-links/current").await.unwrap_or(Value::Null);
            (name.clone(), current)
        })
        .buffer_unordered(CONNECTING)
        .collect()
        .await
}

async fn leave(callers: &[(String, Api)], stories: &[Story]) {
    let rooms = stories.iter().filter_map(|story| {
        let api = &callers.iter().find(|(name, _)| *name == story.name)?.1;
        Some((api, story.meeting.as_ref()?.room.clone()))
    });
    stream::iter(rooms)
        .for_each_concurrent(CONNECTING, |(api, room)| async move {
            let left = api.post(&format!("/v1/rooms/{room}/leave"), &json!({})).await;
            // The other one of the two was quicker.
            if let Err(error) = left
                && error.code() != "room_ended"
            {
                warn(&format!("{room}: {error}"));
            }
        })
        .await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_websocket_is_where_the_server_is() {
        let at = |url: &str| socket_url(&url.parse().unwrap()).ok();
        assert_eq!(at("http://127.0.0.1:8787").as_deref(), Some("ws://127.0.0.1:8787/ws"));
        assert_eq!(at("https://api.example/").as_deref(), Some("wss://api.example/ws"));
        assert_eq!(at("ftp://api.example/"), None);
    }

    #[test]
    fn it_is_done_when_at_most_one_is_left_and_all_have_heard() {
        let crowd = Crowd::new(3);
        let note = |stage, times| (0..times).for_each(|_| crowd.note(stage));
        note(Stage::Asked, 3);
        note(Stage::Paired, 2);
        note(Stage::Sent, 2);
        note(Stage::Heard, 1);
        assert!(!crowd.is_done());
        note(Stage::Heard, 1);
        assert!(crowd.is_done());
    }
}
