//! `heartlink serve`.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;
use heartlink_runtime::auth::AuthConfig;
use heartlink_runtime::telemetry::{self, TelemetryConfig};
use heartlink_store::clock::Clock;
use heartlink_store::config::StoreConfig;

use crate::banner;
use crate::terminal::{Failure, environment, say};
use heartlink_local::secret;
use heartlink_local::{CallLimits, EngineChoice, Gateway, ServeOptions, SocketLimits};

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Address to listen at; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8787", value_name = "HOST:PORT")]
    listen: String,
    /// Where the data live: `embedded`, `aws`, or the address of DynamoDB Local
    /// [default: embedded, or HEARTLINK_DYNAMODB_ENDPOINT].
    #[arg(long, value_name = "embedded|aws|URL")]
    engine: Option<EngineChoice>,
    /// Folder of the data and of the secret of local tokens.
    #[arg(long, default_value = "./data", value_name = "DIR")]
    data: PathBuf,
    /// Keep the data in memory; only the secret stays in the folder.
    #[arg(long)]
    ephemeral: bool,
    /// Let POST /_test/clock move the clock that every rule reads.
    #[arg(long, requires = "ephemeral")]
    test_clock: bool,
    /// Call the functions at this address, such as that of `cargo lambda watch`,
    /// and not those of this process; the data must then be where they reach them.
    #[arg(long, value_name = "URL", conflicts_with = "test_clock")]
    functions: Option<String>,
}

/// Serves until asked to stop.
pub(super) async fn run(args: ServeArgs) -> Result<(), Failure> {
    let (options, telemetry) = options(args, &environment)?;
    telemetry::init(false);
    telemetry::configure(telemetry);
    let is_local = options.auth.as_ref().is_some_and(|auth| auth.secret().is_some());
    let data = options.data.clone();
    let gateway = Gateway::start(options).await.map_err(Failure::failed)?;
    let is_terminal = std::io::stdout().is_terminal();
    say(&banner::text(&gateway, is_local.then_some(data.as_path()), is_terminal));
    stop_signal().await;
    say("\nDraining. Once more to stop at once.");
    tokio::select! {
        () = gateway.shutdown() => say("Stopped."),
        () = stop_signal() => say("Stopped at once."),
    }
    Ok(())
}

/// What arguments and environment ask for, or everything that is wrong with
/// either.
fn options(
    args: ServeArgs,
    vars: &dyn Fn(&str) -> Option<String>,
) -> Result<(ServeOptions, TelemetryConfig), Failure> {
    let store = StoreConfig::read(vars);
    let telemetry = TelemetryConfig::read(vars);
    let auth = auth(&args, vars);
    let (store, telemetry, auth) = match (store, telemetry, auth) {
        (Ok(store), Ok(telemetry), Ok(auth)) => (store, telemetry, auth),
        (store, telemetry, auth) => {
            let problems = [store.err(), telemetry.err(), auth.err()];
            return Err(misconfigured(problems.into_iter().flatten().flatten()));
        }
    };
    let named = store.endpoint.map_or(EngineChoice::Embedded, EngineChoice::Endpoint);
    let options = ServeOptions {
        listen: args.listen,
        engine: args.engine.unwrap_or(named),
        data: args.data,
        ephemeral: args.ephemeral,
        test_clock: args.test_clock,
        starter: true,
        table_prefix: store.table_prefix,
        settings: store.settings,
        clock: Clock::default(),
        seed: None,
        auth: Some(auth),
        wrap_http: None,
        cold_calls: false,
        socket_limits: SocketLimits::default(),
        call_limits: CallLimits::default(),
        functions: args.functions,
        daemon: telemetry.daemon,
    };
    if options.functions.is_some() && matches!(options.engine, EngineChoice::Embedded) {
        let text = "--functions needs --engine: they do not reach an engine in this process";
        return Err(Failure::Usage(text.to_owned()));
    }
    Ok((options, telemetry))
}

/// Keys from the environment; without any, the secret of the data folder.
fn auth(args: &ServeArgs, vars: &dyn Fn(&str) -> Option<String>) -> Result<AuthConfig, Vec<String>> {
    let given = |name: &str| vars(name).filter(|text| !text.trim().is_empty());
    if secret::uses_key_set(vars) || given("HEARTLINK_JWT_HS256_SECRET").is_some() {
        return AuthConfig::read(vars);
    }
    let secret = secret::configured(vars, &args.data).map_err(|error| vec![format!("{error:#}")])?;
    AuthConfig::read(&|name| {
        if name == "HEARTLINK_JWT_HS256_SECRET" { Some(secret.clone()) } else { vars(name) }
    })
}

/// Every problem of the configuration in one message.
pub(super) fn misconfigured(problems: impl Iterator<Item = String>) -> Failure {
    let list: String = problems.map(|problem| format!("\n  - {problem}")).collect();
    Failure::Usage(format!("the configuration is wrong:{list}"))
}

/// Ctrl-C, or the system's request to end.
async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = async {
            match signal(SignalKind::terminate()) {
                Ok(mut terminate) => {
                    terminate.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}

#[cfg(test)]
mod tests {
    use heartlink_runtime::auth::KeySource;

    use super::*;

    fn args(data: &std::path::Path) -> ServeArgs {
        ServeArgs {
            listen: "127.0.0.1:0".into(),
            engine: None,
            data: data.to_owned(),
            ephemeral: true,
            test_clock: false,
            functions: None,
        }
    }

    #[test]
    fn every_problem_of_the_environment_is_in_one_message() {
        let folder = tempfile::tempdir().unwrap();
        let vars = |name: &str| match name {
            "HEARTLINK_MATCHING_LEASE_SECS" => Some("soon".to_owned()),
            "HEARTLINK_TABLE_PREFIX" => Some("a b".to_owned()),
            "HEARTLINK_METRICS" => Some("loud".to_owned()),
            "HEARTLINK_TRACING" => Some("sometimes".to_owned()),
            "AWS_XRAY_DAEMON_ADDRESS" => Some("there".to_owned()),
            "HEARTLINK_JWT_HS256_SECRET" => Some("short".to_owned()),
            _ => None,
        };
        let Err(Failure::Usage(text)) = options(args(folder.path()), &vars) else { panic!("accepted") };
        for name in ["LEASE_SECS", "TABLE_PREFIX", "METRICS", "TRACING", "DAEMON_ADDRESS", "HS256_SECRET"] {
            assert!(text.contains(name), "{name}: {text}");
        }
    }

    #[test]
    fn without_keys_the_secret_of_the_folder_counts_and_with_a_key_set_none() {
        let folder = tempfile::tempdir().unwrap();
        let (found, _) = options(args(folder.path()), &|_| None).unwrap();
        let secret = secret::of_folder(folder.path()).unwrap();
        assert_eq!(found.auth.unwrap().secret(), Some(secret.as_str()));
        let key_set =
            |name: &str| (name == "HEARTLINK_JWT_JWKS_URL").then(|| "https://keys.example/jwks".to_owned());
        let (found, _) = options(args(folder.path()), &key_set).unwrap();
        assert!(matches!(found.auth.unwrap().issuers[0].keys, KeySource::Url(_)));
    }

    #[test]
    fn the_engine_comes_from_the_arguments_else_from_the_environment() {
        let folder = tempfile::tempdir().unwrap();
        let vars =
            |name: &str| (name == "HEARTLINK_DYNAMODB_ENDPOINT").then(|| "http://127.0.0.1:8000".to_owned());
        let (found, _) = options(args(folder.path()), &vars).unwrap();
        assert!(matches!(found.engine, EngineChoice::Endpoint(_)));
        let mut named = args(folder.path());
        named.engine = Some(EngineChoice::Embedded);
        let (found, _) = options(named, &vars).unwrap();
        assert!(matches!(found.engine, EngineChoice::Embedded));
    }
}
