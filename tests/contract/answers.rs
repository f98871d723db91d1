//! Real answers of every operation against what `openapi.yaml` says of them.
//!
//! Schemas are read strictly: a member that the document does not name fails.
//! Every documented status is provoked, save those that [`is_out_of_reach`]
//! names.

mod affinity;
mod api;
mod jobs;
mod permissions;
mod points;
mod refusals;
mod success;
mod wallet;

use api::Api;

/// A defect and a deadline cannot be provoked from outside; health tells of a
/// store that does not answer in its body; and 2,000 events a minute take longer
/// than that here.
fn is_out_of_reach(operation: &str, status: u16) -> bool {
    matches!((operation, status), (_, 500 | 504) | ("maintenance-health", 503) | ("affinity-apply", 429))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_answers_as_it_is_documented() {
    let api = Api::start().await;
    success::meet_and_talk(&api).await;
    success::answer_a_proposal(&api).await;
    success::look_after(&api).await;
    wallet::of_wallets(&api).await;
    points::of_points(&api).await;
    affinity::of_affinity(&api).await;
    jobs::of_jobs(&api).await;
    wallet::of_figures(&api).await;
    refusals::of_form(&api).await;
    refusals::of_callers(&api).await;
    refusals::of_limits(&api).await;
    refusals::of_rules(&api).await;
    refusals::without_a_store(&api).await;
    permissions::of_connections(&api).await;
    permissions::of_matching(&api).await;
    permissions::of_expired_proposals(&api).await;
    permissions::of_wallets(&api).await;
    permissions::of_affinity(&api).await;
    permissions::of_points(&api).await;
    let quiet = permissions::of_maintenance().await;
    permissions::are_those_that_were_used(&[&api.plain, &api.accepting, &quiet]);
    let missing: Vec<_> = api
        .documented()
        .into_iter()
        .filter(|(operation, status)| !is_out_of_reach(operation, *status))
        .filter(|answer| !api.was_seen(answer))
        .collect();
    assert!(missing.is_empty(), "documented, and never seen: {missing:?}");
}
