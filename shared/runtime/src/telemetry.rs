//! Logs and metrics: the subscriber, the one access-log line of each call and
//! its metrics in CloudWatch's embedded metric format.
//!
//! Never writes a user id, a token or a body: users appear as a salted hash.

use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::sync::OnceLock;
use std::time::Duration;

use heartlink_domain::ids::UserId;
use heartlink_domain::time::Timestamp;
use heartlink_store::meter::Cost;
use rand::TryRngCore;
use rand::rngs::OsRng;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::Problem;
use crate::trace::{self, Ended};

/// The namespace of all metrics.
pub const NAMESPACE: &str = "Heartlink";
/// What metrics name as their service where nothing else is set.
const SERVICE: &str = "heartlink";
/// The metrics of every call, with their units, by service: a metric for each of
/// a hundred routes would cost more than the calls. The route is in the same line.
pub const CALL_METRICS: [(&str, &str); 11] = [
    ("DurationMs", "Milliseconds"),
    ("StoreCalls", "Count"),
    ("WriteUnits", "Count"),
    ("IndexWriteUnits", "Count"),
    ("ReadUnits", "Count"),
    ("Commits", "Count"),
    ("Conflicts", "Count"),
    ("Throttles", "Count"),
    ("Retries", "Count"),
    ("WaitMs", "Milliseconds"),
    ("Errors", "Count"),
];
/// How long a lease was held that a call ended; only of such calls.
pub const LEASE_HELD: (&str, &str) = ("LeaseHeldMs", "Milliseconds");
/// Calls that were refused, by service and code.
pub const REFUSALS: (&str, &str) = ("Refusals", "Count");
/// Hexadecimal digits of a hashed user id.
const HASH_DIGITS: usize = 16;

/// What telemetry needs to know.
#[derive(Clone, PartialEq, Eq)]
pub struct TelemetryConfig {
    /// Whether metrics are written to standard output (`HEARTLINK_METRICS`:
    /// `emf` or `off`; by default `emf` on Lambda and `off` elsewhere).
    pub metrics: bool,
    /// What metrics name as their service (`HEARTLINK_SERVICE`), so that several
    /// deployments in one account are told apart; by default `heartlink`.
    pub service: String,
    /// What user ids are hashed with (`HEARTLINK_LOG_SALT`); by default drawn
    /// at random, so that hashes are comparable within one process only.
    pub salt: Option<String>,
    /// Where X-Ray's daemon is (`AWS_XRAY_DAEMON_ADDRESS`); nothing is traced
    /// without one, or where `HEARTLINK_TRACING` is `Disabled`.
    pub daemon: Option<SocketAddr>,
}

impl std::fmt::Debug for TelemetryConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TelemetryConfig").field("metrics", &self.metrics).finish_non_exhaustive()
    }
}

impl TelemetryConfig {
    /// Reads the environment through `vars`.
    ///
    /// # Errors
    /// Every problem found.
    pub fn read(vars: &dyn Fn(&str) -> Option<String>) -> Result<Self, Vec<String>> {
        let on_lambda = vars("AWS_LAMBDA_FUNCTION_NAME").is_some();
        let mut problems = Vec::new();
        let metrics = match vars("HEARTLINK_METRICS").as_deref() {
            None | Some("") => on_lambda,
            Some("emf") => true,
            Some("off") => false,
            Some(other) => {
                problems.push(format!("HEARTLINK_METRICS={other:?} is neither emf nor off"));
                false
            }
        };
        let daemon = trace::read(vars).unwrap_or_else(|found| {
            problems.extend(found);
            None
        });
        let service = vars("HEARTLINK_SERVICE").filter(|name| !name.is_empty());
        let service = service.unwrap_or_else(|| SERVICE.to_owned());
        let salt = vars("HEARTLINK_LOG_SALT").filter(|salt| !salt.is_empty());
        if problems.is_empty() { Ok(Self { metrics, service, salt, daemon }) } else { Err(problems) }
    }
}

struct Active {
    metrics: bool,
    service: String,
    salt: Vec<u8>,
}

static ACTIVE: OnceLock<Active> = OnceLock::new();

/// Starts logging to standard error, as JSON lines or as text for people, at
/// the levels of `RUST_LOG` (by default `info` and `warn`), panics included. A second call
/// changes nothing.
pub fn init(json: bool) {
    let level = if json { LevelFilter::INFO } else { LevelFilter::WARN };
    let filter = EnvFilter::builder().with_default_directive(level.into()).from_env_lossy();
    let colours = std::io::stderr().is_terminal();
    let logs =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    let first = if json {
        logs.json().flatten_event(true).with_span_list(false).try_init().is_ok()
    } else {
        logs.try_init().is_ok()
    };
    if first {
        std::panic::set_hook(Box::new(|panic| {
            let location = panic.location().map(ToString::to_string);
            tracing::error!(location, panic = panic_text(panic.payload()), "a panic: a defect");
        }));
    }
}

/// The message of a panic, for the log only.
pub(crate) fn panic_text(payload: &(dyn std::any::Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<&str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "no message"
    }
}

/// Sets what is written beside the logs. Only the first call has an effect;
/// without one there are no metrics and the salt is random.
pub fn configure(config: TelemetryConfig) {
    ACTIVE.get_or_init(|| Active {
        metrics: config.metrics,
        service: config.service,
        salt: config.salt.map_or_else(random_salt, String::into_bytes),
    });
}

fn active() -> &'static Active {
    ACTIVE.get_or_init(|| Active { metrics: false, service: SERVICE.to_owned(), salt: random_salt() })
}

/// Without randomness from the system there is no hash that protects anybody:
/// the empty salt makes [`user_hash`] give none.
fn random_salt() -> Vec<u8> {
    let mut salt = vec![0; 16];
    match OsRng.try_fill_bytes(&mut salt) {
        Ok(()) => salt,
        Err(_) => Vec::new(),
    }
}

/// What stands for `user` in the logs.
pub fn user_hash(user: &UserId) -> String {
    hash(&active().salt, user)
}

fn hash(salt: &[u8], user: &UserId) -> String {
    if salt.is_empty() {
        return String::new();
    }
    let digest = Sha256::new().chain_update(salt).chain_update(user.as_str()).finalize();
    let mut text = format!("{digest:x}");
    text.truncate(HASH_DIGITS);
    text
}

/// One call, as the access log and the metrics show it.
pub(crate) struct Access<'a> {
    pub request_id: &'a str,
    /// The trace that it is part of; of a stream batch all that it serves.
    pub trace_id: Option<&'a str>,
    pub route: &'static str,
    pub user: Option<&'a UserId>,
    pub status: u16,
    pub problem: Option<&'a Problem>,
    pub elapsed: Duration,
    pub cost: Cost,
    pub at: Timestamp,
    /// Records of a stream batch: all and failed.
    pub records: Option<(usize, usize)>,
    /// Whether it is a scheduled run: one that succeeds tells no metrics, so that a
    /// deployment at rest pays for none.
    pub scheduled: bool,
}

impl Access<'_> {
    /// Writes the access-log line and, where they are on, the metrics.
    pub(crate) fn record(&self) {
        self.log();
        if active().metrics && (!self.scheduled || self.is_failure()) {
            let mut line = self.metrics().to_string();
            line.push('\n');
            // One write, so that lines of concurrent calls do not mix. A closed
            // standard output is no reason to fail a call.
            let _ = std::io::stdout().write_all(line.as_bytes());
        }
    }

    fn log(&self) {
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(
                    request_id = self.request_id,
                    trace_id = self.trace_id,
                    route = self.route,
                    user = self.user.map(user_hash),
                    status = self.status,
                    code = self.problem.map(|problem| problem.code.as_str()),
                    internal = self.problem.and_then(|problem| problem.internal.as_deref()),
                    duration_ms = millis(self.elapsed),
                    store_calls = self.cost.calls,
                    write_units = self.cost.write_units,
                    index_write_units = self.cost.index_write_units,
                    read_units = self.cost.read_units,
                    commits = self.cost.commits,
                    conflicts = self.cost.conflicts,
                    throttles = self.cost.throttles,
                    retries = self.cost.retries,
                    waited_ms = millis(self.cost.waited),
                    records = self.records.map(|(all, _)| all),
                    failed = self.records.map(|(_, failed)| failed),
                    "access"
                )
            };
        }
        if self.is_failure() { line!(error) } else { line!(info) }
    }

    /// The same for a trace. `http` is the method and the path of the route.
    pub(crate) fn ended<'b>(&'b self, http: Option<(&'b str, &'b str)>) -> Ended<'b> {
        Ended { request_id: self.request_id, http, status: self.status, records: self.records }
    }

    fn is_failure(&self) -> bool {
        self.status >= 500
    }

    fn metrics(&self) -> Value {
        let mut metrics = CALL_METRICS.to_vec();
        let lease_held = Some(self.cost.lease_held).filter(|held| !held.is_zero());
        metrics.extend(lease_held.map(|_| LEASE_HELD));
        let mut directives = vec![directive(json!([["Service"]]), &metrics)];
        directives.extend(self.problem.map(|_| directive(json!([["Service", "Code"]]), &[REFUSALS])));
        let mut line = json!({
            "_aws": { "Timestamp": self.at.unix_millis(), "CloudWatchMetrics": directives },
            "Service": active().service,
            "Route": self.route,
            "request_id": self.request_id,
            "DurationMs": millis(self.elapsed),
            "StoreCalls": self.cost.calls,
            "WriteUnits": self.cost.write_units,
            "IndexWriteUnits": self.cost.index_write_units,
            "ReadUnits": self.cost.read_units,
            "Commits": self.cost.commits,
            "Conflicts": self.cost.conflicts,
            "Throttles": self.cost.throttles,
            "Retries": self.cost.retries,
            "WaitMs": millis(self.cost.waited),
            "Errors": u8::from(self.is_failure()),
        });
        if let Some(trace_id) = self.trace_id {
            line["trace_id"] = json!(trace_id);
        }
        if let Some(held) = lease_held {
            line["LeaseHeldMs"] = json!(millis(held));
        }
        if let Some(problem) = self.problem {
            line["Code"] = json!(problem.code.as_str());
            line["Refusals"] = json!(1);
        }
        line
    }
}

/// Writes lines of metrics, where they are on.
pub(crate) fn write_metrics(lines: impl Iterator<Item = Value>) {
    if active().metrics {
        let lines: String = lines.map(|line| format!("{line}\n")).collect();
        // A metric that cannot be written is no reason to fail a call.
        let _ = std::io::stdout().write_all(lines.as_bytes());
    }
}

/// What metrics name as their service.
pub(crate) fn service() -> &'static str {
    &active().service
}

/// Which members of the line are metrics, by which `dimensions`.
pub(crate) fn directive(dimensions: Value, metrics: &[(&str, &str)]) -> Value {
    let metrics: Vec<Value> =
        metrics.iter().map(|(name, unit)| json!({ "Name": name, "Unit": unit })).collect();
    json!({ "Namespace": NAMESPACE, "Dimensions": dimensions, "Metrics": metrics })
}

/// Milliseconds with three decimals.
fn millis(span: Duration) -> f64 {
    (span.as_secs_f64() * 1_000_000.0).round() / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    fn read(pairs: &[(&str, &str)]) -> Result<TelemetryConfig, Vec<String>> {
        TelemetryConfig::read(&|name| {
            pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn metrics_are_on_by_default_on_lambda_only() {
        let lambda = ("AWS_LAMBDA_FUNCTION_NAME", "rooms-send");
        assert!(!read(&[]).unwrap().metrics);
        assert!(read(&[lambda]).unwrap().metrics);
        assert!(!read(&[lambda, ("HEARTLINK_METRICS", "off")]).unwrap().metrics);
        assert!(read(&[("HEARTLINK_METRICS", "emf")]).unwrap().metrics);
        assert_eq!(read(&[("HEARTLINK_METRICS", "yes")]).unwrap_err().len(), 1);
    }

    #[test]
    fn two_deployments_are_told_apart() {
        assert_eq!(read(&[]).unwrap().service, "heartlink");
        assert_eq!(read(&[("HEARTLINK_SERVICE", "heartlink-prod")]).unwrap().service, "heartlink-prod");
    }

    #[test]
    fn a_user_is_recognisable_under_one_salt_only() {
        let (ann, bob): (UserId, UserId) = ("ann".parse().unwrap(), "bob".parse().unwrap());
        assert_eq!(hash(b"salt", &ann), hash(b"salt", &ann));
        assert_ne!(hash(b"salt", &ann), hash(b"salt", &bob));
        assert_ne!(hash(b"salt", &ann), hash(b"pepper", &ann));
        assert_eq!(hash(b"salt", &ann).len(), HASH_DIGITS);
        assert!(!hash(b"salt", &ann).contains("ann"));
        assert_eq!(hash(b"", &ann), "");
    }

    fn access<T>(status: u16, problem: Option<&Problem>, use_it: impl Fn(&Access<'_>) -> T) -> T {
        use_it(&Access {
            request_id: "r1",
            trace_id: Some("1-5759e988-bd862e3fe1be46a994272793"),
            route: "rooms-send",
            user: Some(&"ann@example.com".parse().unwrap()),
            status,
            problem,
            elapsed: Duration::from_micros(1_234),
            cost: Cost {
                calls: 2,
                write_units: 6.0,
                conflicts: 1,
                retries: 1,
                lease_held: Duration::from_millis(7),
                ..Cost::default()
            },
            at: Timestamp::from_unix_millis(1_790_000_000_000),
            records: None,
            scheduled: false,
        })
    }

    fn metrics(status: u16, problem: Option<&Problem>) -> Value {
        access(status, problem, |access| access.metrics())
    }

    #[derive(Clone, Default)]
    struct Buffer(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

    impl Write for Buffer {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// The access-log lines, as JSON.
    fn logged(status: u16, problem: Option<&Problem>) -> Vec<Value> {
        let buffer = Buffer::default();
        let writer = buffer.clone();
        let subscriber =
            tracing_subscriber::fmt().json().flatten_event(true).with_writer(move || writer.clone()).finish();
        tracing::subscriber::with_default(subscriber, || access(status, problem, |access| access.log()));
        let text = String::from_utf8(buffer.0.lock().unwrap().clone()).unwrap();
        assert!(!text.contains("ann"), "{text}");
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn a_call_is_one_line_that_shows_its_cost_and_hides_its_user() {
        let lines = logged(201, None);
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        for (name, value) in [
            ("message", json!("access")),
            ("level", json!("INFO")),
            ("request_id", json!("r1")),
            ("trace_id", json!("1-5759e988-bd862e3fe1be46a994272793")),
            ("route", json!("rooms-send")),
            ("status", json!(201)),
            ("duration_ms", json!(1.234)),
            ("store_calls", json!(2)),
            ("write_units", json!(6.0)),
            ("conflicts", json!(1)),
            ("retries", json!(1)),
        ] {
            assert_eq!(line[name], value, "{name}");
        }
        assert_eq!(line["user"].as_str().unwrap().len(), HASH_DIGITS);
        assert_eq!(line.get("code"), None);
    }

    #[test]
    fn internal_text_is_in_the_log() {
        let lines = logged(500, Some(&Problem::internal("boom")));
        assert_eq!((&lines[0]["level"], &lines[0]["internal"]), (&json!("ERROR"), &json!("boom")));
        assert_eq!(lines[0]["code"], "internal_error");
    }

    #[test]
    fn every_metric_that_is_declared_has_a_value_and_every_dimension_a_name() {
        let refused = Problem::new(Code::RoomEnded, "");
        for line in [metrics(201, None), metrics(409, Some(&refused))] {
            for declared in line["_aws"]["CloudWatchMetrics"].as_array().unwrap() {
                for metric in declared["Metrics"].as_array().unwrap() {
                    assert!(line[metric["Name"].as_str().unwrap()].is_number(), "{metric}");
                }
                for dimension in declared["Dimensions"][0].as_array().unwrap() {
                    assert!(line[dimension.as_str().unwrap()].is_string(), "{dimension}");
                }
            }
        }
        let line = metrics(201, None);
        assert_eq!((&line["DurationMs"], &line["LeaseHeldMs"]), (&json!(1.234), &json!(7.0)));
        assert_eq!(line["_aws"]["Timestamp"], 1_790_000_000_000_i64);
    }

    #[test]
    fn refusals_are_counted_by_reason() {
        let refused = Problem::new(Code::RoomEnded, "");
        let line = metrics(409, Some(&refused));
        assert_eq!((&line["Refusals"], &line["Code"]), (&json!(1), &json!("room_ended")));
        assert_eq!(metrics(201, None).get("Refusals"), None);
    }

    #[test]
    fn only_a_failure_of_ours_counts_as_an_error() {
        let refused = Problem::new(Code::RoomEnded, "");
        let failed = Problem::internal("boom");
        assert_eq!(metrics(201, None)["Errors"], 0);
        assert_eq!(metrics(409, Some(&refused))["Errors"], 0);
        assert_eq!(metrics(500, Some(&failed))["Errors"], 1);
    }
}
