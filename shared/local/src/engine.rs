//! Opening whichever engine was chosen: its clients, and what it can tell.

use std::time::Duration;

use aws_sdk_dynamodbstreams::config::retry::RetryConfig;
use aws_sdk_dynamodbstreams::config::timeout::TimeoutConfig;
use aws_sdk_dynamodbstreams::config::{BehaviorVersion, Credentials, Region};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use heartlink_engine::Engine;
use heartlink_store::client::{aws_client, aws_config, http_client, local_client};

use super::pump::StreamReader;
use crate::iam::Iam;
use crate::options::{EngineChoice, ServeOptions};

/// What the SDK wants as an address where there is no socket.
const NO_ADDRESS: &str = "http://localhost";
/// Longest time that one call to a stream may take.
const STREAM_TIMEOUT: Duration = Duration::from_secs(10);

/// An engine's clients, and how it is used.
pub(crate) struct Opened {
    pub(crate) tables: aws_sdk_dynamodb::Client,
    pub(crate) streams: StreamReader,
    /// Where it runs in this process.
    pub(crate) engine: Option<Engine>,
    /// Whether nobody else reads its streams.
    pub(crate) is_own: bool,
    /// Whether tables are made where they are missing.
    pub(crate) makes_tables: bool,
    /// Longest sleep between two reads of a stream.
    pub(crate) poll: Duration,
}

/// Opens the engine that `options` name.
///
/// # Errors
/// The data folder cannot be used.
pub(crate) async fn open(options: &ServeOptions, iam: &Iam) -> anyhow::Result<Opened> {
    let wrap = |http| match &options.wrap_http {
        Some(wrap) => iam.guard_calls(wrap(http)),
        None => iam.guard_calls(http),
    };
    Ok(match &options.engine {
        EngineChoice::Embedded => {
            let engine =
                if options.ephemeral { Engine::in_memory()? } else { Engine::on_disk(&options.data)? };
            embedded(engine, wrap, true)
        }
        EngineChoice::Given(engine) => embedded(engine.clone(), wrap, false),
        EngineChoice::Endpoint(url) => {
            let http = wrap(http_client());
            let tables = local_client(http.clone(), url);
            Opened {
                streams: StreamReader { tables: tables.clone(), streams: local_streams(http, url) },
                tables,
                engine: None,
                is_own: false,
                makes_tables: true,
                poll: Duration::from_millis(100),
            }
        }
        EngineChoice::Aws => {
            let config = aws_config().await;
            let http = config.http_client().unwrap_or_else(http_client);
            let config = config.into_builder().http_client(wrap(http)).build();
            let tables = aws_client(&config, None);
            let streams = aws_sdk_dynamodbstreams::Client::new(&config);
            Opened {
                streams: StreamReader { tables: tables.clone(), streams },
                tables,
                engine: None,
                is_own: false,
                makes_tables: false,
                // DynamoDB allows five reads a second and shard, for all readers.
                poll: Duration::from_millis(500),
            }
        }
    })
}

fn embedded(engine: Engine, wrap: impl Fn(SharedHttpClient) -> SharedHttpClient, is_own: bool) -> Opened {
    let http = wrap(engine.http_client());
    let tables = local_client(http.clone(), NO_ADDRESS);
    Opened {
        streams: StreamReader { tables: tables.clone(), streams: local_streams(http, NO_ADDRESS) },
        tables,
        engine: Some(engine),
        is_own,
        makes_tables: true,
        poll: Duration::from_millis(250),
    }
}

fn local_streams(http: SharedHttpClient, endpoint: &str) -> aws_sdk_dynamodbstreams::Client {
    let config = aws_sdk_dynamodbstreams::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .credentials_provider(Credentials::new("local", "local", None, None, "heartlink"))
        .http_client(http)
        .endpoint_url(endpoint)
        .retry_config(RetryConfig::disabled())
        .timeout_config(TimeoutConfig::builder().operation_timeout(STREAM_TIMEOUT).build())
        .build();
    aws_sdk_dynamodbstreams::Client::from_conf(config)
}
