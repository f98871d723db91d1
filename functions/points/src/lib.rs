//! Points over HTTP. Owns one endpoint a file; the rules are in
//! `heartlink_domain::points`.

pub mod audit;
pub mod batch;
pub mod change;
pub mod check;
pub mod delete_plan;
pub mod delete_rule;
mod documents;
pub mod event;
pub mod expire;
pub mod fix;
pub mod forms;
pub mod history;
pub mod import;
mod input;
pub mod leaderboard;
pub mod monitor;
pub mod plan;
pub mod plans;
pub mod profile;
pub mod reconcile_scheduled;
pub mod repair;
pub mod reverse;
pub mod rule;
pub mod rules;
pub mod set_plan;
pub mod set_profile;
pub mod set_rule;
pub mod show;
mod table;
pub mod transactions;
pub mod view;

heartlink_runtime::functions! {
    http: [
        show, change, batch, transactions, event, leaderboard, monitor, repair, check, fix, reverse,
        profile, set_profile, audit, import, rules, rule, set_rule, delete_rule, plans, plan,
        set_plan, delete_plan, history,
    ],
    schedules: [expire, reconcile_scheduled],
}
