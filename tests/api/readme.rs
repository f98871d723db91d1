//! The tour of the README, as somebody pastes it.

use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use crate::process::Server;

const README: &str = include_str!("../../README.md");
/// Longest time for the whole tour.
const LIMIT: Duration = Duration::from_secs(300);

/// The commands of the chapter "Five minutes", in their order.
fn tour() -> String {
    let chapter =
        README.split("\n## ").find(|chapter| chapter.starts_with("Five minutes")).expect("the tour");
    let blocks = chapter.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tour_of_the_readme_does_what_it_says_line_by_line() {
    let server = Server::start().await;
    // `heartlink` is the command under test, and `./data` the server's folder.
    let data = server.data();
    let folder = data.parent().expect("a folder");
    let bin = folder.join("target/debug");
    std::fs::create_dir_all(&bin).expect("a folder");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_heartlink-under-test"), bin.join("heartlink"))
        .expect("a link");
    let script = tour().replace("http://127.0.0.1:8787", &server.url());
    assert!(script.contains(&server.url()), "{script}");
    let mut bash = Command::new("bash");
    // A line that fails ends it: nobody would see the rest fail for that.
    bash.args(["-euo", "pipefail", "-c", &script]).current_dir(folder).kill_on_drop(true);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("HEARTLINK_")) {
        bash.env_remove(name);
    }
    bash.env("HEARTLINK_URL", server.url());
    let ended = timeout(LIMIT, bash.output()).await.expect("it ends").expect("bash runs");
    let (said, complaints) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    assert!(ended.status.success(), "{said}\n{complaints}");
    for (part, times) in [
        // Bob is matched at once, and both are told.
        ("\"matched\":true", 1),
        ("\"type\":\"match_found\"", 1),
        // The message was sent twice, answered twice, listed once, and told once.
        ("\"text\":\"Hello!\"", 4),
        ("\"end_reason\":\"left\"", 1),
        ("\"type\":\"room_ended\"", 1),
    ] {
        assert_eq!(said.matches(part).count(), times, "{part}: {said}");
    }
    for part in ["left over", "before", "taken over", "consistent", "1050", "done", "remaining_today"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("\"code\":"), "something was refused: {said}");
}
