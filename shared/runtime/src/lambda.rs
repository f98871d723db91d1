//! The entry points of the Lambda binaries: configuration from the
//! environment, the store, the runtime.
//!
//! The only code that reads the environment and the system's randomness. The
//! connection to the store is opened before the first event, in the phase in which
//! Lambda gives a function a whole core: at the share of a core that it has later,
//! the handshake would take most of a second.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use aws_lambda_events::event::apigw::{
    ApiGatewayCustomAuthorizerRequestTypeRequest, ApiGatewayV2CustomAuthorizerV2Request,
};
use aws_lambda_events::event::dynamodb::Event as StreamEvent;
use aws_lambda_events::event::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use heartlink_store::Store;
use heartlink_store::client::{aws_client, aws_config};
use heartlink_store::clock::Clock;
use heartlink_store::config::StoreConfig;
use heartlink_store::files::Files;
use lambda_http::Request as GatewayRequest;
pub use lambda_runtime::Error;
use lambda_runtime::{LambdaEvent, service_fn};
use rand::TryRngCore;
use rand::rngs::OsRng;
use serde_json::Value;

use crate::auth::{AuthConfig, Verifier, http_authorizer, socket_authorizer};
use crate::environment::{self, environment};
use crate::push::ApiGatewayPush;
use crate::telemetry::{self, TelemetryConfig};
use crate::trace::Daemon;
use crate::{App, HttpRoute, Problem, ScheduleRoute, SocketRoute, StreamRoute, dispatch};

/// A look-up of environment variables.
pub type Vars<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Everything that is wrong with the configuration, in one message.
///
/// Its debug form is the message itself, because that is what `main` prints of
/// an error that it returns.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigError(pub Vec<String>);

impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration has {} problem(s):", self.0.len())?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  - {problem}"))
    }
}

impl std::error::Error for ConfigError {}

/// Configuration of a function that uses the store.
struct Config {
    store: StoreConfig,
    telemetry: TelemetryConfig,
    connections_endpoint: Option<String>,
    /// For the function that authenticates connections by their first message.
    auth: Option<AuthConfig>,
}

impl Config {
    fn read(vars: Vars<'_>) -> Result<Self, ConfigError> {
        let mut problems = environment::problems(vars);
        let store = noted(StoreConfig::read(vars), &mut problems);
        let telemetry = noted(TelemetryConfig::read(vars), &mut problems);
        let connections_endpoint = noted(connections_endpoint(vars), &mut problems);
        let auth = noted(AuthConfig::read_if_given(vars), &mut problems);
        match (store, telemetry, connections_endpoint, auth) {
            (Some(store), Some(telemetry), Some(connections_endpoint), Some(auth)) => {
                Ok(Self { store, telemetry, connections_endpoint, auth })
            }
            _ => Err(ConfigError(problems)),
        }
    }
}

/// What was read, its problems moved to the others.
fn noted<T>(read: Result<T, Vec<String>>, problems: &mut Vec<String>) -> Option<T> {
    read.map_err(|found| problems.extend(found)).ok()
}

fn connections_endpoint(vars: Vars<'_>) -> Result<Option<String>, Vec<String>> {
    let Some(text) = vars("HEARTLINK_CONNECTIONS_ENDPOINT").filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let uri: Option<http::Uri> = text.parse().ok();
    if uri.is_some_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some()) {
        return Ok(Some(text));
    }
    Err(vec![format!("HEARTLINK_CONNECTIONS_ENDPOINT={text:?} is not an http(s) address")])
}

/// The seed of the process's chance, from the operating system.
///
/// # Errors
/// The system has none.
pub fn os_seed() -> Result<u64, Error> {
    Ok(OsRng.try_next_u64()?)
}

/// Opens the store of files that the environment names, or says everything that
/// is wrong with what it names.
pub type OpenFiles = fn(Vars<'_>) -> Result<Option<Arc<dyn Files>>, Vec<String>>;

async fn app(open_files: Option<OpenFiles>) -> Result<App, Error> {
    telemetry::init(true);
    let config = Config::read(&environment)?;
    let files = open_files.map_or(Ok(None), |open| open(&environment)).map_err(ConfigError)?;
    let daemon = config.telemetry.daemon.map(|address| Arc::new(Daemon::new(address)));
    telemetry::configure(config.telemetry);
    let aws = aws_config().await;
    let client = aws_client(&aws, config.store.endpoint.as_deref());
    let clock = Clock::default();
    let store =
        Store::new(client, &config.store.table_prefix, config.store.settings, clock.clone(), os_seed()?);
    let verifier = |auth| Arc::new(Verifier::new(auth, clock).minding_sign_outs(store.clone()));
    let verifier = config.auth.map(verifier);
    store.connect().await;
    let push = ApiGatewayPush::new(aws, config.connections_endpoint, store.clone());
    Ok(App { store, push: Arc::new(push), verifier, files, daemon, limits: Arc::default(), vitals: None })
}

/// Serves one function for as long as the runtime lasts. `open_files` where it
/// works on files.
///
/// # Errors
/// A wrong configuration, or the end of the runtime.
pub async fn serve(route: &'static impl Serve, open_files: Option<OpenFiles>) -> Result<(), Error> {
    route.serve(app(open_files).await?).await
}

/// A kind of route that Lambda can be the front of.
pub trait Serve: Sync {
    /// Answers each event of the runtime.
    fn serve(&'static self, app: App) -> impl Future<Output = Result<(), Error>>;
}

impl Serve for HttpRoute {
    async fn serve(&'static self, app: App) -> Result<(), Error> {
        lambda_http::run(service_fn(|request: GatewayRequest| async {
            Ok::<_, Infallible>(dispatch::http(&app, self, request).await)
        }))
        .await
    }
}

impl Serve for SocketRoute {
    async fn serve(&'static self, app: App) -> Result<(), Error> {
        lambda_http::run(service_fn(|request: GatewayRequest| async {
            Ok::<_, Infallible>(dispatch::socket(&app, self, request).await)
        }))
        .await
    }
}

/// The event source mapping must report batch item failures.
impl Serve for StreamRoute {
    async fn serve(&'static self, app: App) -> Result<(), Error> {
        lambda_runtime::run(service_fn(|event: LambdaEvent<StreamEvent>| async {
            let LambdaEvent { payload, context } = event;
            let failed = dispatch::stream(&app, self, payload, Some(&context)).await;
            Ok::<_, Infallible>(failures(failed))
        }))
        .await
    }
}

impl Serve for ScheduleRoute {
    async fn serve(&'static self, app: App) -> Result<(), Error> {
        let app = &app;
        lambda_runtime::run(service_fn(|event: LambdaEvent<Value>| async move {
            let run = dispatch::schedule(app, self, Some(&event.context)).await;
            run.map_err(|problem| told(&problem))
        }))
        .await
    }
}

fn failures(sequence_numbers: Vec<String>) -> DynamoDbEventResponse {
    let failure = |number| {
        let mut failure = DynamoDbBatchItemFailure::default();
        failure.item_identifier = Some(number);
        failure
    };
    let mut answer = DynamoDbEventResponse::default();
    answer.batch_item_failures = sequence_numbers.into_iter().map(failure).collect();
    answer
}

/// Serves the authorizer of the HTTP API and of `$connect`.
///
/// # Errors
/// As [`serve`].
pub async fn serve_authorizer() -> Result<(), Error> {
    let app = app(None).await?;
    // Without one, what is missing is said.
    let verifier = match &app.verifier {
        Some(verifier) => verifier,
        None => return Err(ConfigError(AuthConfig::read(&environment).err().unwrap_or_default()).into()),
    };
    lambda_runtime::run(service_fn(|event: LambdaEvent<Value>| async {
        authorize(verifier, event.payload).await.map_err(|problem| {
            tracing::error!(code = problem.code.as_str(), internal = problem.internal, "not decided");
            told(&problem)
        })
    }))
    .await
}

/// A function, whatever brings its events.
#[derive(Clone, Copy)]
pub enum Function {
    /// An HTTP endpoint.
    Http(&'static HttpRoute),
    /// A WebSocket route.
    Socket(&'static SocketRoute),
    /// A function fed by a stream.
    Stream(&'static StreamRoute),
    /// A function run by a schedule.
    Schedule(&'static ScheduleRoute),
    /// The authorizer.
    Authorizer,
}

/// Serves the function that Lambda was told to run: the handler of the
/// function's configuration, looked up by `find`.
///
/// # Errors
/// As [`serve`]; a handler that is no function.
pub async fn serve_named(find: fn(&str) -> Option<Function>, open: OpenFiles) -> Result<(), Error> {
    let name = environment("_HANDLER").unwrap_or_default();
    let function =
        find(&name).ok_or_else(|| ConfigError(vec![format!("the handler {name:?} is no function")]))?;
    if let Function::Authorizer = function {
        return serve_authorizer().await;
    }
    let app = app(Some(open)).await?;
    match function {
        Function::Http(route) => route.serve(app).await,
        Function::Socket(route) => route.serve(app).await,
        Function::Stream(route) => route.serve(app).await,
        Function::Schedule(route) => route.serve(app).await,
        Function::Authorizer => Ok(()),
    }
}

/// Tells the two kinds of authorizer events apart and answers.
async fn authorize(verifier: &Verifier, event: Value) -> Result<Value, Problem> {
    let answer = if event.get("methodArn").is_some() {
        let event: ApiGatewayCustomAuthorizerRequestTypeRequest =
            serde_json::from_value(event).map_err(Problem::internal)?;
        serde_json::to_value(socket_authorizer(verifier, &event).await?)
    } else {
        let event: ApiGatewayV2CustomAuthorizerV2Request =
            serde_json::from_value(event).map_err(Problem::internal)?;
        serde_json::to_value(http_authorizer(verifier, &event).await?)
    };
    answer.map_err(Problem::internal)
}

/// What Lambda is told of a failure; the log has the rest.
fn told(problem: &Problem) -> String {
    format!("{}: {}", problem.code.as_str(), problem.detail)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::auth::KeySource;

    #[test]
    fn every_problem_of_the_configuration_is_in_one_message() {
        let error = Config::read(&|name| match name {
            "HEARTLINK_DYNAMODB_ENDPOINT" => Some("localhost".to_owned()),
            "HEARTLINK_MATCHING_LEASE_SECS" => Some("soon".to_owned()),
            "HEARTLINK_METRICS" => Some("yes".to_owned()),
            "HEARTLINK_CONNECTIONS_ENDPOINT" => Some("connections".to_owned()),
            "HEARTLINK_JWT_HS256_SECRET" => Some("short".to_owned()),
            _ => None,
        })
        .err()
        .unwrap();
        assert_eq!(error.0.len(), 5, "{error}");
        for name in ["DYNAMODB_ENDPOINT", "LEASE_SECS", "METRICS", "CONNECTIONS_ENDPOINT", "HS256_SECRET"] {
            assert!(error.to_string().contains(name), "{error}");
        }
    }

    #[test]
    fn a_function_needs_no_configuration_of_its_own() {
        let config = Config::read(&|_| None).unwrap();
        assert_eq!(config.connections_endpoint, None);
        assert!(config.auth.is_none());
        assert!(!config.telemetry.metrics);
    }

    #[tokio::test]
    async fn one_authorizer_answers_both_kinds_of_events() {
        let keys = KeySource::Hs256("a-secret-for-tests-of-at-least-32-bytes".to_owned());
        let verifier = Verifier::new(AuthConfig::of(keys), Clock::default());
        let http = json!({
            "version": "2.0", "type": "REQUEST", "routeArn": "arn:route", "headers": {},
            "requestContext": { "http": { "method": "GET" } },
        });
        let socket = json!({ "type": "REQUEST", "methodArn": "arn:method", "requestContext": {} });
        assert_eq!(authorize(&verifier, http).await.unwrap()["context"], json!({}));
        let answer = authorize(&verifier, socket).await.unwrap();
        assert_eq!(answer["policyDocument"]["Statement"][0]["Resource"], json!(["arn:method"]));
        assert!(authorize(&verifier, json!({ "other": 1 })).await.is_err());
    }
}
