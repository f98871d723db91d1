//! DynamoDB Local for the tests: the process, its port and its end.
//!
//! Owns where the jar is looked for and how long a start may take. Never
//! fetches anything and never skips: without Java or the jar a test fails and
//! says what to run.
//!
//! What this engine cannot prove: it never throttles or conflicts by itself,
//! its indexes are never stale, the capacity it reports is too high, and its
//! TTL is unreliable.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Where the jar is if it is not in the workspace's build folder.
const FOLDER_VARIABLE: &str = "HEARTLINK_DYNAMODB_LOCAL";

/// How a start is waited for: 600 looks, 50 ms apart, are half a minute.
const LOOKS: u32 = 600;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Tests that one shared instance serves.
const SHARED_BY: u32 = 10;

/// A port that was free may be taken before Java binds it.
const STARTS: u32 = 3;

/// Runs Java until it ends or standard input closes. Closing needs no help
/// from the test, so that Java dies with it however it dies.
const SUPERVISE: &str = r#"exec 3<&0
java "$@" </dev/null 3<&- &
pid=$!
(cat <&3 >/dev/null; kill -9 $pid) 2>/dev/null &
wait $pid"#;

/// A running DynamoDB Local, in memory, which dies with this value or with the
/// process.
#[derive(Debug)]
pub struct DynamoDbLocal {
    port: u16,
    supervisor: Child,
    lifeline: Option<ChildStdin>,
}

impl DynamoDbLocal {
    /// Starts one and waits until it answers. Blocks the thread, about a
    /// second.
    ///
    /// # Panics
    ///
    /// If Java or the jar is missing, or it does not answer in half a minute.
    pub fn start() -> Self {
        let folder = folder();
        demand_java();
        for _ in 1..STARTS {
            if let Ok(started) = Self::try_start(&folder) {
                return started;
            }
        }
        Self::try_start(&folder)
            .unwrap_or_else(|output| fail(&format!("DynamoDB Local does not start: {output}")))
    }

    /// One that a few tests of a process share: give each test a table prefix
    /// of its own. What is stored slows all that follows, so that each only
    /// serves so many.
    ///
    /// # Panics
    ///
    /// As [`DynamoDbLocal::start`].
    pub fn shared() -> Arc<Self> {
        static SHARED: Mutex<(u32, Option<Arc<DynamoDbLocal>>)> = Mutex::new((0, None));
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let known = shared.1.clone().filter(|_| shared.0 < SHARED_BY);
        let local = known.unwrap_or_else(|| {
            shared.0 = 0;
            Arc::new(Self::start())
        });
        *shared = (shared.0 + 1, Some(local.clone()));
        local
    }

    /// The address to give the SDK as its endpoint. All regions and
    /// credentials see the same tables.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// # Errors
    ///
    /// What the process wrote, if it ended or did not answer.
    fn try_start(folder: &Path) -> Result<Self, String> {
        let output = tempfile::tempfile().map_err(|error| error.to_string())?;
        let port = free_port().map_err(|error| error.to_string())?;
        let mut supervisor = supervise(folder, port, &output).map_err(|error| error.to_string())?;
        let lifeline = supervisor.stdin.take();
        let mut started = Self { port, supervisor, lifeline };
        for _ in 0..LOOKS {
            if started.answers() {
                return Ok(started);
            }
            if !matches!(started.supervisor.try_wait(), Ok(None)) {
                break;
            }
            thread::sleep(BETWEEN_LOOKS);
        }
        drop(started);
        Err(written(output))
    }

    /// Whether HTTP is spoken on the port; a request without a signature is
    /// refused, which is answer enough.
    fn answers(&self) -> bool {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let mut answer = [0; 5];
        TcpStream::connect_timeout(&address, BETWEEN_LOOKS)
            .and_then(|mut stream| {
                stream.set_read_timeout(Some(Duration::from_secs(5)))?;
                stream.write_all(b"GET / HTTP/1.0\r\n\r\n")?;
                stream.read_exact(&mut answer)
            })
            .is_ok_and(|()| &answer == b"HTTP/")
    }
}

impl Drop for DynamoDbLocal {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        // An error means that it has ended already.
        let _ = self.supervisor.wait();
    }
}

fn supervise(folder: &Path, port: u16, output: &File) -> std::io::Result<Child> {
    Command::new("sh")
        .args(["-c", SUPERVISE, "dynamodb-local"])
        .args(["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"])
        .args(["-Djava.library.path=DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar"])
        .args(["-inMemory", "-sharedDb", "-disableTelemetry", "-port", &port.to_string()])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(output.try_clone()?)
        .stderr(output.try_clone()?)
        .spawn()
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn folder() -> PathBuf {
    let folder = std::env::var_os(FOLDER_VARIABLE).map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../build/dynamodb-local"),
        PathBuf::from,
    );
    if !folder.join("DynamoDBLocal.jar").is_file() {
        fail(&format!(
            "DynamoDB Local is not in {}: run scripts/fetch-dynamodb-local.sh, or set {FOLDER_VARIABLE} to the folder it is in",
            folder.display()
        ));
    }
    folder
}

fn demand_java() {
    let java = Command::new("java").arg("-version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !java.is_ok_and(|status| status.success()) {
        fail("java is missing: DynamoDB Local needs a JRE (11 or newer) in PATH");
    }
}

fn written(mut output: File) -> String {
    let mut text = Vec::new();
    let read = output.rewind().and_then(|()| output.read_to_end(&mut text));
    match read {
        Ok(_) => String::from_utf8_lossy(&text).into_owned(),
        Err(error) => error.to_string(),
    }
}

fn fail(why: &str) -> ! {
    #[expect(clippy::panic, reason = "a test that lacks its engine fails, and never skips")]
    {
        panic!("{why}");
    }
}
