//! What a gateway is started with.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use heartlink_domain::settings::Settings;
use heartlink_engine::Engine;
use heartlink_runtime::auth::AuthConfig;
use heartlink_store::clock::Clock;

/// Where the data live.
#[derive(Debug, Clone)]
pub enum EngineChoice {
    /// In this process: on disk, or in memory for an ephemeral gateway.
    Embedded,
    /// In this process, in an engine that somebody else opened.
    Given(Engine),
    /// Whatever answers at this address like DynamoDB.
    Endpoint(String),
    /// DynamoDB, as the environment's role and region say.
    Aws,
}

impl FromStr for EngineChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "embedded" => Ok(Self::Embedded),
            "aws" => Ok(Self::Aws),
            url if url.starts_with("http://") || url.starts_with("https://") => {
                Ok(Self::Endpoint(url.trim_end_matches('/').to_owned()))
            }
            _ => Err("must be `embedded`, `aws` or an http(s) address".to_owned()),
        }
    }
}

/// Puts something between the SDK and the engine: faults, a recorder.
pub type WrapHttp = Arc<dyn Fn(SharedHttpClient) -> SharedHttpClient + Send + Sync>;

/// The limits that API Gateway sets to connections. They follow the
/// machine's time, not the injected clock: moving the clock must not hang up on
/// those who wait for what it brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SocketLimits {
    /// Longest time for the head of a request.
    pub head: Duration,
    /// Longest time without a message in either direction, of a WebSocket.
    pub idle: Duration,
    /// Longest time in all, of a WebSocket.
    pub total: Duration,
}

impl Default for SocketLimits {
    fn default() -> Self {
        let [head, idle, total] = [20, 10 * 60, 2 * 3600].map(Duration::from_secs);
        Self { head, idle, total }
    }
}

/// How many calls are under way at once. As with connections, a limit of the
/// machine's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallLimits {
    /// Calls that are worked on.
    pub at_once: usize,
    /// How long one more waits for its place before it is turned away.
    pub patience: Duration,
}

impl Default for CallLimits {
    fn default() -> Self {
        Self { at_once: 512, patience: Duration::from_secs(5) }
    }
}

/// What a gateway is started with.
#[derive(Clone)]
pub struct ServeOptions {
    /// Address to listen at, as `host:port`; port 0 takes a free one.
    pub listen: String,
    /// Where the data live.
    pub engine: EngineChoice,
    /// Folder of the data, the stream positions, the dead letters and the
    /// secret of local tokens.
    pub data: PathBuf,
    /// Whether data and positions end with the process.
    pub ephemeral: bool,
    /// Whether `POST /_test/clock` exists.
    pub test_clock: bool,
    /// Whether rules to begin with are loaded at the first start.
    pub starter: bool,
    /// Prefix of all table names.
    pub table_prefix: String,
    /// The numbers of the rules.
    pub settings: Settings,
    /// The clock that every rule reads.
    pub clock: Clock,
    /// The seed of all chance; by default from the operating system.
    pub seed: Option<u64>,
    /// Which tokens are accepted; by default those signed with the folder's secret.
    pub auth: Option<AuthConfig>,
    /// What stands between the SDK and the engine.
    pub wrap_http: Option<WrapHttp>,
    /// Whether every call of a function has a store that remembers nothing, as in
    /// a sandbox that Lambda has just started.
    pub cold_calls: bool,
    /// The limits of WebSocket connections.
    pub socket_limits: SocketLimits,
    /// How many calls it takes at once.
    pub call_limits: CallLimits,
    /// Where the functions are called, in the way of Lambda; in this process by
    /// default. They must reach the data, and this gateway.
    pub functions: Option<String>,
    /// Where X-Ray's daemon is; nothing is traced without one.
    pub daemon: Option<SocketAddr>,
}

impl ServeOptions {
    /// A gateway on a free port whose data are in memory. `data` holds only the
    /// secret of local tokens.
    pub fn ephemeral(data: impl Into<PathBuf>) -> Self {
        Self { listen: "127.0.0.1:0".to_owned(), ephemeral: true, ..Self::on_disk(data) }
    }

    /// A gateway whose data are kept in the folder `data`.
    pub fn on_disk(data: impl Into<PathBuf>) -> Self {
        Self {
            listen: "127.0.0.1:8787".to_owned(),
            engine: EngineChoice::Embedded,
            data: data.into(),
            ephemeral: false,
            test_clock: false,
            starter: false,
            table_prefix: "heartlink-".to_owned(),
            settings: Settings::default(),
            clock: Clock::default(),
            seed: None,
            auth: None,
            wrap_http: None,
            cold_calls: false,
            socket_limits: SocketLimits::default(),
            call_limits: CallLimits::default(),
            functions: None,
            daemon: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_named_or_given_by_its_address() {
        assert!(matches!("embedded".parse(), Ok(EngineChoice::Embedded)));
        assert!(matches!("aws".parse(), Ok(EngineChoice::Aws)));
        assert!(matches!("http://127.0.0.1:8000/".parse(),
            Ok(EngineChoice::Endpoint(url)) if url == "http://127.0.0.1:8000"));
        assert!("sqlite".parse::<EngineChoice>().is_err());
    }
}
