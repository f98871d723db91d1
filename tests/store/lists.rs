//! What is counted and listed through an index, or from what is stored anyway:
//! open connections, jobs, holds, wallets.

use std::time::Duration;

use heartlink_domain::ids::{HoldId, JobId};
use heartlink_domain::jobs::JobSource;
use heartlink_domain::roles::{Caller, Role};
use heartlink_domain::wallet::{HoldStatus, HoldTerms, Note, Wallet};
use heartlink_store::Store;
use heartlink_store::jobs::Visibility;
use heartlink_store::ledger::EntryFilter;
use heartlink_store::wallet::{HoldPlace, Order, Payment};
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::on_each_engine;
use heartlink_testkit::seed::seed;
use heartlink_testkit::test_env::{EngineKind, TestEnv, anybody, user};

use crate::wallet_fixtures::{credits, key, minor, order, payment, quick};

on_each_engine!(
    connections_count_from_their_opening_to_their_end,
    jobs_are_listed_to_who_made_them_and_to_admins,
    holds_are_listed_by_what_became_of_them,
    the_wallets_of_a_person_are_those_that_were_used,
    a_page_of_the_store_that_ends_early_ends_no_list,
);

async fn connections_count_from_their_opening_to_their_end(kind: EngineKind) {
    let env = TestEnv::with_short_pages(kind, quick()).await;
    let (store, clock) = (&env.store, &env.clock);
    assert_eq!(store.count_connections().await.unwrap(), 0);
    let name = |n: u32| format!("connection-{n}").parse().unwrap();
    for n in 0..10 {
        store
            .open_connection(&name(n), &Caller::new(user(&format!("user-{}", n % 7)), &[Role::User]))
            .await
            .unwrap();
    }
    // The same again is the same connection.
    store.open_connection(&name(0), &Caller::new(user("user-0"), &[Role::User])).await.unwrap();
    assert_eq!(store.count_connections().await.unwrap(), 10);
    for n in 0..4 {
        store.close_connection(&name(n)).await.unwrap();
    }
    assert_eq!(store.count_connections().await.unwrap(), 6);
    clock.advance(Duration::from_secs(3_600));
    store.open_connection(&name(20), &Caller::new(user("late"), &[Role::User])).await.unwrap();
    clock.advance(Duration::from_secs(3_600 + 60));
    assert_eq!(store.count_connections().await.unwrap(), 1, "whose end nobody told counts no more");
}

/// All pages of a list of jobs.
async fn all_jobs(store: &Store, sight: Visibility<'_>, limit: u32, newest_first: bool) -> Vec<JobId> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = store.jobs(sight, limit, newest_first, after.as_ref()).await.unwrap();
        assert!(page.jobs.len() <= limit as usize);
        found.extend(page.jobs.into_iter().map(|job| job.id));
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

async fn jobs_are_listed_to_who_made_them_and_to_admins(kind: EngineKind) {
    let env = TestEnv::with_short_pages(kind, quick()).await;
    let (store, clock) = (&env.store, &env.clock);
    let (shop, club) = (user("shop"), user("club"));
    assert_eq!(all_jobs(store, Visibility::All, 10, true).await, []);
    let (mut all, mut of_shop) = (Vec::new(), Vec::new());
    for n in 0..9 {
        clock.advance(Duration::from_millis(5));
        let source = if n % 3 == 0 { JobSource::File } else { JobSource::Slices };
        let maker = if n % 2 == 0 { &shop } else { &club };
        let made = store.create_job(source, maker, &key(&format!("job-{n}"), b"x")).await.unwrap();
        all.push(made.value.id.clone());
        if *maker == shop {
            of_shop.push(made.value.id);
        }
    }
    store.cancel_job(&all[1], Visibility::All).await.unwrap();
    for limit in [1, 2, 9, 100] {
        assert_eq!(all_jobs(store, Visibility::All, limit, false).await, all, "by {limit}");
        assert_eq!(all_jobs(store, Visibility::Own(&shop), limit, false).await, of_shop, "by {limit}");
    }
    all.reverse();
    of_shop.reverse();
    for limit in [2, 3, 9] {
        assert_eq!(all_jobs(store, Visibility::All, limit, true).await, all, "by {limit}");
        assert_eq!(all_jobs(store, Visibility::Own(&shop), limit, true).await, of_shop, "by {limit}");
    }
    let nobodys = store.jobs(Visibility::Own(&user("ann")), 10, true, None).await.unwrap();
    assert!(nobodys.jobs.is_empty() && nobodys.next.is_none());
    clock.advance(Duration::from_secs(400 * 24 * 3_600));
    assert_eq!(all_jobs(store, Visibility::All, 10, true).await, [], "what is forgotten is not listed");
}

/// All pages of a list of holds.
async fn all_holds(store: &Store, status: Option<HoldStatus>, limit: u32, newest_first: bool) -> Vec<HoldId> {
    let mut place = HoldPlace { status, limit, newest_first, after: None };
    let mut found = Vec::new();
    loop {
        let page = store.wallet_holds(&user("ann"), &credits(), &place).await.unwrap();
        assert!(page.holds.len() <= limit as usize);
        assert!(status.is_none_or(|status| page.holds.iter().all(|hold| hold.status == status)));
        found.extend(page.holds.into_iter().map(|hold| hold.id));
        place.after = page.next;
        if place.after.is_none() {
            return found;
        }
    }
}

async fn holds_are_listed_by_what_became_of_them(kind: EngineKind) {
    let env = TestEnv::with_short_pages(kind, quick()).await;
    let (store, clock) = (&env.store, &env.clock);
    let (ann, currency) = (user("ann"), credits());
    assert_eq!(all_holds(store, None, 10, true).await, []);
    assert_eq!(all_holds(store, Some(HoldStatus::Open), 10, true).await, []);
    store.credit_wallet(&payment("ann", 1_000), &order("begin")).await.unwrap();
    let mut made = Vec::new();
    for n in 0..8_u64 {
        clock.advance(Duration::from_millis(5));
        // The first two expire before the others.
        let secs = if n < 2 { 60 } else { 600 };
        let terms = HoldTerms { amount: minor(10), expires_in_secs: Some(secs), note: Note::default() };
        let held = store.hold_in_wallet(&ann, &currency, &terms, &order(&format!("hold-{n}"))).await.unwrap();
        made.push(held.value.hold.id);
    }
    clock.advance(Duration::from_secs(90));
    store.capture_hold(&ann, &made[2], None, &Note::default(), &order("capture")).await.unwrap();
    store.void_hold(&ann, &made[5], &order("void")).await.unwrap();
    let of = |places: &[usize]| places.iter().map(|n| made[*n].clone()).collect::<Vec<_>>();
    for (status, expected) in [
        (None, of(&[0, 1, 2, 3, 4, 5, 6, 7])),
        (Some(HoldStatus::Open), of(&[3, 4, 6, 7])),
        (Some(HoldStatus::Expired), of(&[0, 1])),
        (Some(HoldStatus::Captured), of(&[2])),
        (Some(HoldStatus::Voided), of(&[5])),
    ] {
        let back: Vec<_> = expected.iter().rev().cloned().collect();
        for limit in [1, 2, 3, 4, 8, 100] {
            assert_eq!(all_holds(store, status, limit, false).await, expected, "{status:?} by {limit}");
            assert_eq!(all_holds(store, status, limit, true).await, back, "{status:?} by {limit}");
        }
    }
}

async fn the_wallets_of_a_person_are_those_that_were_used(kind: EngineKind) {
    let mut settings = quick();
    settings.wallet.currencies = "CREDIT,GEM,STAR".parse().unwrap();
    let env = TestEnv::with(kind, settings, |http| http).await;
    let store = &env.store;
    let ann = user("ann");
    assert_eq!(store.wallets_of(&ann, None).await.unwrap(), []);
    let star = Payment { currency: "STAR".parse().unwrap(), ..payment("ann", 7) };
    store.credit_wallet(&star, &order("star")).await.unwrap();
    store.credit_wallet(&payment("ann", 5), &order("credit")).await.unwrap();
    store.credit_wallet(&payment("bob", 9), &order("bob")).await.unwrap();
    let after = async |after: Option<&str>| {
        let after = after.map(|code| code.parse().unwrap());
        let found = store.wallets_of(&ann, after.as_ref()).await.unwrap();
        found.into_iter().map(|wallet| (wallet.currency.to_string(), wallet.balance)).collect::<Vec<_>>()
    };
    let (credit, star) = (("CREDIT".to_owned(), 5), ("STAR".to_owned(), 7));
    assert_eq!(after(None).await, [credit, star.clone()]);
    assert_eq!(after(Some("CREDIT")).await, std::slice::from_ref(&star));
    assert_eq!(after(Some("GEM")).await, [star]);
    assert_eq!(after(Some("STAR")).await, []);
}

async fn a_page_of_the_store_that_ends_early_ends_no_list(kind: EngineKind) {
    let plan = Faults::seeded(seed()).with("Query", Fault::ShortPage, 1.0);
    let env = TestEnv::with(kind, quick(), |http| plan.wrap(http)).await;
    let store = &env.store;
    let (ann, bob) = (user("ann"), user("bob"));
    store.ask(&ann, &anybody(), None).await.unwrap();
    let room = store.ask(&bob, &anybody(), None).await.unwrap().value.meeting.unwrap().room_id;
    for _ in 0..25 {
        store.send_message(&room, &ann, "hi".into(), None, None).await.unwrap();
        store.credit_wallet(&payment("ann", 1), &Order::new(user("shop"), None)).await.unwrap();
    }
    let before = plan.count(Fault::ShortPage);
    let messages = store.messages(&room, 20, true, None).await.unwrap();
    assert_eq!(
        messages.iter().map(|message| message.seq).collect::<Vec<_>>(),
        (6..=25).rev().collect::<Vec<_>>()
    );
    assert!(plan.count(Fault::ShortPage) >= before + 7, "no page was cut short");
    let account = Wallet::account_id(&ann, &credits());
    let page = store.ledger_entries(&account, &EntryFilter::default(), 20, false, None).await.unwrap();
    assert_eq!(page.entries.len(), 20);
    let rest = store.ledger_entries(&account, &EntryFilter::default(), 20, false, page.next).await.unwrap();
    assert_eq!((rest.entries.len(), rest.next), (5, None));
    assert!(store.verify_wallet(&ann, &credits(), false).await.unwrap().consistent);
}
