//! Signing out in one process, seen by another.

use std::time::Duration;

use heartlink_store::meter::measure;
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::wallet_fixtures::another_process;

on_each_engine!(that_somebody_signed_out_is_seen_at_once_here_and_within_seconds_elsewhere);

async fn that_somebody_signed_out_is_seen_at_once_here_and_within_seconds_elsewhere(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (here, there, ann) = (&env.store, another_process(&env), user("ann"));
    for store in [here, &there] {
        assert_eq!(store.signed_out_at(&ann).await.unwrap(), None);
    }
    let now = env.clock.now();
    assert_eq!(here.sign_out(&ann).await.unwrap(), now);
    assert_eq!(here.signed_out_at(&ann).await.unwrap(), Some(now));
    let (seen, cost) = measure(there.signed_out_at(&ann)).await;
    assert_eq!((seen.unwrap(), cost.calls), (None, 0), "remembered");
    env.clock.advance(Duration::from_secs(4));
    let (seen, cost) = measure(there.signed_out_at(&ann)).await;
    assert_eq!((seen.unwrap(), cost.calls), (Some(now), 1));
    // Whoever signs out again moves it on.
    assert_eq!(there.sign_out(&ann).await.unwrap(), now + Duration::from_secs(4));
    env.assert_sound().await;
}
