//! `kill -9` of the real process in the middle of payments, points and affinity.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures::future::join_all;
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::EngineKind;
use serde_json::{Value, json};

use crate::client::{Person, eventually};
use crate::process::Server;

on_each_engine!(a_kill_in_the_middle_of_payments_loses_and_doubles_none);

const USERS: usize = 8;
const WRITERS: usize = 16;
/// Operations of each writer.
const EACH: usize = 40;
const START: i64 = 1_000;

/// What the operations come to for one user.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Sum {
    balance: i64,
    entries: u64,
    points: i64,
    affinity: i64,
}

fn name(user: usize) -> String {
    format!("user-{}", user % USERS)
}

/// Operation `n` of a writer: its path and body.
fn operation(writer: usize, n: usize) -> (String, Value) {
    let user = name(writer + n);
    let wallet = |what: &str| format!("/v1/wallets/{user}/{what}");
    match n % 5 {
        0 => (wallet("credit"), json!({ "amount": 3 })),
        1 => (wallet("withdraw"), json!({ "amount": 1 })),
        2 => (wallet("transfer"), json!({ "to": name(writer + n + 1), "amount": 2 })),
        3 => (
            "/v1/points".to_owned(),
            json!({ "student_id": user, "points_change": 1, "transaction_type": "add_points", "reason": "r" }),
        ),
        _ => (
            "/v1/affinity/adjust".to_owned(),
            json!({ "user_id": user, "device_id": format!("of-{user}"), "delta": 1, "reason": "r" }),
        ),
    }
}

/// What all operations come to.
fn expected() -> Vec<Sum> {
    let mut sums = vec![Sum { balance: START, entries: 1, ..Sum::default() }; USERS];
    for (writer, n) in (0..WRITERS).flat_map(|writer| (0..EACH).map(move |n| (writer, n))) {
        let mut add = |user: usize, change: Sum| {
            let sum = &mut sums[user % USERS];
            sum.balance += change.balance;
            sum.entries += change.entries;
            sum.points += change.points;
            sum.affinity += change.affinity;
        };
        let moved = |balance| Sum { balance, entries: 1, ..Sum::default() };
        match n % 5 {
            0 => add(writer + n, moved(3)),
            1 => add(writer + n, moved(-1)),
            2 => {
                add(writer + n, moved(-2));
                add(writer + n + 1, moved(2));
            }
            3 => add(writer + n, Sum { points: 1, ..Sum::default() }),
            _ => add(writer + n, Sum { affinity: 1, ..Sum::default() }),
        }
    }
    sums
}

/// What the gateway says of one user, whose ledger must hold.
async fn found(server: &Server, user: &str) -> Sum {
    let get = async |person: Person, path: String| person.get(path).send().await.expect(200);
    let wallet = get(server.service(), format!("/v1/wallets/{user}/verify")).await;
    assert_eq!(wallet["consistent"], true, "{wallet:#}");
    let points = get(server.admin(), format!("/v1/points/students/{user}/check")).await;
    assert_eq!(points["consistent"], true, "{points:#}");
    let points = get(server.admin(), format!("/v1/points?student_id={user}&fresh=true")).await;
    let affinity = get(server.person(user), format!("/v1/affinity/of-{user}")).await;
    Sum {
        balance: wallet["balance"].as_i64().expect("a figure"),
        entries: wallet["entries"].as_u64().expect("a figure"),
        points: points["points"].as_i64().expect("a figure"),
        affinity: affinity["value"].as_i64().expect("a figure"),
    }
}

async fn a_kill_in_the_middle_of_payments_loses_and_doubles_none(kind: EngineKind) {
    let mut server = Server::start_on(kind).await;
    let (shop, admin) = (server.service(), server.admin());
    for user in (0..USERS).map(name) {
        let credit = shop.post(format!("/v1/wallets/{user}/credit")).key(&format!("start-{user}"));
        credit.json(&json!({ "amount": START })).send().await.expect(201);
        let device = json!({ "device_id": format!("of-{user}") });
        server.person(&user).post("/v1/devices").json(&device).send().await.expect(201);
    }
    let done = Arc::new(AtomicU64::new(0));
    let writers = (0..WRITERS).map(|writer| {
        let (shop, admin, done) = (shop.clone(), admin.clone(), done.clone());
        tokio::spawn(async move {
            for n in 0..EACH {
                let (path, body) = operation(writer, n);
                let person = if path.contains("affinity") { &admin } else { &shop };
                let key = format!("{writer}-{n}");
                let call = person.post(path).key(&key).json(&body);
                let answer = call.send_patiently().await;
                assert!(matches!(answer.status, 200 | 201), "{answer:?}");
                done.fetch_add(1, Ordering::Relaxed);
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    for kill in [100, 350] {
        eventually("operations to interrupt", async || {
            let so_far = done.load(Ordering::Relaxed);
            if so_far >= kill { Ok(()) } else { Err(so_far) }
        })
        .await;
        server.kill().await;
        server.start_again().await;
    }
    assert!(done.load(Ordering::Relaxed) < (WRITERS * EACH) as u64, "the kill came too late");
    for written in join_all(writers).await {
        written.expect("a writer");
    }
    for (user, sum) in expected().iter().enumerate() {
        assert_eq!(&found(&server, &name(user)).await, sum, "{}", name(user));
    }
}
