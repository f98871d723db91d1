//! The real command: a gateway in a process of its own, and the clients that
//! end by themselves.
//!
//! Owns ports, the environment and signals. No variable of the tester's own
//! environment reaches the command's configuration.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};

use aws_sdk_dynamodb::Client;
use heartlink_domain::roles::Role;
use heartlink_domain::settings::Settings;
use heartlink_engine::Engine;
use heartlink_local::secret;
use heartlink_store::Store;
use heartlink_store::client::{http_client, local_client};
use heartlink_store::clock::Clock;
use heartlink_testkit::dynamodb_local::DynamoDbLocal;
use heartlink_testkit::test_env::EngineKind;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::client::{LIMIT, Person, eventually};
use crate::system;

/// A command line of `heartlink`.
pub fn heartlink<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heartlink-under-test"));
    let ours = |name: &str| name.starts_with("HEARTLINK_") || name == "AWS_XRAY_DAEMON_ADDRESS";
    for (name, _) in std::env::vars().filter(|(name, _)| ours(name)) {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null()).kill_on_drop(true);
    command
}

/// What a command that ended left.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// Runs a command to its end.
pub async fn run<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Ended {
    ended(&mut heartlink(arguments)).await
}

/// Runs a command to its end.
pub async fn ended(command: &mut Command) -> Ended {
    let output = timeout(LIMIT, command.output()).await.expect("the command ends").expect("the command runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ended { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A data folder, a port, and the gateway that serves it, if it runs.
pub struct Server {
    folder: TempDir,
    port: u16,
    options: Vec<String>,
    /// Where its tables are, if not in its data folder.
    local: Option<DynamoDbLocal>,
    http: reqwest::Client,
    child: Option<Child>,
}

impl Server {
    /// Starts a gateway that keeps its data on disk.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts a gateway on the engine of that kind.
    pub async fn start_on(kind: EngineKind) -> Self {
        match kind {
            EngineKind::Embedded => Self::start().await,
            EngineKind::DynamoDbLocal => {
                let local = DynamoDbLocal::start();
                let mut server = Self::stopped(&["--engine", &local.endpoint()]);
                server.local = Some(local);
                server.start_again().await;
                server
            }
        }
    }

    /// Starts a gateway with more options.
    pub async fn start_with(options: &[&str]) -> Self {
        let mut server = Self::stopped(options);
        server.start_again().await;
        server
    }

    fn stopped(options: &[&str]) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            port: free_port(),
            options: options.iter().map(ToString::to_string).collect(),
            local: None,
            http: system::http(),
            child: None,
        }
    }

    /// Starts a gateway on what `heartlink restore` makes of a backup.
    pub async fn restored(backup: &Path) -> Self {
        let mut server = Self::stopped(&[]);
        let (from, data) = (backup.to_str().expect("a path"), server.data());
        let restored = run(["restore", from, "--data", data.to_str().expect("a path")]).await;
        assert_eq!(restored.code, Some(0), "{restored:?}");
        server.start_again().await;
        server
    }

    /// The tables of a gateway that has stopped, behind its back.
    pub fn tables(&self) -> (Client, Store) {
        let client = match &self.local {
            Some(local) => local_client(http_client(), &local.endpoint()),
            None => {
                let engine = Engine::on_disk(&self.data()).expect("nobody else has it open");
                local_client(engine.http_client(), "http://embedded.local")
            }
        };
        let store = Store::new(client.clone(), "heartlink-", Settings::default(), Clock::default(), 1);
        (client, store)
    }

    /// Starts the gateway on the same port and data.
    pub async fn start_again(&mut self) {
        assert!(self.child.is_none(), "it runs already");
        let (listen, data) = (format!("127.0.0.1:{}", self.port), self.data());
        let arguments = ["serve", "--listen", &listen, "--data", data.to_str().expect("a path")];
        let mut command = heartlink(arguments);
        command.args(&self.options);
        command.stdout(File::create(self.stdout()).expect("a file"));
        command.stderr(File::options().create(true).append(true).open(self.log()).expect("a file"));
        let mut child = command.spawn().expect("the gateway");
        let nobody = self.nobody();
        let ready = eventually("a gateway that is ready", async || {
            if let Some(status) = child.try_wait().expect("a look") {
                return Ok(Err(status));
            }
            match nobody.get("/v1/health").try_send().await {
                Ok(answer) if answer.body["status"] == "ok" => Ok(Ok(())),
                seen => Err(seen),
            }
        })
        .await;
        if let Err(status) = ready {
            panic!("the gateway ended with {status}: {}", self.last_words());
        }
        self.child = Some(child);
    }

    /// `kill -9`.
    pub async fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().await.expect("killed");
    }

    /// Ctrl-C. How it ended.
    pub async fn interrupt(&mut self) -> ExitStatus {
        let mut child = self.child.take().expect("it runs");
        let id = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw).expect("it runs");
        kill_process(id, Signal::INT).expect("a signal");
        timeout(LIMIT, child.wait()).await.expect("it ends in time").expect("it ends")
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn stdout(&self) -> PathBuf {
        self.folder.path().join("stdout")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// What it printed since its last start.
    pub fn printed(&self) -> String {
        std::fs::read_to_string(self.stdout()).unwrap_or_default()
    }

    fn last_words(&self) -> String {
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        log.lines().rev().take(5).collect::<Vec<_>>().join("\n")
    }

    /// Somebody without a token.
    pub fn nobody(&self) -> Person {
        Person { name: "nobody".to_owned(), token: None, url: self.url(), http: self.http.clone() }
    }

    pub fn person(&self, name: &str) -> Person {
        self.with_roles(name, &[Role::User])
    }

    pub fn admin(&self) -> Person {
        self.with_roles("admin", &[Role::Admin])
    }

    /// A server of somebody's, by the name that the commands have.
    pub fn service(&self) -> Person {
        self.with_roles("operator", &[Role::Service])
    }

    fn with_roles(&self, name: &str, roles: &[Role]) -> Person {
        let secret = secret::of_folder(&self.data()).expect("the secret");
        let token = secret::token(&secret, name, roles, Clock::default().now(), secret::TOKEN_TTL);
        Person { name: name.to_owned(), ..self.nobody() }.with_token(Some(token.expect("a token")))
    }

    /// The options that point a client command at this server.
    pub fn reached_by<'a>(&self, url: &'a str, data: &'a Path) -> [&'a str; 4] {
        ["--url", url, "--data", data.to_str().expect("a path")]
    }

    /// Runs a client command against this server to its end.
    pub async fn client(&self, arguments: &[&str]) -> Ended {
        let (url, data) = (self.url(), self.data());
        run(arguments.iter().copied().chain(self.reached_by(&url, &data))).await
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}
