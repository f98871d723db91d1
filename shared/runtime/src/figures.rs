//! The figures of the system as a whole: metrics that no single call has.
//!
//! Owns their names; how metrics are written is `telemetry`'s. Each is watched
//! by an alarm or the dashboard (`infra/watch.yaml`).

use heartlink_domain::time::Timestamp;
use serde_json::{Value, json};

use crate::telemetry::{directive, service, write_metrics};

/// Values of one metric in one line: CloudWatch's limit.
const MOST_VALUES: usize = 100;

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Requests that were matched.
    Matched,
    /// Requests that expired.
    Expired,
    /// How long each request had waited that was matched.
    TimeToMatch,
    /// Accounts of points that are not what their transactions say.
    PointsInconsistent,
    /// Accounts of points that could not be verified.
    PointsUnverified,
    /// Level rewards that were due and could not be paid.
    RewardsUnpaid,
    /// Reports that were made.
    ReportsMade,
    /// Reports that nobody decided on yet.
    ReportsOpen,
    /// How old the oldest of them is.
    OldestReport,
    /// Runs of the sweep that left something due.
    SweepUnfinished,
}

impl Figure {
    /// All figures.
    pub const ALL: [Figure; 10] = [
        Figure::Matched,
        Figure::Expired,
        Figure::TimeToMatch,
        Figure::PointsInconsistent,
        Figure::PointsUnverified,
        Figure::RewardsUnpaid,
        Figure::ReportsMade,
        Figure::ReportsOpen,
        Figure::OldestReport,
        Figure::SweepUnfinished,
    ];

    /// The name and the unit of its metric.
    pub const fn metric(self) -> (&'static str, &'static str) {
        match self {
            Figure::Matched => ("Matched", "Count"),
            Figure::Expired => ("Expired", "Count"),
            Figure::TimeToMatch => ("TimeToMatchMs", "Milliseconds"),
            Figure::PointsInconsistent => ("PointsInconsistent", "Count"),
            Figure::PointsUnverified => ("PointsUnverified", "Count"),
            Figure::RewardsUnpaid => ("RewardsUnpaid", "Count"),
            Figure::ReportsMade => ("ReportsMade", "Count"),
            Figure::ReportsOpen => ("ReportsOpen", "Count"),
            Figure::OldestReport => ("OldestReportSecs", "Seconds"),
            Figure::SweepUnfinished => ("SweepUnfinished", "Count"),
        }
    }

    /// Tells one value, but for 0: no alarm needs to hear that all is well, and
    /// each metric that is told costs.
    pub fn tell(self, value: u64, at: Timestamp) {
        if value > 0 {
            write_metrics(self.lines(&[value], at));
        }
    }

    /// Tells several values.
    pub fn tell_all(self, values: &[u64], at: Timestamp) {
        write_metrics(self.lines(values, at));
    }

    fn lines(self, values: &[u64], at: Timestamp) -> impl Iterator<Item = Value> {
        let (name, unit) = self.metric();
        values.chunks(MOST_VALUES).map(move |values| {
            let metrics = [directive(json!([["Service"]]), &[(name, unit)])];
            json!({
                "_aws": { "Timestamp": at.unix_millis(), "CloudWatchMetrics": metrics },
                "Service": service(),
                name: values,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_has_as_many_lines_as_its_values_need() {
        let at = Timestamp::from_unix_millis(1);
        let lines: Vec<Value> = Figure::TimeToMatch.lines(&[5; 101], at).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["TimeToMatchMs"].as_array().unwrap().len(), 100);
        let declared = &lines[1]["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(declared["Metrics"], json!([{ "Name": "TimeToMatchMs", "Unit": "Milliseconds" }]));
        assert_eq!(declared["Dimensions"], json!([["Service"]]));
        assert_eq!(lines[1]["Service"], "heartlink");
    }
}
