//! The commands, as somebody at a terminal or a script meets them.

use serde_json::{Value, json};

use crate::client::eventually;
use crate::process::{Ended, Server, ended, heartlink, run};
use crate::system::text;

pub fn parsed(ended: &Ended) -> Value {
    assert_eq!(ended.code, Some(0), "{ended:?}");
    serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{error}: {ended:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn token_prints_a_token_that_works_and_nothing_else() {
    let server = Server::start().await;
    let data = server.data();
    let data = data.to_str().expect("a path");
    let made = run(["token", "--sub", "zoe", "--role", "user", "--role", "admin", "--data", data]).await;
    assert_eq!((made.code, made.stderr.as_str()), (Some(0), ""));
    let token = made.stdout.trim_end().to_owned();
    assert_eq!(made.stdout, format!("{token}\n"));
    assert!(token.split('.').count() == 3 && !token.contains(char::is_whitespace), "{token:?}");
    let zoe = server.nobody().with_token(Some(token));
    assert_eq!(zoe.ask().await.expect(201)["request"]["user_id"], "zoe");
    zoe.get("/v1/heart-links/stats").send().await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_ends_when_it_was_to_end() {
    let server = Server::start_with(&["--ephemeral", "--test-clock"]).await;
    let data = server.data();
    let data = data.to_str().expect("a path");
    let made = run(["token", "--sub", "zoe", "--role", "user", "--ttl", "2h", "--data", data]).await;
    let zoe = server.nobody().with_token(Some(made.stdout.trim_end().to_owned()));
    let advance = async |seconds: u64| {
        let moved =
            server.nobody().post("/_test/clock").json(&json!({ "advance_seconds": seconds })).send().await;
        assert_eq!(moved.status, 200, "{moved:?}");
    };
    zoe.events().await;
    advance(7_000).await;
    zoe.events().await;
    advance(400).await;
    zoe.get("/v1/events").send().await.refused(401, "unauthorized");
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_prints_addresses_and_how_two_people_and_an_admin_get_tokens() {
    let server = Server::start().await;
    // It answers a moment before it has printed.
    let printed = eventually("the banner", async || match server.printed() {
        whole if whole.contains("Ctrl-C") => Ok(whole),
        part => Err(part),
    })
    .await;
    for part in ["/v1", "/ws", "/v1/health", "demo --people", "stats", "Ctrl-C"] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    let mut names = Vec::new();
    for line in printed.lines().filter(|line| line.contains("#token=")) {
        let (name, link) = line.trim().split_once(char::is_whitespace).expect("a name and a link");
        let (page, token) = link.trim().split_once("#token=").expect("a token");
        let command = token.strip_prefix("$(heartlink ").and_then(|rest| rest.strip_suffix(')'));
        let command = command.expect("no token where others may read it, but the command for one");
        let made = run(command.split(' ')).await;
        let token = made.stdout.trim_end();
        let path = if name == "docs" { "docs" } else { "" };
        assert_eq!(page, format!("{}/{path}", server.url()));
        let person = server.nobody().with_token(Some(token.to_owned()));
        person.events().await;
        let is_admin = person.get("/v1/heart-links/stats").send().await.status == 200;
        names.push((name.to_owned(), is_admin));
    }
    let expected = [("alice", false), ("bob", false), ("admin", true), ("docs", true)];
    assert_eq!(names, expected.map(|(name, is_admin)| (name.to_owned(), is_admin)));
    let page = reqwest::get(server.url()).await.expect("the page");
    assert!(page.text().await.expect("text").contains("<html"));
}

#[tokio::test(flavor = "multi_thread")]
async fn cleanup_asks_unless_told_and_shows_the_figures() {
    let server = Server::start_with(&["--ephemeral", "--test-clock"]).await;
    let ann = server.person("ann");
    ann.ask().await.expect(201);
    let nobody_there = server.client(&["cleanup"]).await;
    assert_eq!(nobody_there.code, Some(2), "{nobody_there:?}");

    let nothing = parsed(&server.client(&["cleanup", "--dry-run", "--output", "json"]).await);
    assert_eq!((&nothing["dry_run"], &nothing["changes"]), (&json!(true), &json!([])), "{nothing:#}");
    // Inactive at 300 s; the schedule comes at 300 s as well: stop just before.
    let moved = server.nobody().post("/_test/clock").json(&json!({ "advance_seconds": 250 })).send().await;
    assert_eq!(moved.status, 200);
    assert_eq!(ann.current().await.expect(200)["request"]["status"], "pending");
    let done = parsed(&server.client(&["cleanup", "--force", "--output", "json"]).await);
    assert_eq!((&done["dry_run"], &done["before"]["pending"]), (&json!(false), &json!(1)), "{done:#}");
    let shown = server.client(&["cleanup", "--force"]).await;
    assert_eq!(shown.code, Some(0));
    assert!(
        ["before", "after", "pending", "active_rooms"].iter().all(|part| shown.stdout.contains(part)),
        "{shown:?}"
    );
    let both = server.client(&["cleanup", "--force", "--dry-run"]).await;
    assert_eq!(both.code, Some(2), "{both:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn stats_shows_the_figures_as_a_table_and_as_json() {
    let server = Server::start().await;
    server.person("ann").ask().await.expect(201);
    server.person("bob").ask().await.expect(201);
    server.person("eve").ask().await.expect(201);
    let _line = server.person("ann").connect().await;
    let stats = parsed(&server.client(&["stats", "--output", "json"]).await);
    assert_eq!((&stats["pending"], &stats["active_rooms"]), (&json!(1), &json!(1)), "{stats:#}");
    assert_eq!(stats["connections"], 1, "{stats:#}");
    assert_eq!(stats["match_rate"], 1.0);
    assert!(stats["time_to_match_ms"]["p95"].is_u64(), "{stats:#}");
    let table = server.client(&["stats"]).await;
    assert_eq!(table.code, Some(0));
    assert!(table.stdout.contains("time_to_match_ms.p50"), "{table:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_of_five_leaves_exactly_one_and_says_so() {
    let server = Server::start().await;
    let demo = parsed(&server.client(&["demo", "--people", "5", "--output", "json"]).await);
    for (figure, expected) in [
        ("people", 5),
        ("paired", 4),
        ("left_over", 1),
        ("rooms", 2),
        ("shared_rooms", 0),
        ("messages_delivered", 4),
    ] {
        assert_eq!(demo[figure], expected, "{figure}: {demo:#}");
    }
    let table = server.client(&["demo", "--people", "4", "--leave"]).await;
    assert_eq!(table.code, Some(0), "{table:?}");
    for part in ["paired", "rooms", "time to match p50", "time to match p95", "conflicts"] {
        assert!(table.stdout.contains(part), "{part}: {table:?}");
    }
    let stats = parsed(&server.client(&["stats", "--output", "json"]).await);
    assert_eq!((&stats["active_rooms"], &stats["ended_rooms"]), (&json!(2), &json!(2)), "{stats:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_refused_or_not_answered_ends_with_1() {
    let server = Server::start().await;
    let token = server.person("ann").token.expect("a token");
    for command in ["stats", "cleanup --dry-run", "cleanup --force"] {
        let arguments: Vec<&str> = command.split(' ').chain(["--token", &token]).collect();
        let refused = server.client(&arguments).await;
        assert_eq!(refused.code, Some(1), "{command}: {refused:?}");
        assert!(refused.stderr.contains("forbidden"), "{command}: {refused:?}");
        assert!(refused.stdout.is_empty(), "{command}: {refused:?}");
        let nobody = run(arguments.iter().copied().chain(["--url", "http://127.0.0.1:1"])).await;
        assert_eq!(nobody.code, Some(1), "{command}: {nobody:?}");
    }
    let by_environment = ended(
        heartlink(["stats", "--output", "json"])
            .env("HEARTLINK_URL", server.url())
            .env("HEARTLINK_TOKEN", server.admin().token.expect("a token")),
    )
    .await;
    parsed(&by_environment);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_usage_ends_with_2_and_says_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a path");
    for line in [
        "fly",
        "serve --engine sqlite",
        "serve --test-clock",
        "token --role user",
        "token --sub ann",
        "token --sub ann --role king",
        "token --sub ann --role user --ttl soon",
        "demo --people 0",
        "demo --people many",
        "stats --output xml",
        "stats --url nowhere",
    ] {
        let wrong = run(line.split(' ').chain(["--data", data])).await;
        assert_eq!(wrong.code, Some(2), "{line}: {wrong:?}");
        assert!(!wrong.stderr.is_empty() && wrong.stdout.is_empty(), "{line}: {wrong:?}");
    }
    let mut serve = heartlink(["serve", "--ephemeral", "--listen", "127.0.0.1:0", "--data", data]);
    serve.env("HEARTLINK_MATCHING_LEASE_SECS", "soon").env("HEARTLINK_SWEEP_BATCH", "0");
    let wrong = ended(&mut serve).await;
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
    for problem in ["HEARTLINK_MATCHING_LEASE_SECS", "HEARTLINK_SWEEP_BATCH"] {
        assert!(wrong.stderr.contains(problem), "all in one message: {wrong:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn completions_are_printed_for_every_shell_and_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let printed = run(["completions", shell]).await;
        assert_eq!((printed.code, printed.stderr.as_str()), (Some(0), ""), "{shell}");
        for command in ["rewards", "affinity", "completions"] {
            assert!(printed.stdout.contains(command), "{shell} does not know {command}");
        }
    }
    let wrong = run(["completions", "klingon"]).await;
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn help_teaches_by_examples_and_tells_the_exit_codes() {
    let help = run(["--help"]).await;
    assert_eq!((help.code, help.stderr.as_str()), (Some(0), ""));
    for part in
        ["Exit codes:", "0  done", "1  refused or failed", "2  wrong usage", "NO_COLOR", "HEARTLINK_TOKEN"]
    {
        assert!(help.stdout.contains(part), "{part}: {}", help.stdout);
    }
    for command in ["serve", "token", "wallet credit", "points import", "rewards run", "completions"] {
        let help = run(command.split(' ').chain(["--help"])).await;
        assert!(help.stdout.contains("Examples:\n  heartlink "), "{command}: {help:?}");
    }
}

/// Nothing here is a terminal, so that colours need to be asked for.
#[tokio::test(flavor = "multi_thread")]
async fn colours_are_left_out_where_nobody_sees_them_or_wants_them() {
    let refused = async |colour: &[(&str, &str)]| {
        let mut command = heartlink(["stats", "--url", "http://127.0.0.1:1", "--token", "t"]);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        ended(command.envs(colour.iter().copied())).await
    };
    for (colour, coloured) in [
        (&[][..], false),
        (&[("CLICOLOR_FORCE", "1")], true),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
    ] {
        let refused = refused(colour).await;
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(refused.stderr.contains("heartlink:"), "{refused:?}");
        assert_eq!(refused.stderr.contains('\u{1b}'), coloured, "{colour:?}: {refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_gateways_share_neither_a_port_nor_a_data_folder() {
    let server = Server::start().await;
    let (data, other) = (server.data(), tempfile::tempdir().expect("a folder"));
    let address = server.url().replace("http://", "");
    for (listen, data) in [("127.0.0.1:0", data.as_path()), (address.as_str(), other.path())] {
        let refused = run(["serve", "--listen", listen, "--data", data.to_str().expect("a path")]).await;
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(refused.stderr.contains("in use") || refused.stderr.contains("cannot listen"), "{refused:?}");
    }
    assert_eq!(text(&server.nobody().get("/v1/health").send().await.expect(200), "status"), "ok");
}
