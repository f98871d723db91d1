//! `heartlink affinity`, as somebody at a terminal or a script meets it.

use serde_json::{Value, json};

use crate::command_line::parsed;
use crate::process::{Ended, Server};

async fn affinity(server: &Server, words: &[&str]) -> Ended {
    let words: Vec<&str> = ["affinity"].into_iter().chain(words.iter().copied()).collect();
    server.client(&words).await
}

async fn done(server: &Server, words: &[&str]) -> Value {
    let words: Vec<&str> = words.iter().copied().chain(["--output", "json"]).collect();
    parsed(&affinity(server, &words).await)
}

async fn refused(server: &Server, words: &[&str], code: &str) {
    let ended = affinity(server, words).await;
    assert_eq!(ended.code, Some(1), "{words:?}: {ended:?}");
    assert!(ended.stderr.contains(code), "{words:?}: {ended:?}");
}

/// Ann's cat, bound.
async fn home() -> Server {
    let server = Server::start().await;
    let ann = server.person("ann");
    ann.post("/v1/devices").json(&json!({ "device_id": "cat" })).send().await.expect(201);
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_begins_with_a_starter_set_that_is_not_loaded_over() {
    let server = home().await;
    let rules = done(&server, &["rules", "get"]).await;
    let keys: Vec<&str> =
        rules["items"].as_array().unwrap().iter().filter_map(|rule| rule["rule_key"].as_str()).collect();
    assert_eq!(keys, ["chat", "decay", "gift", "play", "touch"]);
    assert_eq!(done(&server, &["levels", "get"]).await["levels"].as_array().unwrap().len(), 10);
    done(&server, &["rules", "set", "chat", r#"{"min_change": 9, "max_change": 9, "single_cap": 9}"#]).await;
    let deleted = affinity(&server, &["rules", "delete", "gift"]).await;
    assert_eq!(deleted.code, Some(0), "{deleted:?}");
    let loaded = done(&server, &["starter"]).await;
    assert_eq!(loaded["loaded"], json!(["rules/gift"]), "what is there is kept: {loaded}");
    assert_eq!(done(&server, &["rules", "get", "chat"]).await["max_change"], 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_changed_and_shown_by_commands() {
    let server = home().await;
    let told = done(&server, &["apply", "cat", "gift", "--user", "ann", "--event-id", "e1"]).await;
    assert_eq!((&told["outcome"], &told["rule_key"]), (&json!("applied"), &json!("gift")));
    let again = done(&server, &["apply", "cat", "gift", "--user", "ann", "--event-id", "e1"]).await;
    assert_eq!(again["outcome"], "noop_event_duplicate");
    let adjusted =
        done(&server, &["adjust", "ann", "cat", "95", "--reason", "made good", "--key", "k1"]).await;
    assert!(adjusted["new_level"].as_u64().unwrap() >= 4, "{adjusted}");
    let repeated =
        done(&server, &["adjust", "ann", "cat", "95", "--reason", "made good", "--key", "k1"]).await;
    assert_eq!(repeated, adjusted, "the first answer comes again");
    assert_eq!(
        done(&server, &["adjust", "ann", "cat", "-5", "--reason", "too much"]).await["change_value"],
        -5
    );
    let shown = affinity(&server, &["show", "cat", "--user", "ann"]).await;
    assert!(shown.code == Some(0) && shown.stdout.contains("today.global"), "{shown:?}");
    let log = done(&server, &["log", "cat", "--user", "ann", "--limit", "2"]).await;
    assert_eq!((log["items"].as_array().unwrap().len(), &log["items"][0]["reason"]), (2, &json!("too much")));
    refused(&server, &["apply", "dog", "chat", "--user", "ann"], "binding_not_found").await;
    refused(&server, &["show", "dog", "--user", "ann"], "binding_not_found").await;
    refused(&server, &["adjust", "ann", "cat", "1", "--reason", " "], "invalid_request").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_and_levels_are_edited_and_the_decay_is_run_by_commands() {
    let server = home().await;
    let set =
        done(&server, &["settings", "set", r#"{"timezone": "Europe/Berlin"}"#, "--reason", "moved"]).await;
    assert_eq!((&set["timezone"], &set["max_affinity"]), (&json!("Europe/Berlin"), &json!(1_000)));
    refused(&server, &["settings", "set", r#"{"timezone": "Mars/Base"}"#], "invalid_request").await;
    let levels = r#"{"levels": [{"threshold": 0, "name": "Stranger"}, {"threshold": 5, "name": "Friend"}]}"#;
    assert_eq!(done(&server, &["levels", "set", levels]).await["levels"][1]["name"], "Friend");
    assert_eq!(done(&server, &["settings", "get"]).await["timezone"], "Europe/Berlin");
    let decay = done(&server, &["decay", "--dry-run"]).await;
    assert_eq!((&decay["dry_run"], &decay["decayed"]), (&json!(true), &json!(0)));
    assert_eq!(done(&server, &["grants"]).await["items"], json!([]));
    refused(&server, &["grants", "--retry", "ann~cat~3"], "grant_not_found").await;
    for wrong in
        [&["apply", "cat"][..], &["rules", "set", "chat", "no json"], &["adjust", "ann", "cat", "many"]]
    {
        assert_eq!(affinity(&server, wrong).await.code, Some(2), "{wrong:?}");
    }
}
