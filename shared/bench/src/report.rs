//! What was measured, beside its budgets.

use heartlink_store::meter::Cost;
use serde_json::{Value, json};

use super::load::Run;
use heartlink::table::{self, cell};

/// A load, with the best round of either side.
pub(super) struct Load {
    name: &'static str,
    /// Users that one operation pays.
    users: usize,
    system: Option<Run>,
    bare: Option<Run>,
    /// Failures of all rounds.
    pub(super) failed: usize,
    /// All rounds of the system's side.
    pub(super) all: Run,
}

impl Load {
    pub(super) fn new(name: &'static str, users: usize) -> Self {
        Self { name, users, system: None, bare: None, failed: 0, all: Run::default() }
    }

    /// Adds a round.
    pub(super) fn round(&mut self, system: Run, bare: Run) {
        self.failed += system.failed;
        self.all.plus(&system);
        better(&mut self.system, system);
        better(&mut self.bare, bare);
    }

    fn rate(&self, side: &Option<Run>) -> f64 {
        side.as_ref().map_or(0.0, Run::rate) * self.users as f64
    }

    /// Operations a second over those of the bare side.
    pub(super) fn ratio(&self) -> f64 {
        self.rate(&self.system) / self.rate(&self.bare)
    }

    /// A figure of all rounds, for each user paid.
    pub(super) fn each(&self, figure: impl Fn(&Cost) -> f64) -> f64 {
        figure(&self.all.cost) / (self.all.count * self.users) as f64
    }

    fn figures(&self) -> Vec<(&'static str, Value)> {
        let millis = |side: &Option<Run>, percent| side.as_ref().map(|run| run.millis(percent));
        vec![
            ("per_second", json!(self.rate(&self.system).round())),
            ("bare_per_second", json!(self.rate(&self.bare).round())),
            ("ratio", json!(self.ratio())),
            ("p50_ms", json!(millis(&self.system, 50.0))),
            ("p99_ms", json!(millis(&self.system, 99.0))),
            ("bare_p50_ms", json!(millis(&self.bare, 50.0))),
            ("bare_p99_ms", json!(millis(&self.bare, 99.0))),
            ("failed", json!(self.failed)),
            ("conflicts", json!(self.each(|cost| f64::from(cost.conflicts)))),
            ("retries", json!(self.each(|cost| f64::from(cost.retries)))),
            ("round_trips", json!(self.each(|cost| f64::from(cost.calls)))),
            ("write_units", json!(self.each(|cost| cost.write_units))),
            ("read_units", json!(self.each(|cost| cost.read_units))),
        ]
    }
}

fn better(best: &mut Option<Run>, run: Run) {
    if best.as_ref().is_none_or(|best| run.rate() > best.rate()) {
        *best = Some(run);
    }
}

/// The time of a handler and that of its bare calls, made one by one.
#[derive(Default)]
pub(super) struct Handler {
    /// p50 and p99 in milliseconds, the shortest of all rounds.
    system: Option<[f64; 2]>,
    bare: Option<[f64; 2]>,
}

impl Handler {
    /// Adds a round.
    pub(super) fn round(&mut self, system: &Run, bare: &Run) {
        for (shortest, run) in [(&mut self.system, system), (&mut self.bare, bare)] {
            let found = [run.millis(50.0), run.millis(99.0)];
            *shortest =
                Some(shortest.map_or(found, |known| [known[0].min(found[0]), known[1].min(found[1])]));
        }
    }

    /// What a handler may take beyond its bare calls.
    pub(super) fn budgets(&self) -> [Budget; 2] {
        let [system, bare] = [self.system, self.bare].map(Option::unwrap_or_default);
        [
            Budget::most("handler time over bare, median", 1.15, system[0] / bare[0]),
            Budget::most("handler time over bare, p99", 1.3, system[1] / bare[1]),
        ]
    }
}

/// Everything that was measured.
pub(super) struct Report {
    pub(super) engine: String,
    pub(super) durable: bool,
    pub(super) loads: Vec<Load>,
    pub(super) handler: Handler,
    pub(super) budgets: Vec<Budget>,
}

/// What may be needed at most, or must be reached at least.
#[derive(Clone, Copy)]
enum Limit {
    Most(f64),
    Least(f64),
}

/// A promise, and what was measured of it.
pub(super) struct Budget {
    name: &'static str,
    limit: Limit,
    measured: f64,
}

/// Figures that are counted per operation are whole; this much is rounding.
const ROUNDING: f64 = 1e-9;

impl Budget {
    /// May be `limit` at most.
    pub(super) fn most(name: &'static str, limit: f64, measured: f64) -> Self {
        Self { name, limit: Limit::Most(limit), measured }
    }

    /// Must be `limit` at least.
    pub(super) fn least(name: &'static str, limit: f64, measured: f64) -> Self {
        Self { name, limit: Limit::Least(limit), measured }
    }

    fn is_met(&self) -> bool {
        match self.limit {
            Limit::Most(limit) => self.measured <= limit + ROUNDING,
            Limit::Least(limit) => self.measured >= limit - ROUNDING,
        }
    }

    fn limit(&self) -> String {
        match self.limit {
            Limit::Most(limit) => format!("≤ {limit}"),
            Limit::Least(limit) => format!("≥ {limit}"),
        }
    }
}

impl Report {
    /// For people.
    pub(super) fn table(&self) -> String {
        let kept = if self.durable { "durable" } else { "in memory" };
        let mut heads = vec![format!("{}, {kept}", self.engine)];
        heads.extend(self.loads.iter().map(|load| load.name.replace(", ", ",\n")));
        let columns: Vec<Vec<(&str, Value)>> = self.loads.iter().map(Load::figures).collect();
        let names: Vec<&str> = columns.first().into_iter().flatten().map(|(name, _)| *name).collect();
        let rows = names.iter().enumerate().map(|(row, name)| {
            let mut cells = vec![name.replace('_', " ")];
            cells.extend(columns.iter().filter_map(|column| Some(cell(&column.get(row)?.1))));
            cells
        });
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let loads = table::figures(&heads, rows);
        let [system, bare] = [self.handler.system, self.handler.bare].map(Option::unwrap_or_default);
        let handler = table::figures(
            &["one at a time", "handler", "bare"],
            [("p50 ms", 0), ("p99 ms", 1)]
                .map(|(name, i)| vec![name.to_owned(), cell(&json!(system[i])), cell(&json!(bare[i]))]),
        );
        let budgets = self.budgets.iter().map(|budget| {
            let met = if budget.is_met() { "met" } else { "MISSED" };
            vec![budget.name.to_owned(), budget.limit(), cell(&json!(budget.measured)), met.to_owned()]
        });
        format!("{loads}\n{handler}\n{}", table::figures(&["budget", "limit", "measured", ""], budgets))
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        let load = |load: &Load| {
            let figures = load.figures().into_iter().map(|(name, value)| (name.to_owned(), value));
            let mut object: serde_json::Map<String, Value> = figures.collect();
            object.insert("load".to_owned(), json!(load.name));
            Value::Object(object)
        };
        let times = |times: Option<[f64; 2]>| times.map(|[p50, p99]| json!({ "p50_ms": p50, "p99_ms": p99 }));
        let budget = |budget: &Budget| {
            json!({ "budget": budget.name, "limit": budget.limit(), "measured": budget.measured,
                "met": budget.is_met() })
        };
        json!({
            "engine": self.engine,
            "durable": self.durable,
            "loads": self.loads.iter().map(load).collect::<Vec<_>>(),
            "one_at_a_time": { "handler": times(self.handler.system), "bare": times(self.handler.bare) },
            "budgets": self.budgets.iter().map(budget).collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn run(millis: u64) -> Run {
        Run { count: 10, took: Duration::from_millis(millis), ..Run::default() }
    }

    #[test]
    fn the_best_round_of_either_side_counts_and_every_failure() {
        let mut load = Load::new("load", 1);
        load.round(Run { failed: 1, ..run(20) }, run(10));
        load.round(run(10), run(5));
        load.round(run(40), run(40));
        assert_eq!((load.rate(&load.system), load.rate(&load.bare)), (1_000.0, 2_000.0));
        assert_eq!((load.ratio(), load.failed), (0.5, 1));
    }

    #[test]
    fn a_limit_is_met_up_to_itself() {
        let budget = |limit, measured| Budget { name: "", limit, measured }.is_met();
        assert!(budget(Limit::Most(1.0), 1.0) && !budget(Limit::Most(1.0), 1.01));
        assert!(budget(Limit::Least(0.85), 0.85) && !budget(Limit::Least(0.85), 0.84));
        assert!(!budget(Limit::Most(1.0), f64::NAN), "what was not measured is not met");
    }
}
