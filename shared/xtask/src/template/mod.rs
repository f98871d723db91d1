//! The SAM template of a deployment.
//!
//! Functions, routes, streams, schedules, tables and permissions follow from what
//! the code declares; what holds for a deployment as a whole (parameters, the
//! two APIs, alarms, the dashboard) is written by hand in `infra/*.yaml`. Never
//! lists an endpoint or a table.

mod alarms;
mod events;
mod functions;
mod permissions;
mod tables;

use anyhow::{Context, bail};
use serde_json::{Map, Value, json};

pub use self::permissions::Permissions;

/// The first lines of the file, so that nobody edits it by hand.
const MARK: &str = "\
# Generated: `cargo xtask template > infra/template.yaml`, from the code, from
# infra/base.yaml and infra/watch.yaml.
";
/// What is written by hand: parameters, globals, outputs, resources.
const BASE: &str = include_str!("../../../../infra/base.yaml");
/// Alarms and dashboard, resources as well.
const WATCH: &str = include_str!("../../../../infra/watch.yaml");
/// CloudFormation takes no more in one template.
const MOST_RESOURCES: usize = 500;

/// The file `infra/template.yaml`.
///
/// # Errors
/// A route that a template cannot express, or more than CloudFormation takes.
pub fn yaml() -> anyhow::Result<String> {
    let generated = resources(&Permissions::declared())?;
    let text = yaml_serde::to_string(&Value::Object(generated)).context("the template does not serialise")?;
    // As a text: for older readers of YAML it would be a day.
    let text = text.replace("Version: 2012-10-17", "Version: '2012-10-17'");
    let indented: String = text.lines().map(|line| format!("  {line}\n")).collect();
    let template = format!("{MARK}{BASE}\n{WATCH}\n  # From the code.\n{indented}");
    let count = deployed(&template)?;
    if count > MOST_RESOURCES {
        bail!("{count} resources are more than CloudFormation takes in one template");
    }
    Ok(template)
}

/// How many resources CloudFormation makes of `template`: SAM adds a role to
/// each function, a permission to each of its events, and what an event needs.
fn deployed(template: &str) -> anyhow::Result<usize> {
    let template: yaml_serde::Value = yaml_serde::from_str(template).context("the template is no YAML")?;
    let resources = template["Resources"].as_mapping().context("a template without resources")?;
    let with_those_of_sam = |resource: &yaml_serde::Value| {
        let events = resource["Properties"]["Events"].as_mapping();
        let of_events = |events: &yaml_serde::Mapping| match events.get("Schedule") {
            Some(_) => 3,
            None => events.len(),
        };
        let is_function = resource["Type"] == "AWS::Serverless::Function";
        1 + usize::from(is_function) + events.map_or(0, of_events)
    };
    Ok(resources.values().map(with_those_of_sam).sum())
}

/// The resources that follow from the code.
fn resources(permissions: &Permissions) -> anyhow::Result<Map<String, Value>> {
    let mut resources = Map::new();
    let parts = tables::resources().chain(functions::resources(permissions)?).chain(events::resources()?);
    for (name, resource) in parts.chain(alarms::resources()) {
        if resources.insert(name.clone(), resource).is_some() {
            bail!("two resources are called {name}");
        }
    }
    Ok(resources)
}

/// `MatchingAsk` for `matching-ask`: part of a logical id.
fn pascal(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
    };
    name.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(capital).collect()
}

/// The logical id of the function `name`.
fn function_id(name: &str) -> String {
    format!("{}Function", pascal(name))
}

fn reference(id: &str) -> Value {
    json!({ "Ref": id })
}

fn attribute(id: &str, name: &str) -> Value {
    json!({ "Fn::GetAtt": [id, name] })
}

fn substituted(text: impl Into<String>) -> Value {
    json!({ "Fn::Sub": text.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logical_ids_have_letters_and_digits_only() {
        assert_eq!(function_id("matching-ask"), "MatchingAskFunction");
        assert_eq!(pascal("$connect"), "Connect");
        assert_eq!(pascal("rooms_of_asker"), "RoomsOfAsker");
    }

    #[test]
    fn what_sam_adds_is_counted() {
        let function = "Type: AWS::Serverless::Function, Properties: { Events: ";
        let template = format!(
            "Resources:\n  A: {{{function}{{ Http: {{}} }}}}}}\n  B: {{{function}{{ Schedule: {{}} }}}}}}\n  C: {{ Type: X }}\n"
        );
        assert_eq!(deployed(&template).unwrap(), 3 + 5 + 1);
    }
}
