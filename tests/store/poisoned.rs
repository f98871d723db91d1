//! Runs over many members of which one cannot be read or written: the others are
//! served, and the run says that something failed.

use std::time::Duration;

use heartlink_domain::affinity::{AffinitySettings, Levels};
use heartlink_domain::wallet::WalletStatus;
use heartlink_store::Store;
use heartlink_testkit::faults::Faults;
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::affinity_fixtures::{bind, binding, generous, happen, levels, money, put, rule, set};
use crate::points_fixtures::{Behind, expiring, give, key, shown, write};
use crate::wallet_fixtures::{another_process, credits, money as balance, order, quick};

on_each_engine!(
    a_reward_that_fails_stops_none_behind_it,
    a_binding_that_fails_stops_none_behind_it,
    points_that_do_not_expire_stop_none_behind_them,
    an_account_that_cannot_be_repaired_stops_none_behind_it,
);

const PEOPLE: [&str; 4] = ["ann", "bob", "cid", "dan"];
const DAY: Duration = Duration::from_secs(86_400);

/// Rejects whatever concerns the account `kind` of bob: its writes, or its reads
/// as well.
fn poison(faults: &Faults, kind: &str, reads: bool) {
    let writes = ["TransactWriteItems", "PutItem"];
    let operations = writes.into_iter().chain(["GetItem", "BatchGetItem"].into_iter().filter(|_| reads));
    operations.for_each(|operation| faults.reject(operation, &format!("A#{kind}/bob")));
}

async fn with(kind: EngineKind, faults: &Faults) -> TestEnv {
    TestEnv::with(kind, quick(), |http| faults.wrap(http)).await
}

async fn set_status(store: &Store, who: &str, status: WalletStatus) {
    let key = order(&format!("{who} {status:?}"));
    store.set_wallet_status(&user(who), &credits(), status, "test", &key).await.unwrap();
}

async fn a_reward_that_fails_stops_none_behind_it(kind: EngineKind) {
    for reads in [false, true] {
        let faults = Faults::seeded(1);
        let env = with(kind, &faults).await;
        set(&env.store, &rule(10), &generous(), &levels(&[(10, vec![money(5)])])).await;
        for who in PEOPLE {
            bind(&env.store, who).await;
            set_status(&env.store, who, WalletStatus::Frozen).await;
            happen(&env.store, who, "chat", None).await.unwrap();
            set_status(&env.store, who, WalletStatus::Active).await;
        }
        env.clock.advance(DAY);
        poison(&faults, "affinity", reads);
        let tried = env.store.retry_due_grants().await.unwrap();
        assert_eq!((tried.due, tried.granted, tried.failed), (4, 3, 1));
        for who in PEOPLE {
            assert_eq!(balance(&another_process(&env), who).await, if who == "bob" { 0 } else { 5 });
        }
        faults.off();
        let tried = env.store.retry_due_grants().await.unwrap();
        assert_eq!((tried.due, tried.granted, tried.failed), (1, 1, 0));
        assert_eq!(balance(&another_process(&env), "bob").await, 5);
    }
}

async fn a_binding_that_fails_stops_none_behind_it(kind: EngineKind) {
    for reads in [false, true] {
        let faults = Faults::seeded(1);
        let env = with(kind, &faults).await;
        let mut settings = AffinitySettings { ..generous() };
        settings.decay.idle_hours = 24;
        set(&env.store, &rule(50), &settings, &Levels::default()).await;
        put(&env.store, "decay", &rule(-2)).await;
        for who in PEOPLE {
            bind(&env.store, who).await;
            happen(&env.store, who, "chat", None).await.unwrap();
        }
        env.clock.advance(DAY);
        poison(&faults, "affinity", reads);
        let report = env.store.decay_idle(false).await.unwrap();
        assert_eq!((report.changes.len(), report.failed, report.unfinished), (3, 1, true));
        faults.off();
        for who in PEOPLE {
            assert_eq!(binding(&env.store, who).await.value(), if who == "bob" { 50 } else { 48 });
        }
        let report = env.store.decay_idle(false).await.unwrap();
        assert_eq!((report.changes.len(), report.failed, report.unfinished), (1, 0, false));
    }
}

async fn points_that_do_not_expire_stop_none_behind_them(kind: EngineKind) {
    for reads in [false, true] {
        let faults = Faults::seeded(1);
        let env = with(kind, &faults).await;
        write(&env.store, "default", &expiring(1)).await;
        for who in PEOPLE {
            give(&another_process(&env), who, 5, who).await;
        }
        env.clock.advance(3 * DAY);
        poison(&faults, "points", reads);
        let run = env.store.expire_points().await.unwrap();
        assert_eq!((run.accounts, run.points, run.failed), (3, 15, 1));
        faults.off();
        let run = env.store.expire_points().await.unwrap();
        assert_eq!((run.accounts, run.points, run.failed), (1, 5, 0));
    }
}

async fn an_account_that_cannot_be_repaired_stops_none_behind_it(kind: EngineKind) {
    let faults = Faults::seeded(1);
    let env = with(kind, &faults).await;
    for who in PEOPLE {
        give(&another_process(&env), who, 5, who).await;
        Behind::the_back_of(&env).set_balance(who, 999).await;
    }
    poison(&faults, "points", false);
    let (ops, key) = (user("ops"), key("repair"));
    let report = env.store.repair_all_points(&ops, Some(&key), (true, false)).await.unwrap();
    assert_eq!((report.value.repaired.len(), report.value.errors, report.value.unfinished), (3, 1, true));
    faults.off();
    let again = env.store.repair_all_points(&ops, Some(&key), (true, false)).await.unwrap();
    assert!(!again.replayed, "what failed is not recorded as the answer");
    assert_eq!((again.value.repaired.len(), again.value.errors), (1, 0));
    for who in PEOPLE {
        assert_eq!(shown(&another_process(&env), who).await, 5);
    }
}
