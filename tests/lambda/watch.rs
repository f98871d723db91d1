//! `cargo lambda watch`, and functions that it passes events to.
//!
//! Owns their processes and what they log. The functions are started here, by
//! binaries that are there already: compiling one when it is first called is
//! what `cargo lambda watch` adds, and takes minutes.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use heartlink_store::retry::pause;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::Tables;
use crate::runtime::spawn;

/// How a start is waited for: 300 looks, 100 ms apart, are half a minute.
const LOOKS: u32 = 300;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// A running `cargo lambda watch` and its functions.
pub struct Watch {
    port: u16,
    logs: tempfile::TempDir,
    _watch: Child,
    _functions: Vec<Child>,
    // Gone after those who use them.
    _tables: Tables,
}

impl Watch {
    /// Starts it on `port`, with the functions `names`, which post to the
    /// connections at `gateway`.
    pub async fn start(port: u16, names: &[&str], tables: Tables, gateway: &str) -> Self {
        let logs = tempfile::tempdir().unwrap();
        let watch = Command::new(cargo_lambda())
            .args(["lambda", "watch", "--only-lambda-apis", "--invoke-address", "127.0.0.1"])
            .args(["--invoke-port", &port.to_string()])
            .current_dir(workspace())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        answering(port).await;
        let settings = [("HEARTLINK_CONNECTIONS_ENDPOINT", gateway), ("HEARTLINK_FILES_BUCKET", "uploads")];
        let functions = names.iter().map(|name| {
            let api = format!("http://127.0.0.1:{port}/.rt/{name}");
            let log = std::fs::File::create(logs.path().join(name)).unwrap();
            spawn(("heartlink-all", name), &api, tables.place(), &settings, log.into())
        });
        let functions = functions.collect();
        Self { port, _watch: watch, _functions: functions, logs, _tables: tables }
    }

    /// Where functions are called.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How many calls the function `name` says it has answered.
    pub fn calls_of(&self, name: &str) -> usize {
        let log = std::fs::read_to_string(self.logs.path().join(name)).unwrap();
        log.lines().filter(|line| line.contains(r#""message":"access""#)).count()
    }
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn cargo_lambda() -> PathBuf {
    let found = workspace().join("build/venv/bin/cargo-lambda");
    assert!(found.is_file(), "{} is missing: scripts/setup-test installs it", found.display());
    found
}

async fn answering(port: u16) {
    for _ in 0..LOOKS {
        if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return;
        }
        pause(BETWEEN_LOOKS).await;
    }
    panic!("cargo lambda watch does not answer");
}
