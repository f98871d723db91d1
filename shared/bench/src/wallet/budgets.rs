//! What payments may cost at most, or must reach at least.

use heartlink_store::meter::Cost;

use super::REWARDS;
use crate::report::{Budget, Handler, Load};

/// The budgets of a run: `loads` are credit spread, credit on one account,
/// transfer, rewards; `first_reward` is what a call for a single reward costs.
pub(super) fn budgets(loads: &[Load], handler: &Handler, first_reward: &Cost) -> Vec<Budget> {
    let (most, least) = (Budget::most, Budget::least);
    let mut budgets = Vec::from(handler.budgets());
    let [spread, hot, transfer, rewards] = loads else { return budgets };
    let calls = |cost: &Cost| f64::from(cost.calls);
    let reward = |figure: fn(&Cost) -> f64| each_reward(rewards, first_reward, figure);
    budgets.extend([
        least("credit, spread: rate over bare", 0.85, spread.ratio()),
        least("credit, one account: rate over bare", 0.7, hot.ratio()),
        most("credit, one account: failed", 0.0, hot.failed as f64),
        most("credit: round trips, account seen before", 1.0, spread.each(calls)),
        most("credit: write units", 6.0, spread.each(|cost| cost.write_units)),
        most("credit: read units", 1.0, spread.each(|cost| cost.read_units)),
        most("transfer: round trips", 2.0, transfer.each(calls)),
        most("transfer: write units", 14.0, transfer.each(|cost| cost.write_units)),
        most("transfer: read units", 2.0, transfer.each(|cost| cost.read_units)),
        most("rewards: round trips for each user more", 2.0, reward(|cost| f64::from(cost.calls))),
        most("rewards: write units for each user more", 6.0, reward(|cost| cost.write_units)),
        most("rewards: read units for each user more", 1.0, reward(|cost| cost.read_units)),
    ]);
    budgets
}

/// What a call for many rewards costs beyond one for a single reward, for each
/// user more: the record of the call itself is of neither.
fn each_reward(rewards: &Load, first_reward: &Cost, figure: fn(&Cost) -> f64) -> f64 {
    let whole = figure(&rewards.all.cost) / rewards.all.count as f64;
    (whole - figure(first_reward)) / (REWARDS - 1) as f64
}
