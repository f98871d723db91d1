//! `heartlink points monitor`: check after check, with a live view.

use std::collections::VecDeque;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use heartlink_store::retry::pause;
use indicatif::ProgressBar;
use serde_json::{Value, json};

use super::{MonitorArgs, check};
use crate::table;
use crate::terminal::Output;
use crate::terminal::{Failure, say};

/// Problems kept in view.
const KEPT: usize = 8;
/// Puts the cursor into the corner and clears what follows.
const REDRAW: &str = "\x1b[H\x1b[J";

/// What is in view.
#[derive(Default)]
struct View {
    rounds: u64,
    failed: u64,
    transactions: u64,
    /// The problems seen last, newest first.
    problems: VecDeque<String>,
}

/// Checks until Ctrl-C, or for so many rounds.
pub(super) async fn run(args: &MonitorArgs) -> Result<(), Failure> {
    let api = args.client.api()?;
    let live = args.client.output == Output::Table && std::io::stdout().is_terminal();
    let mut view = View::default();
    let mut stop = std::pin::pin!(tokio::signal::ctrl_c());
    // The view itself shows that something goes on.
    let unseen = ProgressBar::hidden();
    loop {
        let began = Instant::now();
        // The first look is at everything: what is wrong already shows at once.
        let incremental = !args.full && view.rounds > 0;
        let report = tokio::select! {
            _ = &mut stop => return Ok(()),
            report = check::all(&api, incremental, &unseen) => report,
        };
        let took = began.elapsed();
        match report {
            Ok(report) => {
                view.seen(&report);
                let output = args.client.output;
                if live { draw(&view.screen(&report, took)) } else { say(&view.line(&report, took, output)) }
            }
            // A server that is away for a while is what a monitor is there to see.
            Err(error) => {
                view.rounds += 1;
                view.failed += 1;
                let text = json!({ "round": view.rounds, "error": error.to_string() }).to_string();
                if live { draw(&format!("{error}\nTrying again.")) } else { say(&text) }
            }
        }
        if args.rounds.is_some_and(|rounds| view.rounds >= rounds) {
            return if view.failed == view.rounds {
                Err(Failure::Refused("no check succeeded".to_owned()))
            } else {
                Ok(())
            };
        }
        tokio::select! {
            _ = &mut stop => return Ok(()),
            () = pause(Duration::from_secs(args.every_secs)) => {}
        }
    }
}

fn draw(text: &str) {
    let mut out = std::io::stdout().lock();
    // A terminal that went away is no reason to fail.
    let _ = write!(out, "{REDRAW}{text}\n\nCtrl-C ends.\n").and_then(|()| out.flush());
}

impl View {
    fn seen(&mut self, report: &Value) {
        self.rounds += 1;
        self.transactions += report["summary"]["transactions"].as_u64().unwrap_or_default();
        let at = table::cell(&report["health"]["checked_at"]);
        for account in report["problems"].as_array().into_iter().flatten() {
            let student = table::cell(&account["student_id"]);
            let first = &account["problems"][0];
            let what = format!("{student}: transaction {} {}", first["seq"], table::cell(&first["what"]));
            self.problems.retain(|known| !known.ends_with(&what));
            self.problems.push_front(format!("{at} {what}"));
        }
        self.problems.truncate(KEPT);
    }

    fn rate(&self, report: &Value, took: Duration) -> f64 {
        let read = report["summary"]["transactions"].as_u64().unwrap_or_default();
        let accounts = report["summary"]["totalStudents"].as_u64().unwrap_or_default();
        (read + accounts) as f64 / took.as_secs_f64().max(0.001)
    }

    fn screen(&self, report: &Value, took: Duration) -> String {
        let checks = [
            vec!["rounds".to_owned(), self.rounds.to_string()],
            vec!["rounds without an answer".to_owned(), self.failed.to_string()],
            vec!["transactions read in all".to_owned(), self.transactions.to_string()],
            vec!["items read per second".to_owned(), format!("{:.0}", self.rate(report, took))],
            vec!["answer took, ms".to_owned(), took.as_millis().to_string()],
        ];
        let mut text = check::shown(&without_problems(report));
        text += &format!("\n{}\nlast problems:", table::figures(&["monitor", "value"], checks));
        if self.problems.is_empty() {
            text += " none";
        }
        self.problems.iter().for_each(|problem| text += &format!("\n  {problem}"));
        text
    }

    fn line(&self, report: &Value, took: Duration, output: Output) -> String {
        let (health, summary) = (&report["health"], &report["summary"]);
        if output == Output::Json {
            let mut line = report.clone();
            line["round"] = self.rounds.into();
            line["took_ms"] = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).into();
            return line.to_string();
        }
        format!(
            "{} {} accounts={} inconsistent={} consistent={}% errors={}% per_second={:.0} took_ms={}{}",
            table::cell(&health["checked_at"]),
            table::cell(&health["status"]),
            summary["totalStudents"],
            summary["inconsistent"],
            table::cell(&summary["consistencyRate"]),
            table::cell(&health["error_rate"]),
            self.rate(report, took),
            took.as_millis(),
            self.problems.front().map(|last| format!(" last: {last}")).unwrap_or_default(),
        )
    }
}

fn without_problems(report: &Value) -> Value {
    let mut report = report.clone();
    report["problems"] = json!([]);
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(student: &str) -> Value {
        json!({
            "health": { "status": "critical", "checked_at": "t1", "duration_ms": 7, "error_rate": 0.0 },
            "summary": { "totalStudents": 10, "inconsistent": 1, "consistencyRate": 90.0, "transactions": 90 },
            "problems": [{ "student_id": student, "problems": [{ "seq": 2, "what": "altered" }] }],
        })
    }

    #[test]
    fn the_view_keeps_the_last_problems_each_once() {
        let mut view = View::default();
        for n in 0..12 {
            view.seen(&report(&format!("s{}", n % 9)));
        }
        assert_eq!((view.rounds, view.problems.len(), view.transactions), (12, KEPT, 12 * 90));
        assert!(view.problems[0].contains("s2: transaction 2 altered"), "{:?}", view.problems);
        let screen = view.screen(&report("x"), Duration::from_millis(500));
        assert!(screen.contains("critical") && screen.contains("200"), "{screen}");
    }

    #[test]
    fn without_a_terminal_a_check_is_one_line() {
        let mut view = View::default();
        view.seen(&report("ann"));
        let took = Duration::from_millis(500);
        let line = view.line(&report("ann"), took, Output::Table);
        assert!(!line.contains('\n') && line.contains("critical accounts=10 inconsistent=1"), "{line}");
        let line: Value = serde_json::from_str(&view.line(&report("ann"), took, Output::Json)).unwrap();
        assert_eq!((&line["round"], &line["took_ms"]), (&json!(1), &json!(500)));
    }
}
