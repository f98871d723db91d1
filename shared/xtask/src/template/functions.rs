//! The functions: one for each route, and the authorizer.

use std::time::Duration;

use heartlink_domain::settings::Settings;
use heartlink_runtime::{Access, HttpRoute, ScheduleRoute, StreamRoute};
use serde_json::{Map, Value, json};

use super::permissions::Permissions;
use super::{attribute, function_id, reference, substituted, tables};
use heartlink_all::{self as routes, AUTHORIZER};

/// The function that solves a matching: it is given memory of its own, and so more of a core.
const PAIRING: &str = "matching-pair";
/// Time of a run that no caller waits for, in seconds.
const BACKGROUND_SECONDS: u32 = 300;

pub(super) fn resources(permissions: &Permissions) -> anyhow::Result<Vec<(String, Value)>> {
    let mut functions = vec![(function_id(AUTHORIZER), function(AUTHORIZER, permissions)?)];
    for route in routes::http() {
        let mut function = function(route.name, permissions)?;
        function["Properties"]["Events"] = json!({ "Http": http_event(route) });
        functions.push((function_id(route.name), function));
    }
    for route in routes::sockets() {
        functions.push((function_id(route.name), function(route.name, permissions)?));
    }
    for route in routes::streams() {
        functions.push((function_id(route.name), stream_function(route, permissions)?));
    }
    for route in routes::schedules() {
        let mut function = function(route.name, permissions)?;
        let properties = &mut function["Properties"];
        properties["Timeout"] = BACKGROUND_SECONDS.into();
        // The next run makes up for one that failed.
        properties["EventInvokeConfig"] = json!({ "MaximumRetryAttempts": 0 });
        properties["Events"] = json!({ "Schedule": schedule_event(route) });
        functions.push((function_id(route.name), function));
    }
    Ok(functions)
}

/// A function with what it may do and what it needs to know.
fn function(name: &str, permissions: &Permissions) -> anyhow::Result<Value> {
    let mut properties = common(name);
    let settings = permissions.settings(name);
    if !settings.is_empty() {
        properties.insert("Environment".to_owned(), json!({ "Variables": settings }));
    }
    let statements = permissions.statements(name)?;
    if !statements.is_empty() {
        properties.insert("Policies".to_owned(), json!([policy(statements)]));
    }
    Ok(json!({ "Type": "AWS::Serverless::Function", "Properties": properties }))
}

fn common(name: &str) -> Map<String, Value> {
    let mut properties = Map::new();
    let full_name = substituted(format!("heartlink-${{Stage}}-{name}"));
    properties.insert("FunctionName".to_owned(), full_name);
    // What a binary that is all functions goes by.
    properties.insert("Handler".to_owned(), name.into());
    properties.insert("CodeUri".to_owned(), format!("../target/lambda/{name}/").into());
    properties
}

fn policy(statements: Vec<Value>) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// Whatever is not public goes by the authorizer, the API's default.
fn http_event(route: &HttpRoute) -> Value {
    let mut properties = json!({ "ApiId": reference("HttpApi"), "Method": route.method, "Path": route.path });
    if route.access == Access::Public {
        properties["Auth"] = json!({ "Authorizer": "NONE" });
    }
    json!({ "Type": "HttpApi", "Properties": properties })
}

/// Reads its stream, and writes what it could not handle to the dead letters.
fn stream_function(route: &StreamRoute, permissions: &Permissions) -> anyhow::Result<Value> {
    let mut function = function(route.name, permissions)?;
    let mut statements = permissions.statements(route.name)?;
    statements.push(json!({
        "Effect": "Allow",
        "Action": ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        "Resource": attribute(&tables::id(route.table), "StreamArn"),
    }));
    statements.push(json!({
        "Effect": "Allow",
        "Action": "dynamodb:ListStreams",
        "Resource": "*",
    }));
    statements.push(json!({
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Resource": attribute("DeadLetters", "Arn"),
    }));
    function["Properties"]["Policies"] = json!([policy(statements)]);
    function["Properties"]["Timeout"] = BACKGROUND_SECONDS.into();
    if route.name == PAIRING {
        function["Properties"]["MemorySize"] = reference("PairingMemory");
    }
    Ok(function)
}

/// EventBridge counts in whole minutes.
fn schedule_event(route: &ScheduleRoute) -> Value {
    let every: Duration = (route.every)(&Settings::default());
    let seconds = every.as_secs();
    let rate = match seconds.div_ceil(60) {
        0 | 1 => "rate(1 minute)".to_owned(),
        minutes => format!("rate({minutes} minutes)"),
    };
    json!({ "Type": "Schedule", "Properties": { "Schedule": rate } })
}
