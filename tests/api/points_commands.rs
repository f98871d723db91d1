//! `heartlink points`, as somebody at a terminal or a script meets it.

use aws_sdk_dynamodb::types::AttributeValue;
use heartlink_domain::points::PointsAccount;
use heartlink_store::keys::Key;
use heartlink_store::tables::Table;
use serde_json::{Value, json};

use crate::process::{Ended, Server};

fn parsed(ended: &Ended, code: i32) -> Value {
    assert_eq!(ended.code, Some(code), "{ended:?}");
    serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{error}: {ended:?}"))
}

/// A file of that name in the server's folder.
fn file(server: &Server, name: &str, text: &str) -> String {
    let path = server.data().join(name);
    std::fs::write(&path, text).expect("a file");
    path.to_str().expect("a path").to_owned()
}

/// Ann's head says another balance.
async fn damage(server: &Server) {
    let (client, store) = server.tables();
    let key = Key::head(&PointsAccount::account_id(&"ann".parse().expect("an id")));
    client
        .update_item()
        .table_name(store.table_name(Table::Ledger))
        .key("pk", AttributeValue::S(key.pk))
        .key("sk", AttributeValue::S(key.sk))
        .update_expression("SET account.balance = :wrong")
        .expression_attribute_values(":wrong", AttributeValue::N("999".to_owned()))
        .send()
        .await
        .expect("an update");
}

const GOOD: &str = "student_id,points_change,reason,at,balance_after\n\
    ann,5,homework,2026-01-01,5\nann,-2,late,2026-01-02,3\nbob,7,quiz,2026-01-03 10:00:00,\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_taken_over_once_and_checked_repaired_and_watched() {
    let mut server = Server::start().await;
    let good = file(&server, "good.csv", GOOD);
    let dry = parsed(&server.client(&["points", "import", &good, "--dry-run", "--output", "json"]).await, 0);
    assert_eq!(
        (&dry["lines"], &dry["students"], &dry["taken_over"]),
        (&json!(3), &json!(2), &json!(0)),
        "{dry:#}"
    );
    let done = parsed(&server.client(&["points", "import", &good, "--output", "json"]).await, 0);
    assert_eq!((&done["taken_over"], &done["refused"]), (&json!(2), &json!([])), "{done:#}");
    let again = parsed(&server.client(&["points", "import", &good, "--output", "json"]).await, 0);
    assert_eq!(again["refused"], json!([]), "{again:#}");
    let other = file(&server, "other.csv", "student_id,balance\nann,50\ncat,1\n");
    let refused = parsed(&server.client(&["points", "import", &other, "--output", "json"]).await, 1);
    assert_eq!((&refused["taken_over"], &refused["refused"][0]["student_id"]), (&json!(1), &json!("ann")));
    let student = parsed(&server.client(&["points", "student", "ann", "--output", "json"]).await, 0);
    assert_eq!((&student["points"]["points"], &student["check"]["consistent"]), (&json!(3), &json!(true)));
    let shown = server.client(&["points", "student", "ann"]).await;
    assert!(shown.code == Some(0) && shown.stdout.contains("homework"), "{shown:?}");
    let sound = parsed(&server.client(&["points", "check", "--output", "json"]).await, 0);
    assert_eq!(
        (&sound["summary"]["totalStudents"], &sound["health"]["status"]),
        (&json!(3), &json!("healthy"))
    );

    server.kill().await;
    damage(&server).await;
    server.start_again().await;
    let found = server.client(&["points", "check"]).await;
    assert_eq!(found.code, Some(1), "{found:?}");
    assert!(
        found.stdout.contains("ann: balance 999, transactions 3") && found.stdout.contains("head_balance"),
        "{found:?}"
    );
    let dry = server.client(&["points", "fix", "--dry-run"]).await;
    assert!(dry.code == Some(0) && dry.stdout.contains("ann: 999 → 3"), "{dry:?}");
    let watched = server.client(&["points", "monitor", "--rounds", "2", "--every-secs", "1", "--full"]).await;
    assert_eq!(watched.code, Some(0), "{watched:?}");
    let lines: Vec<&str> = watched.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "a line for each check: {watched:?}");
    assert!(lines.iter().all(|line| line.contains("critical accounts=3 inconsistent=1")), "{watched:?}");
    let fixed = parsed(&server.client(&["points", "fix", "--output", "json"]).await, 0);
    assert_eq!((&fixed["fixed"], &fixed["changes"][0]["after"]), (&json!(1), &json!(3)), "{fixed:#}");
    let one = parsed(&server.client(&["points", "check", "--student", "ann", "--output", "json"]).await, 0);
    assert_eq!((&one["consistent"], &one["entries"]), (&json!(true), &json!(3)), "{one:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_a_wrong_line_is_not_taken_over_at_all() {
    let server = Server::start().await;
    let bad = file(&server, "bad.csv", &format!("{GOOD}ann,five,,,\ncat,1,,2026-01-01,9\n"));
    for arguments in [&["--dry-run"][..], &[]] {
        let line: Vec<&str> =
            ["points", "import", &bad, "--output", "json"].iter().chain(arguments).copied().collect();
        let report = parsed(&server.client(&line).await, 1);
        let wrong: Vec<_> = report["wrong"]
            .as_array()
            .unwrap()
            .iter()
            .map(|wrong| (&wrong["line"], &wrong["column"]))
            .collect();
        assert_eq!(wrong, [(&json!(5), &json!("points_change")), (&json!(6), &json!("balance_after"))]);
    }
    let shown = server.client(&["points", "import", &bad]).await;
    assert!(shown.stderr.contains("line 5: points_change"), "{shown:?}");
    let sound = parsed(&server.client(&["points", "check", "--output", "json"]).await, 0);
    assert_eq!(sound["summary"]["totalStudents"], 0);
    let missing = server.client(&["points", "import", "nowhere.csv"]).await;
    assert_eq!(missing.code, Some(2), "{missing:?}");
}
