//! What an operator does with the data folder of one machine: back it up under
//! load, restore it, look at dead letters.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use futures::future::join_all;
use serde_json::{Value, json};

use crate::client::{Person, eventually};
use crate::process::{Ended, Server, run};
use crate::system::text;

/// Accounts of each kind that the load works on.
const ACCOUNTS: usize = 6;
/// How many move money at once.
const LANES: usize = 8;
/// Pages of a ledger that are read at most.
const PAGES: usize = 100;

/// What was acknowledged: how many movements each ledger had at least.
type Acknowledged = BTreeMap<String, usize>;

/// Everything in a ledger, the oldest first.
async fn ledger(person: &Person, path: &str) -> Vec<Value> {
    let mut entries: Vec<Value> = Vec::new();
    let mut cursor = String::new();
    for _ in 0..PAGES {
        let page = person.get(format!("{path}{cursor}")).send().await.expect(200);
        entries.extend(page["items"].as_array().cloned().unwrap_or_default());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return entries,
        }
    }
    panic!("{path} has no end")
}

fn wallet(n: usize) -> String {
    format!("/v1/wallets/w{n}/entries?order=asc&limit=100")
}

fn points(n: usize) -> String {
    format!("/v1/points/transactions?student_id=s{n}&order=asc&limit=100")
}

/// Every ledger by its path.
async fn ledgers(server: &Server) -> BTreeMap<String, Vec<Value>> {
    let (shop, admin) = (server.service(), server.admin());
    let mut all = BTreeMap::new();
    for n in 0..ACCOUNTS {
        all.insert(wallet(n), ledger(&shop, &wallet(n)).await);
        all.insert(points(n), ledger(&admin, &points(n)).await);
    }
    all
}

/// Moves money and points once, and notes what was acknowledged.
async fn movements(server: &Server, lane: usize, round: usize, acknowledged: &mut Acknowledged) {
    let shop = server.service();
    let (one, other) = ((lane + round) % ACCOUNTS, (lane + round + 1) % ACCOUNTS);
    let key = format!("{lane}-{round}");
    let credit = shop.post(format!("/v1/wallets/w{one}/credit")).key(&format!("c{key}"));
    credit.json(&json!({ "amount": 10 })).send_patiently().await.expect(201);
    let transfer = shop.post(format!("/v1/wallets/w{one}/transfer")).key(&format!("t{key}"));
    let moved = json!({ "to": format!("w{other}"), "amount": 1 });
    transfer.json(&moved).send_patiently().await.expect(201);
    let change = json!({
        "student_id": format!("s{one}"), "points_change": 1, "transaction_type": "add_points", "reason": key,
    });
    shop.post("/v1/points").key(&format!("p{key}")).json(&change).send_patiently().await.expect(201);
    for path in [wallet(one), wallet(one), wallet(other), points(one)] {
        *acknowledged.entry(path).or_default() += 1;
    }
}

/// The same again and again until told to stop.
async fn load(server: &Server, lane: usize, stop: &AtomicBool) {
    for round in 1.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        movements(server, lane, round, &mut Acknowledged::new()).await;
    }
}

async fn command(server: &Server, arguments: &[&str]) -> Ended {
    let data = server.data();
    let place = ["--data", data.to_str().expect("a path")];
    run(arguments.iter().copied().chain(place)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_under_load_has_every_ledger_as_it_was_at_one_moment() {
    let server = Server::start().await;
    let (ann, bob) = (server.person("ann"), server.person("bob"));
    ann.ask().await.expect(201);
    let room = text(&bob.ask().await.expect(201), "room_id");
    ann.say(&room, "before").await.expect(201);
    let folder = tempfile::tempdir().expect("a folder");
    let backup = folder.path().join("backup");
    let to = backup.to_str().expect("a path");

    let mut before = Acknowledged::new();
    for lane in 0..LANES {
        movements(&server, lane, 0, &mut before).await;
    }
    let stop = AtomicBool::new(false);
    let lanes = join_all((0..LANES).map(|lane| load(&server, lane, &stop)));
    let backing_up = async {
        let made = command(&server, &["backup", to]).await;
        ann.say(&room, "after").await.expect(201);
        stop.store(true, Ordering::SeqCst);
        made
    };
    let (_, made) = tokio::join!(lanes, backing_up);
    assert_eq!(made.code, Some(0), "{made:?}");

    let live = ledgers(&server).await;
    let restored = Server::restored(&backup).await;
    let then = ledgers(&restored).await;
    for (path, entries) in &then {
        assert!(live[path].starts_with(entries), "{path} is another ledger: {entries:#?}");
        let known = before.get(path).copied().unwrap_or_default();
        assert!(entries.len() >= known, "{path} lacks what was acknowledged before");
    }
    assert!(then.values().map(Vec::len).sum::<usize>() < live.values().map(Vec::len).sum(), "under load");
    let (shop, admin) = (restored.service(), restored.admin());
    let (mut held, mut credited) = (0, 0);
    for n in 0..ACCOUNTS {
        held +=
            shop.get(format!("/v1/wallets/w{n}")).send().await.expect(200)["balance"].as_i64().unwrap_or(0);
        let credits = then[&wallet(n)].iter().filter(|entry| entry["kind"] == "credit");
        credited += credits.filter_map(|entry| entry["amount"].as_i64()).sum::<i64>();
        let verified = admin.get(format!("/v1/wallets/w{n}/verify")).send().await.expect(200);
        assert_eq!(verified["consistent"], true, "{verified:#}");
    }
    assert_eq!(held, credited, "a transfer is there on both sides or on neither");
    // What the streams had not told yet at that moment is told after the restore.
    let told = restored.person("bob").told_eventually("room_message", 1).await;
    assert_eq!((told.len(), &told[0]["data"]["text"]), (1, &json!("before")));
}

#[tokio::test(flavor = "multi_thread")]
async fn dead_letters_are_listed_counted_and_handed_back_to_the_gateway() {
    let mut server = Server::start().await;
    let none = command(&server, &["redrive"]).await;
    assert_eq!((none.code, none.stdout.trim()), (Some(0), "There are no dead letters."));
    server.interrupt().await;
    // Of a function that this version does not have: playing it again changes nothing.
    let letter = json!({ "consumer": "gone", "record": {
        "awsRegion": "local", "eventID": "1", "eventName": "INSERT", "tableName": "heartlink-matching",
        "dynamodb": {
            "ApproximateCreationDateTime": 1, "Keys": { "pk": { "S": "U#ann" }, "sk": { "S": "PERSON" } },
            "NewImage": {}, "OldImage": {}, "SequenceNumber": "1", "SizeBytes": 1,
        },
    } });
    std::fs::write(server.data().join("dead-letters.jsonl"), format!("{letter}\n")).expect("a file");
    server.start_again().await;
    let health = server.nobody().get("/v1/health").send().await.expect(200);
    assert_eq!((&health["status"], &health["machine"]["dead_letters"]), (&json!("ok"), &json!(1)));
    assert!(health["machine"]["free_bytes"].as_u64() > Some(0), "{health:#}");
    let listed = command(&server, &["dead-letters"]).await;
    assert!(listed.stdout.contains("gone") && listed.stdout.contains("U#ann PERSON"), "{listed:?}");

    let again = command(&server, &["redrive"]).await;
    assert!(again.stdout.starts_with("The gateway plays 1 again"), "{again:?}");
    eventually("the letter among the others again", async || {
        let listed = command(&server, &["dead-letters", "--output", "json"]).await;
        let waits = server.data().join("dead-letters-again.jsonl").exists();
        if listed.stdout.contains("\"gone\"") && !waits { Ok(()) } else { Err(listed) }
    })
    .await;
}
