//! Documents that admins edit: what others see, what two editors at once come
//! to, what the trail keeps.

use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::documents::{Document, DocumentRefusal, Editor};
use heartlink_domain::ids::DocumentName;
use heartlink_domain::problem::FieldProblem;
use heartlink_store::Store;
use heartlink_store::documents::DocumentError;
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::seed::seed;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};
use serde::{Deserialize, Serialize};

use crate::wallet_fixtures::{another_process, quick};
use heartlink_testkit::on_each_engine;

on_each_engine!(
    a_revision_shows_at_once_here_and_within_the_cache_age_elsewhere,
    of_editors_who_saw_the_same_version_one_wins,
    the_trail_keeps_every_revision_whatever_the_store_does,
    more_documents_than_one_page_are_all_read_and_one_too_many_is_refused,
    a_document_is_read_however_many_were_deleted_before,
    what_does_not_hold_together_changes_nothing,
    a_stored_field_is_renamed_while_two_releases_are_live,
);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Rule {
    points: i64,
    text: String,
}

impl Document for Rule {
    const KIND: &'static str = "test_rule";
    fn check(&self) -> Vec<FieldProblem> {
        let problem = FieldProblem { pointer: "/points".into(), detail: "must not be negative".into() };
        if self.points < 0 { vec![problem] } else { Vec::new() }
    }
}

fn rule(points: i64) -> Rule {
    Rule { points, text: String::new() }
}

fn name(text: &str) -> DocumentName {
    text.parse().unwrap()
}

fn editor(store: &Store, who: &str, expected: Option<u64>) -> Editor {
    Editor { operator: user(who), reason: Some("because".into()), expected, now: store.now() }
}

async fn points(store: &Store, text: &str) -> Option<i64> {
    store.document::<Rule>(&name(text)).await.unwrap().map(|stored| stored.content.points)
}

async fn a_revision_shows_at_once_here_and_within_the_cache_age_elsewhere(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (here, elsewhere) = (&env.store, another_process(&env));
    assert_eq!(points(&elsewhere, "chat").await, None);
    let stored = here.put_document(&name("chat"), &rule(3), &editor(here, "admin", None)).await.unwrap();
    assert_eq!((stored.version, points(here, "chat").await), (1, Some(3)));
    assert_eq!(points(&elsewhere, "chat").await, None, "it was read less than 10 s ago");
    env.clock.advance(Duration::from_secs(10));
    assert_eq!(points(&elsewhere, "chat").await, Some(3));
    here.delete_document::<Rule>(&name("chat"), &editor(here, "admin", Some(1))).await.unwrap();
    assert_eq!(points(here, "chat").await, None);
    env.clock.advance(Duration::from_secs(10));
    assert_eq!(points(&elsewhere, "chat").await, None);
}

async fn of_editors_who_saw_the_same_version_one_wins(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    let stores: Vec<Store> = (0..8).map(|_| another_process(&env)).collect();
    let edits = stores.iter().enumerate().map(|(n, store)| async move {
        let editor = editor(store, &format!("admin-{n}"), Some(0));
        store.put_document(&name("chat"), &rule(n as i64 + 1), &editor).await
    });
    let outcomes = join_all(edits).await;
    let won: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok()).collect();
    assert_eq!(won.len(), 1);
    for lost in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        let refused = DocumentRefusal::Changed { version: 1 };
        assert!(matches!(lost, DocumentError::Refused(refusal) if *refusal == refused), "{lost:?}");
    }
    assert_eq!(points(&env.store, "chat").await, Some(won[0].content.points));
}

async fn the_trail_keeps_every_revision_whatever_the_store_does(kind: EngineKind) {
    let seed = seed();
    println!("fault seed {seed}");
    let faults = Faults::seeded(seed)
        .with("TransactWriteItems", Fault::AnswerLost, 0.2)
        .with("TransactWriteItems", Fault::RefusedBefore, 0.2)
        .with("Query", Fault::Throttled, 0.1)
        .with("GetItem", Fault::Throttled, 0.1);
    let mut settings = quick();
    settings.retry.normal_retries = 20;
    settings.retry.batch_retries = 20;
    let env = TestEnv::with(kind, settings, |http| faults.wrap(http)).await;
    let mut done = 0;
    for n in 1..=25 {
        let editor = editor(&env.store, "admin", None);
        if env.store.put_document(&name("chat"), &rule(n), &editor).await.is_ok() {
            done += 1;
        }
    }
    faults.off();
    assert!(done > 0 && faults.injected().values().sum::<u64>() > 0);
    let plain = another_process(&env);
    let trail = plain.document_history::<Rule>(&name("chat"), 100, None).await.unwrap();
    assert!(trail.len() >= done, "{done} acknowledged, {} in the trail", trail.len());
    for pair in trail.windows(2) {
        let [later, earlier] = pair else { panic!("a window of two") };
        assert_eq!((later.version, &later.before), (earlier.version + 1, &earlier.after));
        assert_eq!((later.operator.as_str(), later.reason.as_deref()), ("admin", Some("because")));
    }
    let last = trail[0].after.as_ref().unwrap()["points"].as_i64();
    assert_eq!(points(&plain, "chat").await, last);
    let older = plain.document_history::<Rule>(&name("chat"), 2, Some(trail[0].version)).await.unwrap();
    assert_eq!(older, trail[1..3]);
}

async fn more_documents_than_one_page_are_all_read_and_one_too_many_is_refused(kind: EngineKind) {
    let mut settings = quick();
    settings.documents.per_kind = 70;
    let env = TestEnv::with(kind, settings, |http| http).await;
    let store = &env.store;
    for n in 0..70 {
        let rule = Rule { points: n, text: "x".repeat(20_000) };
        store.put_document(&name(&format!("rule-{n}")), &rule, &editor(store, "admin", None)).await.unwrap();
    }
    assert_eq!(another_process(&env).documents::<Rule>().await.unwrap().len(), 70);
    let one_more = store.put_document(&name("more"), &rule(1), &editor(store, "admin", None)).await;
    assert!(matches!(one_more, Err(DocumentError::TooMany { limit: 70 })), "{one_more:?}");
    let known = store.put_document(&name("rule-3"), &rule(1), &editor(store, "admin", None)).await;
    assert_eq!(known.unwrap().version, 2);
}

async fn what_does_not_hold_together_changes_nothing(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (store, large) = (&env.store, Rule { points: 1, text: "x".repeat(30_001) });
    for rule in [rule(-1), large] {
        let refused = store.put_document(&name("chat"), &rule, &editor(store, "admin", None)).await;
        assert!(matches!(refused, Err(DocumentError::Refused(DocumentRefusal::Invalid(_)))), "{refused:?}");
    }
    let gone = store.delete_document::<Rule>(&name("chat"), &editor(store, "admin", None)).await;
    assert!(matches!(gone, Err(DocumentError::Refused(DocumentRefusal::Missing))), "{gone:?}");
    assert_eq!(points(store, "chat").await, None);
    assert_eq!(store.document_history::<Rule>(&name("chat"), 10, None).await.unwrap(), []);
}

async fn a_document_is_read_however_many_were_deleted_before(kind: EngineKind) {
    let mut settings = quick();
    settings.documents.per_kind = 2;
    let env = TestEnv::with_short_pages(kind, settings).await;
    let store = &env.store;
    for n in 0..70 {
        let gone = name(&format!("a{n}"));
        store.put_document(&gone, &rule(n), &editor(store, "ann", None)).await.unwrap();
        store.delete_document::<Rule>(&gone, &editor(store, "ann", None)).await.unwrap();
    }
    store.put_document(&name("z"), &rule(7), &editor(store, "ann", None)).await.unwrap();
    assert_eq!(points(store, "z").await, Some(7));
    assert_eq!(store.documents::<Rule>().await.unwrap().len(), 1);
}

/// A document of a text, as one release after the other has it: the field
/// `text` becomes `body`.
macro_rules! release {
    ($name:ident, $(#[$field:meta])* $text:ident) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        struct $name {
            $(#[$field])*
            $text: String,
        }

        impl Document for $name {
            const KIND: &'static str = "test_note";
            fn check(&self) -> Vec<FieldProblem> {
                Vec::new()
            }
        }
    };
}

release!(Before, text);
// Reads both names and still writes the old one: its predecessor is live.
release!(
    ReadsBoth,
    #[serde(rename = "text", alias = "body")]
    body
);
// Writes the new name: every release that is live reads it.
release!(
    WritesNew,
    #[serde(alias = "text")]
    body
);
// Once everything was written anew, the old name can go.
release!(After, body);

/// The worked example of docs/stored-bytes.md. A deployment replaces processes
/// one by one, so that each release must read what the next one writes.
async fn a_stored_field_is_renamed_while_two_releases_are_live(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let note = name("note");
    // Each process has a cache of its own, and so none of what others wrote.
    let live = || another_process(&env);
    macro_rules! writes {
        ($Release:ident { $field:ident: $text:literal }) => {
            let store = live();
            let content = $Release { $field: $text.to_owned() };
            store.put_document(&note, &content, &editor(&store, "admin", None)).await.unwrap();
        };
    }
    macro_rules! reads {
        ($Release:ident { $field:ident: $text:literal }) => {
            let stored = live().document::<$Release>(&note).await.unwrap().unwrap();
            assert_eq!(stored.content.$field, $text);
        };
    }
    writes!(Before { text: "one" });
    reads!(ReadsBoth { body: "one" });
    writes!(ReadsBoth { body: "two" });
    reads!(Before { text: "two" });
    reads!(WritesNew { body: "two" });
    writes!(WritesNew { body: "three" });
    reads!(ReadsBoth { body: "three" });
    reads!(After { body: "three" });
    live().document::<Before>(&note).await.expect_err("two releases ago, it was not known yet");
}
