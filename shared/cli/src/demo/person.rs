//! One simulated person: connects, asks, meets somebody, says a line, hears
//! one.
//!
//! Owns what this person saw and when. Never looks at anybody else's story.

use std::collections::BTreeSet;
use std::time::Duration;

use heartlink_domain::chance::Chance;
use serde_json::{Value, json};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::connection::{Connection, ConnectionEvent};
use super::{Crowd, Stage};
use crate::client::api::{Api, CallError};

/// How often what the connection should have brought is asked for.
const SAFETY_NET: Duration = Duration::from_secs(10);

/// With whom, where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meeting {
    pub(super) room: String,
    pub(super) partner: String,
}

/// What a person lived through.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub(super) name: String,
    pub(super) meeting: Option<Meeting>,
    /// From asking to knowing.
    pub(super) waited: Option<Duration>,
    /// Every room that this person was ever told of.
    pub(super) rooms: BTreeSet<String>,
    pub(super) sent: bool,
    pub(super) heard: bool,
    /// Times that the connection was lost and opened again.
    pub(super) reconnects: u32,
    /// What went wrong, if it did.
    pub(super) trouble: Option<String>,
}

pub(super) struct Person {
    pub(super) api: Api,
    pub(super) connection: Connection,
    pub(super) chance: Chance,
    pub(super) story: Story,
    asked: Option<Instant>,
    opened: bool,
}

impl Person {
    pub(super) fn new(name: String, api: Api, connection: Connection, chance: Chance) -> Self {
        let story = Story { name, ..Story::default() };
        Self { api, connection, chance, story, asked: None, opened: false }
    }

    /// Lives until a line was said and one heard, or the crowd has dispersed.
    pub(super) async fn live(mut self, crowd: &Crowd) -> Story {
        if let Err(error) = self.act(crowd).await {
            self.story.trouble = Some(error);
        }
        if self.story.meeting.is_none() && self.asked.is_some() {
            self.withdraw(crowd).await;
        }
        self.story
    }

    async fn act(&mut self, crowd: &Crowd) -> Result<(), String> {
        while !self.opened {
            self.attend(crowd).await?;
        }
        crowd.note(Stage::Connected);
        tokio::select! {
            () = crowd.all_connected() => {}
            () = crowd.dispersed() => return Ok(()),
        }
        self.ask(crowd).await?;
        let mut net = interval_at(Instant::now() + self.jittered(), SAFETY_NET);
        net.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !(self.story.sent && self.story.heard) {
            tokio::select! {
                done = self.attend(crowd) => done?,
                _ = net.tick() => self.catch_up(crowd).await?,
                () = crowd.dispersed() => return Ok(()),
            }
        }
        Ok(())
    }

    /// Whole crowds must not look into their nets at the same instant.
    fn jittered(&mut self) -> Duration {
        SAFETY_NET.mul_f64(0.5 + self.chance.fraction())
    }

    async fn ask(&mut self, crowd: &Crowd) -> Result<(), String> {
        let preferences = crowd.preferences(&mut self.chance);
        let key = format!("{}-ask", self.story.name);
        let _permit = crowd.calling.acquire().await.map_err(|error| error.to_string())?;
        self.asked = Some(Instant::now());
        let answer =
            self.api.post_with_retries("/v1/heart-links", &preferences, &key, &mut self.chance).await;
        let answer = answer.map_err(|error| error.to_string())?;
        crowd.note(Stage::Asked);
        if answer["matched"] == true {
            self.met(&answer, crowd).await;
        }
        Ok(())
    }

    /// Takes the next signal.
    async fn attend(&mut self, crowd: &Crowd) -> Result<(), String> {
        match self.connection.signals.recv().await {
            Some(ConnectionEvent::Open) => {
                if self.opened {
                    self.story.reconnects += 1;
                    crowd.note(Stage::Reconnected);
                }
                self.opened = true;
                if self.story.meeting.is_some() && !self.story.sent {
                    self.say().await;
                }
            }
            Some(ConnectionEvent::Message(message)) => self.receive(&message, crowd).await,
            Some(ConnectionEvent::Closed(error)) => return Err(format!("the server is gone: {error}")),
            None => return Err("the connection broke".to_owned()),
        }
        Ok(())
    }

    /// An event, or the answer to one's own message; anything may come twice.
    async fn receive(&mut self, message: &Value, crowd: &Crowd) {
        let data = &message["data"];
        match message["type"].as_str().unwrap_or_default() {
            "match_found" => self.met(data, crowd).await,
            "room_message" => self.hear(data, crowd),
            "ack" if !self.story.sent && message["client_id"] == self.story.name.as_str() => {
                self.story.sent = true;
                crowd.note(Stage::Sent);
            }
            "error" if message["problem"]["retryable"] != true => {
                let code = &message["problem"]["code"];
                tracing::debug!(person = self.story.name, %code, "refused");
            }
            _ => {}
        }
    }

    async fn met(&mut self, data: &Value, crowd: &Crowd) {
        let text = |name: &str| data[name].as_str().unwrap_or_default().to_owned();
        let meeting = Meeting { room: text("room_id"), partner: text("partner") };
        self.story.rooms.insert(meeting.room.clone());
        if self.story.meeting.is_none() {
            self.story.waited = self.asked.map(|asked| asked.elapsed());
            self.story.meeting = Some(meeting);
            crowd.note(Stage::Paired);
            self.say().await;
        }
    }

    /// The name serves as the message's mark, so that saying it again after a
    /// break is not heard twice.
    async fn say(&mut self) {
        let Some(meeting) = &self.story.meeting else { return };
        let message = json!({
            "action": "send",
            "room_id": meeting.room,
            "text": format!("Hello, I am {}.", self.story.name),
            "client_id": self.story.name,
        });
        self.connection.send(message).await;
    }

    fn hear(&mut self, data: &Value, crowd: &Crowd) {
        let Some(meeting) = &self.story.meeting else { return };
        let from_partner =
            data["room_id"] == meeting.room.as_str() && data["sender"] == meeting.partner.as_str();
        if from_partner && !self.story.heard {
            self.story.heard = true;
            crowd.note(Stage::Heard);
        }
    }

    /// The safety net: the feed holds what no push brought.
    async fn catch_up(&mut self, crowd: &Crowd) -> Result<(), String> {
        if self.story.meeting.is_some() && !self.story.sent {
            self.say().await;
        }
        let path = "/v1/events?after=0&limit=100";
        let permit = crowd.calling.acquire().await.map_err(|error| error.to_string())?;
        let feed = self.api.get_with_retries(path, &mut self.chance).await;
        drop(permit);
        let feed = feed.map_err(|error| error.to_string())?;
        for event in feed["items"].as_array().into_iter().flatten() {
            self.receive(event, crowd).await;
        }
        Ok(())
    }

    /// Stops looking, so that nobody is paired with somebody who has left.
    async fn withdraw(&mut self, crowd: &Crowd) {
        let key = format!("{}-cancel", self.story.name);
        let path = "/v1/heart-links/current/cancel";
        match self.api.post_with_retries(path, &json!({}), &key, &mut self.chance).await {
            Err(error @ CallError::Refused { .. }) if error.code() == "already_matched" => {
                if let Ok(current) =
                    self.api.get_with_retries("/v1/heart-links/current", &mut self.chance).await
                {
                    self.met(&current, crowd).await;
                }
            }
            Err(error) => tracing::debug!(person = self.story.name, %error, "not withdrawn"),
            Ok(_) => {}
        }
    }
}
