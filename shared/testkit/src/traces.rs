//! Who listens where X-Ray's daemon would, and the traces that were heard, as
//! trees.

#![expect(clippy::expect_used, clippy::panic, reason = "what is no document has failed the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

/// What comes before each document.
const PREAMBLE: &str = "{\"format\": \"json\", \"version\": 1}\n";

/// Stands for the daemon until it is dropped.
pub struct TraceDaemon {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<Value>>>,
    task: JoinHandle<()>,
}

impl TraceDaemon {
    /// Listens at a free port.
    ///
    /// # Panics
    /// There is none.
    pub async fn listen() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a free port");
        let address = socket.local_addr().expect("an address");
        let heard = Arc::<Mutex<Vec<Value>>>::default();
        let log = heard.clone();
        let task = tokio::spawn(async move {
            let mut buffer = vec![0; 65_536];
            loop {
                let length = socket.recv(&mut buffer).await.expect("a datagram");
                let text = std::str::from_utf8(&buffer[..length]).expect("UTF-8");
                let document = text.strip_prefix(PREAMBLE).expect("the preamble");
                log.lock().expect("no panic").push(serde_json::from_str(document).expect("JSON"));
            }
        });
        Self { address, heard, task }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Everything heard so far.
    ///
    /// # Panics
    /// What came was no document.
    pub fn heard(&self) -> Vec<Value> {
        assert!(!self.task.is_finished(), "what came was no document");
        self.heard.lock().expect("no panic").clone()
    }

    /// The names of the traces heard of.
    pub fn traces(&self) -> BTreeSet<String> {
        self.heard().iter().map(|document| text(document, "trace_id")).collect()
    }

    /// The trace of this name.
    pub fn trace(&self, id: &str) -> Trace {
        let mut parts = self.heard();
        parts.retain(|part| part["trace_id"] == id);
        parts.sort_by(|a, b| time(a, "start_time").total_cmp(&time(b, "start_time")));
        Trace(parts)
    }
}

impl Drop for TraceDaemon {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The documents of one trace, by the time at which they began.
#[derive(Debug, Clone)]
pub struct Trace(Vec<Value>);

impl Trace {
    /// Its documents.
    pub fn parts(&self) -> &[Value] {
        &self.0
    }

    /// What keeps it from being one tree in time, whose root has `above` for a
    /// parent that somebody else tells of.
    pub fn problems(&self, above: Option<&str>) -> Vec<String> {
        let mut problems = Vec::new();
        let mut by_id = BTreeMap::new();
        for part in &self.0 {
            if by_id.insert(text(part, "id"), part).is_some() {
                problems.push(format!("twice: {part}"));
            }
            if time(part, "start_time") > time(part, "end_time") {
                problems.push(format!("it ended before it began: {part}"));
            }
        }
        let mut roots = 0;
        for part in &self.0 {
            let parent = part["parent_id"].as_str();
            match parent.and_then(|parent| by_id.get(parent)) {
                Some(parent) if time(parent, "start_time") > time(part, "start_time") => {
                    problems.push(format!("it began before its parent: {part} {parent}"));
                }
                Some(_) => {}
                None if parent == above => roots += 1,
                None => problems.push(format!("its parent is not there: {part}")),
            }
        }
        if roots != 1 {
            problems.push(format!("{roots} roots"));
        }
        problems
    }

    /// The way to each part from the root: `gateway/wallet-credit/…`.
    pub fn paths(&self) -> Vec<String> {
        let by_id: BTreeMap<String, &Value> = self.0.iter().map(|part| (text(part, "id"), part)).collect();
        let path = |part: &Value| {
            let (mut path, mut part) = (label(part), part);
            while let Some(parent) = part["parent_id"].as_str().and_then(|parent| by_id.get(parent)) {
                path = format!("{}/{path}", label(parent));
                part = parent;
            }
            path
        };
        self.0.iter().map(path).collect()
    }

    /// The part that is called so and stands there.
    ///
    /// # Panics
    /// There is none, or more than one.
    pub fn at(&self, path: &str) -> &Value {
        let paths = self.paths();
        let found: Vec<usize> = (0..paths.len()).filter(|i| paths[*i] == path).collect();
        let [only] = found.as_slice() else {
            panic!("{path} stands there {} times: {paths:#?}", found.len())
        };
        &self.0[*only]
    }

    /// It as a text, each part below its parent, in milliseconds from the start.
    pub fn text(&self) -> String {
        let zero = self.0.first().map_or(0.0, |first| time(first, "start_time"));
        let roots = self.0.iter().filter(|part| !self.0.iter().any(|other| other["id"] == part["parent_id"]));
        roots.map(|root| self.lines(root, 0, zero)).collect()
    }

    fn lines(&self, part: &Value, depth: usize, zero: f64) -> String {
        let millis = |name| (time(part, name) - zero) * 1_000.0;
        let mut flags = ["error", "throttle", "fault"].into_iter().filter(|flag| part[*flag] == true);
        let mut lines = format!(
            "{:9.3} {:9.3}  {}{}{}\n",
            millis("start_time"),
            millis("end_time"),
            "  ".repeat(depth),
            label(part),
            flags.next().map(|flag| format!(" ({flag})")).unwrap_or_default(),
        );
        for below in self.0.iter().filter(|other| other["parent_id"] == part["id"]) {
            lines.push_str(&self.lines(below, depth + 1, zero));
        }
        lines
    }
}

fn label(part: &Value) -> String {
    match part["aws"]["operation"].as_str() {
        Some(operation) => format!("{} {operation}", text(part, "name")),
        None => text(part, "name"),
    }
}

fn text(part: &Value, name: &str) -> String {
    part[name].as_str().unwrap_or_else(|| panic!("no {name}: {part}")).to_owned()
}

fn time(part: &Value, name: &str) -> f64 {
    part[name].as_f64().unwrap_or_else(|| panic!("no {name}: {part}"))
}
