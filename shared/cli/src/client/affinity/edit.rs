//! Rules, levels and settings from the command line.
//!
//! What is set is laid over what is there, and sent back with the version that
//! was seen: an edit by somebody else in between is not overwritten.

use clap::{Args, Subcommand};
use heartlink_domain::affinity::{Starter, starter as starter_set};
use heartlink_domain::ids::DocumentName;
use reqwest::Method;
use serde_json::{Value, json};

use super::{ROLES, get, list, object, path, send, show};
use crate::client::ClientArgs;
use crate::client::api::{CallError, Request, RetryPolicy};
use crate::terminal::Output;
use crate::terminal::{Failure, say};
use heartlink_local::secret;

const RULES: &str = "/v1/affinity/rules";
const LEVELS: &str = "/v1/affinity/levels";
const SETTINGS: &str = "/v1/affinity/settings";

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Show all rules, or one.
    #[command(after_help = "\
Examples:
  heartlink affinity rules get
  heartlink affinity rules get chat --output json")]
    Get(RuleArgs),
    /// Make a rule, or change members of one.
    #[command(after_help = "\
Examples:
  heartlink affinity rules set chat '{\"daily_cap\": 40}' --reason \"spring\"
  heartlink affinity rules set wave '{\"min_change\": 1, \"max_change\": 2, \"single_cap\": 2, \"daily_cap\": 10}'")]
    Set(RuleSetArgs),
    /// Delete a rule.
    #[command(after_help = "\
Examples:
  heartlink affinity rules delete wave --reason \"not used\"")]
    Delete(RuleDeleteArgs),
}

/// What to do with levels.
#[derive(Debug, Subcommand)]
pub(crate) enum LevelsCommand {
    /// Show all levels.
    #[command(after_help = "\
Examples:
  heartlink affinity levels get
  heartlink affinity levels get --output json")]
    Get(ClientArgs),
    /// Set all levels.
    #[command(after_help = "\
Examples:
  heartlink affinity levels set '{\"levels\": [{\"threshold\": 0, \"name\": \"Stranger\"},
    {\"threshold\": 100, \"name\": \"Friend\", \"rewards\": [{\"type\": \"wallet\", \"amount\": 50}]}]}'")]
    Set(SetArgs),
}

/// What to do with settings.
#[derive(Debug, Subcommand)]
pub(crate) enum SettingsCommand {
    /// Show the settings.
    #[command(after_help = "\
Examples:
  heartlink affinity settings get
  heartlink affinity settings get --output json")]
    Get(ClientArgs),
    /// Change settings; those that are not named stay.
    #[command(after_help = "\
Examples:
  heartlink affinity settings set '{\"timezone\": \"Europe/Berlin\"}' --reason \"we moved\"
  heartlink affinity settings set '{\"decay\": {\"enabled\": false}}'")]
    Set(SetArgs),
}

#[derive(Debug, Args)]
pub(crate) struct RuleArgs {
    /// Which; all of them if absent.
    rule: Option<DocumentName>,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RuleSetArgs {
    /// Which.
    rule: DocumentName,
    #[command(flatten)]
    set: SetArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RuleDeleteArgs {
    /// Which.
    rule: DocumentName,
    /// Why; kept in the trail.
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SetArgs {
    /// The members to set, as a JSON object.
    #[arg(value_parser = object)]
    members: Value,
    /// Why; kept in the trail.
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    client: ClientArgs,
}

pub(super) async fn rules(command: &RulesCommand) -> Result<(), Failure> {
    match command {
        RulesCommand::Get(RuleArgs { rule: Some(rule), client }) => {
            show(client.output, "rule", &get(client, &format!("{RULES}/{rule}")).await?);
        }
        RulesCommand::Get(RuleArgs { rule: None, client }) => {
            let answer = get(client, &format!("{RULES}?limit=100&order=asc")).await?;
            let columns = [
                "rule_key",
                "min_change",
                "max_change",
                "single_cap",
                "daily_cap",
                "cooldown_seconds",
                "enabled",
            ];
            list(client.output, &columns, &answer["items"], &answer);
        }
        RulesCommand::Set(RuleSetArgs { rule, set: args }) => {
            set(&format!("{RULES}/{rule}"), "rule", args).await?;
        }
        RulesCommand::Delete(RuleDeleteArgs { rule, reason, client }) => {
            let query: Vec<_> = reason.iter().map(|reason| ("reason", reason.clone())).collect();
            let path = path(&format!("{RULES}/{rule}"), &query)?;
            send(client, Method::DELETE, &path, None, None).await?;
            show(client.output, "rule", &json!({ "deleted": rule }));
        }
    }
    Ok(())
}

pub(super) async fn levels(command: &LevelsCommand) -> Result<(), Failure> {
    match command {
        LevelsCommand::Get(client) => {
            let answer = get(client, LEVELS).await?;
            list(client.output, &["threshold", "name", "rewards"], &answer["levels"], &answer);
        }
        LevelsCommand::Set(args) => set(LEVELS, "levels", args).await?,
    }
    Ok(())
}

pub(super) async fn settings(command: &SettingsCommand) -> Result<(), Failure> {
    match command {
        SettingsCommand::Get(client) => show(client.output, "settings", &get(client, SETTINGS).await?),
        SettingsCommand::Set(args) => set(SETTINGS, "settings", args).await?,
    }
    Ok(())
}

/// Lays the members over what is there, and puts it back.
async fn set(place: &str, title: &str, args: &SetArgs) -> Result<(), Failure> {
    let SetArgs { members, reason, client } = args;
    let mut content = match client.api_as(ROLES)?.get(place).await {
        Ok(content) => content,
        Err(CallError::Refused { status: 404, .. }) => json!({}),
        Err(error) => return Err(error.into()),
    };
    let version = content["version"].as_u64().unwrap_or(0);
    lay(&mut content, members);
    let mut query = vec![("expected_version", version.to_string())];
    query.extend(reason.iter().map(|reason| ("reason", reason.clone())));
    let answer = send(client, Method::PUT, &path(place, &query)?, Some(&content), None).await?;
    show(client.output, title, &answer);
    Ok(())
}

/// Members over members; anything else is replaced.
fn lay(under: &mut Value, over: &Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (name, value) in over {
                lay(under.entry(name.as_str()).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over.clone(),
    }
}

/// Puts the starter set where there is nothing yet.
pub(super) async fn starter(client: &ClientArgs) -> Result<(), Failure> {
    let Starter { rules, levels, settings } = starter_set().map_err(Failure::failed)?;
    let mut documents: Vec<(String, Value)> =
        rules.into_iter().map(|(key, rule)| (format!("{RULES}/{key}"), json!(rule))).collect();
    documents.push((LEVELS.to_owned(), json!(levels)));
    documents.push((SETTINGS.to_owned(), json!(settings)));
    let (api, mut chance) = (client.api_as(ROLES)?, secret::chance().map_err(Failure::failed)?);
    let (mut loaded, mut kept) = (Vec::new(), Vec::new());
    for (place, content) in documents {
        let name = place.trim_start_matches("/v1/affinity/").to_owned();
        let path =
            path(&place, &[("expected_version", "0".to_owned()), ("reason", "starter set".to_owned())])?;
        let request = Request { method: Method::PUT, path: &path, body: Some(&content), key: None };
        match api.call_with_retries(&request, &RetryPolicy::retries(0), &mut chance).await {
            Ok(_) => loaded.push(name),
            Err(error) if error.code() == "document_changed" => kept.push(name),
            Err(error) => return Err(error.into()),
        }
    }
    match client.output {
        Output::Json => say(&format!("{:#}", json!({ "loaded": loaded, "kept": kept }))),
        Output::Table => say(&format!("loaded: {}\nkept: {}", loaded.join(", "), kept.join(", "))),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_laid_over_what_is_there() {
        let mut settings = json!({ "timezone": "UTC", "decay": { "enabled": true, "idle_hours": 72 } });
        lay(&mut settings, &json!({ "decay": { "enabled": false } }));
        assert_eq!(settings, json!({ "timezone": "UTC", "decay": { "enabled": false, "idle_hours": 72 } }));
        let mut levels = json!({ "levels": [1, 2] });
        lay(&mut levels, &json!({ "levels": [3] }));
        assert_eq!(levels, json!({ "levels": [3] }));
    }
}
