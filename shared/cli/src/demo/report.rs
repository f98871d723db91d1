//! How a demo went: what the people saw, checked against what the server says
//! of each of them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use hdrhistogram::Histogram;
use serde_json::{Value, json};

use super::person::Story;
use crate::table;

/// The figures of a demo.
#[derive(Debug, Default)]
pub(super) struct Report {
    people: usize,
    paired: usize,
    rooms: usize,
    /// Rooms that more than two people were told of, or whose members do not
    /// name each other.
    shared_rooms: usize,
    /// People who were told of more than one room.
    in_two_rooms: usize,
    /// People whom the server puts elsewhere than they were told.
    contradicted: usize,
    /// People who met somebody from outside the demo.
    met_others: usize,
    delivered: usize,
    /// Messages that should have been delivered.
    expected: usize,
    reconnects: u32,
    p50_ms: u64,
    p95_ms: u64,
    took: Duration,
    conflicts: Option<Value>,
    troubles: BTreeMap<String, usize>,
}

impl Report {
    /// `current` is what the server says of each person now.
    pub(super) fn new(
        stories: &[Story],
        current: &[(String, Value)],
        took: Duration,
        stats: Option<&Value>,
    ) -> Self {
        let names: BTreeSet<&str> = stories.iter().map(|story| story.name.as_str()).collect();
        let told: BTreeMap<&str, &Value> = current.iter().map(|(name, now)| (name.as_str(), now)).collect();
        let mut report = Self { people: stories.len(), took, ..Self::default() };
        let mut members: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
        let mut waits = Waits::default();
        for story in stories {
            report.reconnects += story.reconnects;
            report.delivered += usize::from(story.heard);
            report.in_two_rooms += usize::from(story.rooms.len() > 1);
            if let Some(trouble) = &story.trouble {
                *report.troubles.entry(trouble.clone()).or_default() += 1;
            }
            let Some(meeting) = &story.meeting else { continue };
            report.paired += 1;
            if names.contains(meeting.partner.as_str()) {
                report.expected += 1;
                members.entry(&meeting.room).or_default().insert((&story.name, &meeting.partner));
            } else {
                report.met_others += 1;
            }
            let room_now = told.get(story.name.as_str()).map(|now| &now["room_id"]);
            report.contradicted += usize::from(room_now.is_none_or(|room| *room != meeting.room.as_str()));
            waits.add(story.waited);
        }
        report.rooms = members.len();
        report.shared_rooms = members.values().filter(|members| !is_a_pair(members)).count();
        (report.p50_ms, report.p95_ms) = (waits.percentile(50.0), waits.percentile(95.0));
        report.conflicts = stats.and_then(|stats| stats.get("conflicts")).cloned();
        report
    }

    /// Whether everybody who could be paired was, properly.
    ///
    /// # Errors
    /// What is wrong.
    pub(super) fn verdict(&self) -> Result<(), String> {
        let unpaired = self.people - self.paired;
        let wrong: Vec<String> = [
            (unpaired.saturating_sub(1), "more than one were left unpaired"),
            (self.shared_rooms, "rooms were not of exactly two who name each other"),
            (self.in_two_rooms, "people were told of two rooms"),
            (self.contradicted, "people are not where they were told"),
            (self.expected - self.delivered.min(self.expected), "messages did not arrive"),
            (self.troubles.values().sum(), "people had trouble"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
    }

    /// For people.
    pub(super) fn table(&self) -> String {
        let row = |name: &str, value: String| vec![name.to_owned(), value];
        let mut rows = vec![
            row("people", self.people.to_string()),
            row("paired", self.paired.to_string()),
            row("left over", (self.people - self.paired).to_string()),
            row("rooms", self.rooms.to_string()),
            row("shared rooms", self.shared_rooms.to_string()),
            row("people in two rooms", self.in_two_rooms.to_string()),
            row("messages delivered", format!("{} of {}", self.delivered, self.expected)),
            row("time to match p50", format!("{} ms", self.p50_ms)),
            row("time to match p95", format!("{} ms", self.p95_ms)),
            row("reconnects", self.reconnects.to_string()),
            row("duration", format!("{:.1} s", self.took.as_secs_f64())),
        ];
        if self.met_others > 0 {
            rows.push(row("met people from outside", self.met_others.to_string()));
        }
        if let Some(conflicts) = &self.conflicts {
            rows.push(row("conflicts so far", table::cell(conflicts)));
        }
        let mut text = table::figures(&["demo", ""], rows);
        for (trouble, count) in &self.troubles {
            text.push_str(&format!("\n{count} × {trouble}"));
        }
        text
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        json!({
            "people": self.people,
            "paired": self.paired,
            "left_over": self.people - self.paired,
            "rooms": self.rooms,
            "shared_rooms": self.shared_rooms,
            "in_two_rooms": self.in_two_rooms,
            "contradicted": self.contradicted,
            "met_others": self.met_others,
            "messages_delivered": self.delivered,
            "messages_expected": self.expected,
            "time_to_match_ms": { "p50": self.p50_ms, "p95": self.p95_ms },
            "reconnects": self.reconnects,
            "conflicts": self.conflicts,
            "duration_ms": u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX),
            "troubles": self.troubles,
        })
    }
}

/// Whether exactly two people were told of the room, and each of the other.
fn is_a_pair(members: &BTreeSet<(&str, &str)>) -> bool {
    members.len() == 2 && members.iter().all(|(name, partner)| members.contains(&(*partner, *name)))
}

/// Waiting times, to 0.1 %.
#[derive(Default)]
struct Waits(Option<Histogram<u64>>);

impl Waits {
    fn add(&mut self, wait: Option<Duration>) {
        let millis = wait.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
        if self.0.is_none() {
            self.0 = Histogram::new(3).ok();
        }
        if let (Some(waits), Some(millis)) = (&mut self.0, millis) {
            waits.saturating_record(millis);
        }
    }

    fn percentile(&self, percent: f64) -> u64 {
        self.0.as_ref().map_or(0, |waits| waits.value_at_percentile(percent))
    }
}

#[cfg(test)]
mod tests {
    use super::super::person::Meeting;
    use super::*;

    fn story(name: &str, room: &str, partner: &str) -> Story {
        Story {
            name: name.to_owned(),
            meeting: Some(Meeting { room: room.to_owned(), partner: partner.to_owned() }),
            waited: Some(Duration::from_millis(100)),
            rooms: BTreeSet::from([room.to_owned()]),
            sent: true,
            heard: true,
            ..Story::default()
        }
    }

    fn now(stories: &[Story]) -> Vec<(String, Value)> {
        let room = |story: &Story| story.meeting.as_ref().map(|meeting| meeting.room.clone());
        stories.iter().map(|story| (story.name.clone(), json!({ "room_id": room(story) }))).collect()
    }

    fn report(stories: &[Story]) -> Report {
        Report::new(stories, &now(stories), Duration::from_secs(1), None)
    }

    #[test]
    fn pairs_who_name_each_other_are_well() {
        let report = report(&[story("a", "r1", "b"), story("b", "r1", "a")]);
        assert_eq!(report.verdict(), Ok(()));
        assert_eq!((report.paired, report.rooms, report.shared_rooms), (2, 1, 0));
        assert_eq!((report.p50_ms, report.p95_ms), (100, 100));
    }

    #[test]
    fn one_may_be_left_over_and_not_two() {
        let lonely = |name: &str| Story { name: name.to_owned(), ..Story::default() };
        let pair = || vec![story("a", "r1", "b"), story("b", "r1", "a")];
        let mut stories = pair();
        stories.push(lonely("c"));
        assert_eq!(report(&stories).verdict(), Ok(()));
        stories.push(lonely("d"));
        assert!(report(&stories).verdict().is_err());
    }

    #[test]
    fn a_room_of_three_and_one_of_strangers_are_counted() {
        let three = [story("a", "r1", "b"), story("b", "r1", "a"), story("c", "r1", "a")];
        assert_eq!(report(&three).shared_rooms, 1);
        let strangers = [story("a", "r1", "b"), story("b", "r1", "c"), story("c", "r2", "b")];
        assert_eq!(report(&strangers).shared_rooms, 2);
    }

    #[test]
    fn two_rooms_a_contradiction_and_a_lost_message_are_wrong() {
        let mut stories = [story("a", "r1", "b"), story("b", "r1", "a")];
        stories[0].rooms.insert("r2".to_owned());
        assert!(report(&stories).verdict().unwrap_err().contains("two rooms"));
        let mut stories = [story("a", "r1", "b"), story("b", "r1", "a")];
        stories[1].heard = false;
        assert!(report(&stories).verdict().unwrap_err().contains("messages"));
        let current = vec![("a".to_owned(), json!({ "room_id": "r9" }))];
        let report = Report::new(&[story("a", "r1", "x")], &current, Duration::ZERO, None);
        assert_eq!((report.contradicted, report.met_others), (1, 1));
    }
}
