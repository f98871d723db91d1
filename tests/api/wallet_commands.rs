//! `heartlink wallet` and `heartlink bench wallet`, as somebody at a terminal
//! or a script meets them.

use serde_json::{Value, json};
use tokio::process::Command;

use crate::command_line::parsed;
use crate::process::{Ended, Server, ended, run};

async fn wallet(server: &Server, line: &str) -> Ended {
    let words: Vec<&str> = ["wallet"].into_iter().chain(line.split(' ')).collect();
    server.client(&words).await
}

async fn done(server: &Server, line: &str) -> Value {
    parsed(&wallet(server, &format!("{line} --output json")).await)
}

/// What a refused command says, which is to contain `code`.
async fn refused(server: &Server, line: &str, code: &str) {
    let ended = wallet(server, line).await;
    assert_eq!(ended.code, Some(1), "{line}: {ended:?}");
    assert!(ended.stderr.contains(code) && ended.stdout.is_empty(), "{line}: {ended:?}");
    assert!(!ended.stderr.contains("may have taken effect"), "{line}: {ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn money_is_moved_and_shown_by_commands() {
    let server = Server::start().await;
    assert_eq!(done(&server, "show ann").await["balance"], 0);
    let paid = done(&server, "credit ann 500 --description Welcome --reference r-1").await;
    assert_eq!((&paid["entry"]["amount"], &paid["wallet"]["available"]), (&json!(500), &json!(500)));
    assert_eq!(
        (&paid["entry"]["description"], &paid["entry"]["reference"]),
        (&json!("Welcome"), &json!("r-1"))
    );
    assert_eq!(done(&server, "withdraw ann 100 --currency CREDIT").await["wallet"]["balance"], 400);
    let made = done(&server, "transfer ann bob 150").await;
    assert_eq!((&made["debit"]["amount"], &made["credit"]["amount"]), (&json!(-150), &json!(150)));
    let shown = wallet(&server, "show ann").await;
    assert!(
        shown.code == Some(0) && shown.stdout.contains("available") && shown.stdout.contains("250"),
        "{shown:?}"
    );
    let verified = done(&server, "verify ann").await;
    assert_eq!((&verified["consistent"], &verified["entries"]), (&json!(true), &json!(3)));
    assert_eq!(done(&server, "verify ann --incremental").await["consistent"], true);
    refused(&server, "withdraw ann 251", "insufficient_funds").await;
    refused(&server, "credit ann 1 --currency GEMS", "unknown_currency").await;
    let stats = done(&server, "stats").await;
    assert_eq!(
        (&stats["commits"], &stats["refused"]["insufficient_funds"]),
        (&json!(3), &json!(1)),
        "{stats:#}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_made_again_under_its_key_pays_once() {
    let server = Server::start().await;
    let first = done(&server, "credit ann 500 --key k1").await;
    assert_eq!(done(&server, "credit ann 500 --key k1").await, first, "the first answer comes again");
    refused(&server, "credit ann 501 --key k1", "idempotency_key_reused").await;
    assert_eq!(done(&server, "show ann").await["balance"], 500);
    // Without a key each command is a payment of its own.
    done(&server, "credit ann 500").await;
    done(&server, "credit ann 500").await;
    assert_eq!(done(&server, "show ann").await["balance"], 1_500);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wallet_is_locked_and_unlocked_by_commands() {
    let server = Server::start().await;
    done(&server, "credit ann 10").await;
    let lease = done(&server, "lock ann --owner audit --purpose books --ttl-seconds 600").await;
    assert_eq!(
        (&lease["held"], &lease["owner"], &lease["purpose"]),
        (&json!(true), &json!("audit"), &json!("books"))
    );
    refused(&server, "lock ann --owner eve --retries 0", "wallet_locked").await;
    refused(&server, "unlock ann --owner eve --retries 0", "wallet_locked").await;
    let fenced = format!("withdraw ann 1 --fencing {}", lease["fencing"]);
    assert_eq!(done(&server, &fenced).await["wallet"]["balance"], 9);
    let released = done(&server, "unlock ann --owner audit").await;
    assert_eq!(released["held"], false);
    refused(&server, &fenced, "lease_lost").await;
    done(&server, "lock ann --owner audit").await;
    assert_eq!(done(&server, "unlock ann --force --reason stuck").await["held"], false);
    refused(&server, "unlock ann --owner audit", "not_locked").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_nobody_answered_says_how_to_learn_what_became_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a path");
    let line = "wallet credit ann 5 --key k1 --retries 1 --url http://127.0.0.1:1 --data";
    let ended = run(line.split(' ').chain([data])).await;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("--key k1"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_of_wallets_teaches_by_examples() {
    for command in ["", "credit", "withdraw", "transfer", "verify", "lock", "unlock"] {
        let help = run(["wallet", command, "--help"].into_iter().filter(|word| !word.is_empty())).await;
        assert_eq!(help.code, Some(0), "{help:?}");
        assert!(help.stdout.contains(&format!("heartlink wallet {command}")), "{help:?}");
    }
    for line in ["credit ann", "credit ann 1.5", "credit ann 0", "show 😀", "lock ann", "unlock ann"] {
        let wrong = run(["wallet"].into_iter().chain(line.split(' '))).await;
        assert_eq!(wrong.code, Some(2), "{line}: {wrong:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_benchmark_of_wallets_keeps_the_budgets_that_are_counted_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    // The command hands over to the program that stands beside it.
    let beside = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let [command, program] = ["heartlink", "heartlink-bench"].map(|name| beside.path().join(name));
    std::fs::hard_link(env!("CARGO_BIN_EXE_heartlink-under-test"), &command).expect("a link");
    std::fs::hard_link(env!("CARGO_BIN_EXE_heartlink-bench-under-test"), program).expect("a link");
    let line = "bench wallet --rounds 1 --operations 100 --output json";
    let mut command = Command::new(command);
    command.args(line.split(' ')).kill_on_drop(true);
    let report = parsed(&ended(command.current_dir(folder.path())).await);
    assert_eq!((&report["engine"], &report["durable"]), (&json!("embedded"), &json!(true)));
    let loads = report["loads"].as_array().expect("loads");
    assert_eq!(loads.len(), 4);
    for load in loads {
        assert_eq!(load["failed"], 0, "{load:#}");
        assert!(
            load["bare_per_second"].as_f64() > Some(0.0) && load["p99_ms"].as_f64() > Some(0.0),
            "{load:#}"
        );
    }
    let budgets = report["budgets"].as_array().expect("budgets");
    // How fast it is says a machine of its own; what it costs, every machine.
    let counted = budgets.iter().filter(|budget| {
        let name = budget["budget"].as_str().expect("a name");
        ["round trips", "units", "failed"].iter().any(|part| name.contains(part))
    });
    assert_eq!(counted.clone().count(), 10);
    counted.for_each(|budget| assert_eq!(budget["met"], true, "{budget:#}"));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is left");
}
