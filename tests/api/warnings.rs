//! The life of a request that nobody answers, by a clock that the test moves.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Person, Socket};
use crate::system::{System, text};

const MINUTE: Duration = Duration::from_secs(60);

/// Ann, who waits over an open connection, and so stays.
struct Waiting {
    system: System,
    ann: Person,
    line: Socket,
    asked: Value,
}

async fn waiting() -> Waiting {
    let system = System::with(|options| options.test_clock = true).await;
    let ann = system.person("ann");
    let line = ann.connect().await;
    let asked = ann.ask().await.expect(201);
    Waiting { system, ann, line, asked }
}

impl Waiting {
    /// Lets `minutes` pass and returns the types of the events they brought.
    async fn pass(&mut self, minutes: u32) -> Vec<String> {
        let seen = self.line.seen.len();
        for _ in 0..minutes {
            self.system.pass(MINUTE).await;
            self.line.ping().await;
        }
        let new = self.line.seen[seen..].iter().filter(|message| message["n"].is_u64());
        new.map(|event| text(event, "type")).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_is_warned_twice_renewed_and_expires_after_60_minutes() {
    let mut waiting = waiting().await;
    // The tick that warns comes up to a minute after a warning is due.
    assert_eq!(waiting.pass(24).await, [""; 0]);
    assert_eq!(waiting.pass(2).await, ["match_expiring"], "5 minutes before");
    assert_eq!(waiting.pass(2).await, [""; 0]);
    assert_eq!(waiting.pass(2).await, ["match_expiring"], "1 minute before");
    let told = |member| -> Vec<&Value> {
        waiting.line.seen("match_expiring").iter().map(|event| &event["data"][member]).collect()
    };
    assert_eq!(told("level"), [1, 2]);
    assert_eq!(told("seconds_left"), [300, 60]);

    assert_eq!(waiting.pass(2).await, [""; 0], "renewed, not expired");
    let current = waiting.ann.current().await.expect(200);
    assert_eq!(current["request"]["id"], waiting.asked["request"]["id"]);
    assert_eq!(current["request"]["status"], "pending");
    assert!(text(&current, "expires_at") > text(&waiting.asked["request"], "expires_at"));

    let mut rest = waiting.pass(34).await;
    assert_eq!(rest.pop().as_deref(), Some("match_expired"));
    assert_eq!(rest, ["match_expiring", "match_expiring"]);
    waiting.ann.current().await.refused(404, "no_request");
    let told: Vec<String> = waiting.ann.events().await.iter().map(|event| text(event, "type")).collect();
    let expected: Vec<&str> = std::iter::repeat_n("match_expiring", 4).chain(["match_expired"]).collect();
    assert_eq!(told, expected, "the feed has what was pushed");
    waiting.system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_expired_may_ask_again() {
    let system = System::with(|options| options.test_clock = true).await;
    let ann = system.person("ann");
    let first = ann.ask().await.expect(201);
    system.pass(10 * MINUTE).await;
    assert_eq!(ann.told_eventually("match_expired", 1).await.len(), 1);
    let second = ann.ask().await.expect(201);
    assert_ne!(first["request"]["id"], second["request"]["id"]);
    assert_eq!(system.person("bob").ask().await.expect(201)["partner"], "ann");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_switch_there_is_no_test_clock() {
    let system = System::start().await;
    let before = system.gateway.clock().now();
    let advance = json!({ "advance_seconds": 3600 });
    system.admin().post("/_test/clock").json(&advance).send().await.refused(404, "not_found");
    assert!(system.gateway.clock().now().since(before) < Duration::from_secs(3_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_test_clock_takes_only_whole_seconds_forward() {
    let system = System::with(|options| options.test_clock = true).await;
    let admin = system.admin();
    for (body, code) in [
        ("{", "malformed_json"),
        ("{}", "invalid_request"),
        (r#"{"advance_seconds":-1}"#, "invalid_request"),
        (r#"{"advance_seconds":1.5}"#, "invalid_request"),
        (r#"{"advance_seconds":1,"back":true}"#, "invalid_request"),
        (r#"{"advance_seconds":99999999999}"#, "invalid_request"),
    ] {
        let answer = admin.post("/_test/clock").raw("application/json", body).send().await;
        answer.refused(400, code);
    }
    let answer = admin.get("/_test/clock").send().await;
    assert_eq!(answer.header("allow"), Some("POST"));
    answer.refused(405, "method_not_allowed");
}
