//! Command-line clients of the HTTP API.
//!
//! Owns whom they call, as whom, and how answers are shown. Never opens the
//! store.

pub(crate) mod affinity;
pub(crate) mod api;
pub(crate) mod cleanup;
pub(crate) mod points;
pub(crate) mod progress;
pub(crate) mod rewards;
pub(crate) mod stats;
pub(crate) mod wallet;

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;
use heartlink_domain::roles::Role;
use heartlink_store::clock::Clock;
use reqwest::Url;

use self::api::Api;
use crate::terminal::{Failure, Output, environment};
use heartlink_local::secret;

/// Whom to call, as whom, and how to show the answer.
#[derive(Debug, Clone, Args)]
pub(crate) struct ClientArgs {
    /// Address of the server.
    #[arg(long, env = "HEARTLINK_URL", default_value = "http://127.0.0.1:8787")]
    pub(crate) url: Url,
    /// Token to call with [default for a server on this machine: one of an
    /// operator, signed with the secret of the data folder].
    #[arg(long, env = "HEARTLINK_TOKEN", hide_env_values = true)]
    pub(crate) token: Option<String>,
    /// Folder with the secret of local tokens.
    #[arg(long, default_value = "./data")]
    pub(crate) data: PathBuf,
    /// How to show the answer.
    #[arg(long, value_enum, default_value_t = Output::Table)]
    pub(crate) output: Output,
}

impl ClientArgs {
    /// A caller with the token given, or with one for an admin of this machine.
    ///
    /// # Errors
    /// No token was given for a server elsewhere, or none can be signed.
    pub(crate) fn api(&self) -> Result<Api, Failure> {
        self.api_as(&[Role::Admin])
    }

    /// A caller with the token given, or with one for somebody with `roles` on
    /// this machine.
    ///
    /// # Errors
    /// As [`ClientArgs::api`].
    pub(crate) fn api_as(&self, roles: &[Role]) -> Result<Api, Failure> {
        let http = api::http_client().map_err(Failure::failed)?;
        let token = match &self.token {
            Some(token) => token.clone(),
            None if self.is_local() => {
                let secret = secret::configured(&environment, &self.data).map_err(Failure::failed)?;
                let now = Clock::default().now();
                secret::token(&secret, "operator", roles, now, secret::TOKEN_TTL).map_err(Failure::failed)?
            }
            None => {
                let text = format!("{} is another machine: give --token or HEARTLINK_TOKEN", self.url);
                return Err(Failure::Usage(text));
            }
        };
        Ok(Api::new(http, self.url.as_str(), token))
    }

    /// Whether the server is on this machine.
    pub(crate) fn is_local(&self) -> bool {
        let host = self.url.host_str().unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(url: &str) -> ClientArgs {
        ClientArgs { url: url.parse().unwrap(), token: None, data: "./data".into(), output: Output::Table }
    }

    #[test]
    fn only_a_server_on_this_machine_gets_a_self_signed_token() {
        for (url, local) in [
            ("http://127.0.0.1:8787", true),
            ("http://localhost", true),
            ("http://[::1]:1", true),
            ("https://api.example", false),
            ("http://127.0.0.1.example", false),
        ] {
            assert_eq!(args(url).is_local(), local, "{url}");
        }
        assert!(matches!(args("https://api.example").api(), Err(Failure::Usage(_))));
    }
}
