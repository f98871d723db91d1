//! `heartlink affinity`: values, their log, rules, levels, settings, decay.
//!
//! Owns the arguments and how answers are shown. A write that counts is made
//! under an idempotency key and repeated under the same one.

mod edit;

use clap::{Args, Subcommand, ValueEnum};
use heartlink_domain::ids::{DeviceId, DocumentName, UserId};
use heartlink_domain::roles::Role;
use reqwest::Method;
use serde_json::{Map, Value, json};

use self::edit::{LevelsCommand, RulesCommand, SettingsCommand};
use super::ClientArgs;
use super::api::{Request, RetryPolicy};
use crate::table;
use crate::terminal::{Failure, Output, say};
use heartlink_local::secret;

/// As whom the commands call where no token is given.
const ROLES: &[Role] = &[Role::Service, Role::Admin];
/// Retries of what may pass by itself, at most.
const RETRIES: u32 = 5;

/// What to do with affinity.
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  heartlink affinity starter
  heartlink affinity apply cat chat --user ann
  heartlink affinity show cat --user ann
  heartlink affinity adjust ann cat 25 --reason \"made good\"
  heartlink affinity rules set chat '{\"daily_cap\": 40}'
  heartlink affinity decay --dry-run")]
pub(crate) enum AffinityCommand {
    /// Tell what happened between a user and a device.
    #[command(after_help = "\
Examples:
  heartlink affinity apply cat chat --user ann
  heartlink affinity apply cat gift --user ann --event-id order-1017 --metadata '{\"gift\": \"rose\"}'")]
    Apply(ApplyArgs),
    /// Change a value by order of an admin.
    #[command(after_help = "\
Examples:
  heartlink affinity adjust ann cat 25 --reason \"made good\"
  heartlink affinity adjust ann cat -5 --reason \"counted twice\" --key case-88")]
    Adjust(AdjustArgs),
    /// Show a value, its level and what is used up of today's caps.
    #[command(after_help = "\
Examples:
  heartlink affinity show cat --user ann
  heartlink affinity show cat --output json")]
    Show(PlaceArgs),
    /// Show what changed a value, newest first.
    #[command(after_help = "\
Examples:
  heartlink affinity log cat --user ann --limit 5")]
    Log(LogArgs),
    /// Look at rules, change or delete them.
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Look at the levels, or set them.
    #[command(subcommand)]
    Levels(LevelsCommand),
    /// Look at the settings, or change them.
    #[command(subcommand)]
    Settings(SettingsCommand),
    /// Let idle bindings decay, as the schedule does every hour.
    #[command(after_help = "\
Examples:
  heartlink affinity decay --dry-run
  heartlink affinity decay")]
    Decay(DecayArgs),
    /// List level rewards that could not be paid, or pay one again.
    #[command(after_help = "\
Examples:
  heartlink affinity grants
  heartlink affinity grants --retry 01KBD2Z3N8E5X6Q7R8S9T0V1W2")]
    Grants(GrantsArgs),
    /// Load rules, levels and settings to begin with, where there are none.
    #[command(after_help = "\
Examples:
  heartlink affinity starter")]
    Starter(ClientArgs),
}

/// Where an event comes from.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum EventSource {
    DeviceEvent,
    PhoneEvent,
}

#[derive(Debug, Args)]
pub(crate) struct ApplyArgs {
    /// The device.
    device: DeviceId,
    /// The rule.
    rule: DocumentName,
    /// Whose device; the caller's if absent.
    #[arg(long)]
    user: Option<UserId>,
    /// Where it comes from.
    #[arg(long, value_enum, default_value_t = EventSource::DeviceEvent)]
    source: EventSource,
    /// What tells the event from others: the same one counts once in 60 s.
    #[arg(long, value_name = "ID")]
    event_id: Option<String>,
    /// A JSON object that is kept with it.
    #[arg(long, value_name = "JSON", value_parser = object)]
    metadata: Option<Value>,
    /// Idempotency key; a call made again with it has no second effect.
    #[arg(long)]
    key: Option<String>,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct AdjustArgs {
    /// Whose value.
    user: UserId,
    /// With which device.
    device: DeviceId,
    /// By how much.
    #[arg(allow_negative_numbers = true)]
    delta: i64,
    /// Why; kept in the log.
    #[arg(long)]
    reason: String,
    /// Idempotency key; a call made again with it has no second effect.
    #[arg(long)]
    key: Option<String>,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct PlaceArgs {
    /// The device.
    device: DeviceId,
    /// Whose device; the caller's if absent.
    #[arg(long)]
    user: Option<UserId>,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// Entries at most.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct DecayArgs {
    /// List what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct GrantsArgs {
    /// Pay this grant again.
    #[arg(long, value_name = "ID")]
    retry: Option<String>,
    #[command(flatten)]
    client: ClientArgs,
}

/// Does it, and shows the answer.
pub(crate) async fn run(command: &AffinityCommand) -> Result<(), Failure> {
    match command {
        AffinityCommand::Apply(args) => apply(args).await,
        AffinityCommand::Adjust(AdjustArgs { user, device, delta, reason, key, client }) => {
            let body = json!({ "user_id": user, "device_id": device, "delta": delta, "reason": reason });
            write_once(client, "/v1/affinity/adjust", body, key.as_deref()).await
        }
        AffinityCommand::Show(PlaceArgs { device, user, client }) => {
            let answer = get(client, &place("", device, user.as_ref(), &[])?).await?;
            show(client.output, "affinity", &answer);
            Ok(())
        }
        AffinityCommand::Log(args) => log(args).await,
        AffinityCommand::Rules(command) => edit::rules(command).await,
        AffinityCommand::Levels(command) => edit::levels(command).await,
        AffinityCommand::Settings(command) => edit::settings(command).await,
        AffinityCommand::Decay(args) => decay(args).await,
        AffinityCommand::Grants(args) => grants(args).await,
        AffinityCommand::Starter(client) => edit::starter(client).await,
    }
}

async fn apply(args: &ApplyArgs) -> Result<(), Failure> {
    let ApplyArgs { device, rule, user, source, event_id, metadata, key, client } = args;
    let source = source.to_possible_value().map(|value| value.get_name().to_owned());
    let body = given([
        ("user_id", json!(user)),
        ("device_id", json!(device)),
        ("rule_key", json!(rule)),
        ("source", json!(source)),
        ("event_id", json!(event_id)),
        ("metadata", json!(metadata)),
    ]);
    write_once(client, "/v1/affinity/events", body.into(), key.as_deref()).await
}

async fn log(LogArgs { place: args, limit }: &LogArgs) -> Result<(), Failure> {
    let limit = [("limit", limit.to_string())];
    let path = place("/log", &args.device, args.user.as_ref(), &limit)?;
    let answer = get(&args.client, &path).await?;
    let columns =
        ["log_id", "at", "source", "rule_key", "requested", "change_value", "after_value", "new_level"];
    list(args.client.output, &columns, &answer["items"], &answer);
    Ok(())
}

async fn decay(DecayArgs { dry_run, client }: &DecayArgs) -> Result<(), Failure> {
    let body = json!({ "dry_run": dry_run });
    let answer = send(client, Method::POST, "/v1/affinity/decay", Some(&body), None).await?;
    let columns = ["user_id", "device_id", "days", "before_value", "after_value"];
    list(client.output, &columns, &answer["changes"], &answer);
    if matches!(client.output, Output::Table) {
        let would = if *dry_run { "would decay" } else { "decayed" };
        let more = if answer["unfinished"] == true { "; more is due: run it again" } else { "" };
        say(&format!("{} {would}{more}", table::cell(&answer["decayed"])));
    }
    Ok(())
}

async fn grants(GrantsArgs { retry, client }: &GrantsArgs) -> Result<(), Failure> {
    if let Some(id) = retry {
        let path = path(&format!("/v1/affinity/grants/{id}/retry"), &[])?;
        let answer = send(client, Method::POST, &path, None, None).await?;
        show(client.output, "grant", &answer);
        return match answer["status"] == "granted" {
            true => Ok(()),
            false => Err(Failure::Refused("it could not be paid".to_owned())),
        };
    }
    let answer = get(client, "/v1/affinity/grants?status=failed&limit=100").await?;
    let columns = ["id", "level", "level_name", "status", "attempts", "next_attempt_at"];
    list(client.output, &columns, &answer["items"], &answer);
    Ok(())
}

/// A JSON object.
fn object(text: &str) -> Result<Value, String> {
    match serde_json::from_str(text) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err("must be a JSON object".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// The members that have a value.
fn given<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    let given = members.into_iter().filter(|(_, value)| !value.is_null());
    given.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The path of one of a binding's resources.
fn place(
    resource: &str,
    device: &DeviceId,
    user: Option<&UserId>,
    query: &[(&str, String)],
) -> Result<String, Failure> {
    let user = user.map(|user| ("user_id", user.to_string()));
    let query: Vec<_> = user.into_iter().chain(query.iter().cloned()).collect();
    path(&format!("/v1/affinity/{device}{resource}"), &query)
}

/// A path with a query, encoded.
fn path(path: &str, query: &[(&str, String)]) -> Result<String, Failure> {
    let mut url = reqwest::Url::parse(&format!("http://api{path}")).map_err(Failure::failed)?;
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    Ok(url.as_str().trim_start_matches("http://api").to_owned())
}

async fn get(client: &ClientArgs, path: &str) -> Result<Value, Failure> {
    Ok(client.api_as(ROLES)?.get(path).await?)
}

async fn send(
    client: &ClientArgs,
    method: Method,
    path: &str,
    body: Option<&Value>,
    key: Option<&str>,
) -> Result<Value, Failure> {
    let mut chance = secret::chance().map_err(Failure::failed)?;
    let request = Request { method, path, body, key };
    let patience = RetryPolicy::retries(if key.is_some() { RETRIES } else { 0 });
    Ok(client.api_as(ROLES)?.call_with_retries(&request, &patience, &mut chance).await?)
}

/// A write that must not happen twice, and its answer.
async fn write_once(client: &ClientArgs, path: &str, body: Value, key: Option<&str>) -> Result<(), Failure> {
    let mut chance = secret::chance().map_err(Failure::failed)?;
    let key = key.map_or_else(|| format!("cli-{:032x}", chance.bits128()), str::to_owned);
    let answer = send(client, Method::POST, path, Some(&body), Some(&key)).await?;
    show(client.output, "affinity", &answer);
    match answer["error"].as_str() {
        Some(error) => Err(Failure::Refused(format!("nothing was changed: {error}"))),
        None => Ok(()),
    }
}

fn show(output: Output, title: &str, answer: &Value) {
    match output {
        Output::Json => say(&format!("{answer:#}")),
        Output::Table => say(&table::figures(&[title, "value"], table::paths(answer))),
    }
}

/// A table of `items`, or the whole answer for programs.
fn list(output: Output, columns: &[&str], items: &Value, answer: &Value) {
    if matches!(output, Output::Json) {
        return say(&format!("{answer:#}"));
    }
    let row = |item: &Value| columns.iter().map(|column| table::cell(&item[*column])).collect();
    say(&table::figures(columns, items.as_array().into_iter().flatten().map(row)));
}
