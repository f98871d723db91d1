//! What brings messages of WebSockets and records of streams to functions.

use heartlink_runtime::{SocketRoute, StreamRoute};
use serde_json::{Value, json};

use super::{attribute, function_id, pascal, reference, substituted, tables};
use heartlink_all as routes;

/// Longest time that an event source mapping gathers records, in seconds: a
/// waiting person notices.
const GATHERING_SECONDS: u32 = 0;
/// How often a batch is delivered again before it is a dead letter.
const RETRIES: u32 = 10;
/// Records older than this are dead letters, in seconds: well before the stream
/// forgets them.
const OLDEST_SECONDS: u32 = 6 * 3600;

pub(super) fn resources() -> anyhow::Result<Vec<(String, Value)>> {
    let mut resources = Vec::new();
    for route in routes::sockets() {
        resources.extend(socket(route));
    }
    for route in routes::streams() {
        resources.push((format!("{}Stream", pascal(route.name)), mapping(route)));
    }
    Ok(resources)
}

/// A route of the WebSocket API, with what it takes to be answered.
fn socket(route: &SocketRoute) -> Vec<(String, Value)> {
    let name = pascal(route.name);
    let api = reference("SocketApi");
    let arn = format!("${{{}.Arn}}", function_id(route.name));
    let uri = format!(
        "arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/{arn}/invocations"
    );
    let source = format!(
        "arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{SocketApi}}/*/{}",
        route.key
    );
    let integration = json!({
        "ApiId": api, "IntegrationType": "AWS_PROXY", "IntegrationUri": substituted(uri),
    });
    let permission = json!({
        "FunctionName": reference(&function_id(route.name)), "Action": "lambda:InvokeFunction",
        "Principal": "apigateway.amazonaws.com", "SourceArn": substituted(source),
    });
    let mut properties = json!({
        "ApiId": api, "RouteKey": route.key,
        "Target": substituted(format!("integrations/${{{name}Integration}}")),
    });
    let mut resources = vec![
        (format!("{name}Integration"), typed("AWS::ApiGatewayV2::Integration", integration)),
        (format!("{name}Permission"), typed("AWS::Lambda::Permission", permission)),
    ];
    match route.key {
        "$connect" => {
            properties["AuthorizationType"] = "CUSTOM".into();
            properties["AuthorizerId"] = reference("SocketAuthorizer");
        }
        "$disconnect" => {}
        // What the function answers goes back over the connection.
        _ => {
            properties["RouteResponseSelectionExpression"] = "$default".into();
            let response = json!({
                "ApiId": api, "RouteId": reference(&format!("{name}Route")), "RouteResponseKey": "$default",
            });
            resources.push((format!("{name}Response"), typed("AWS::ApiGatewayV2::RouteResponse", response)));
        }
    }
    resources.push((format!("{name}Route"), typed("AWS::ApiGatewayV2::Route", properties)));
    resources
}

/// Records go to their function in order, shard by shard: the positions in
/// feeds rest on it.
fn mapping(route: &StreamRoute) -> Value {
    let pattern = route.filter.pattern().to_string();
    let properties = json!({
        "FunctionName": reference(&function_id(route.name)),
        "EventSourceArn": attribute(&tables::id(route.table), "StreamArn"),
        "StartingPosition": "TRIM_HORIZON",
        "BatchSize": route.batch,
        "MaximumBatchingWindowInSeconds": GATHERING_SECONDS,
        "ParallelizationFactor": 1,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "BisectBatchOnFunctionError": true,
        "MaximumRetryAttempts": RETRIES,
        "MaximumRecordAgeInSeconds": OLDEST_SECONDS,
        "FilterCriteria": { "Filters": [{ "Pattern": pattern }] },
        "DestinationConfig": { "OnFailure": { "Destination": attribute("DeadLetters", "Arn") } },
    });
    typed("AWS::Lambda::EventSourceMapping", properties)
}

fn typed(kind: &str, properties: Value) -> Value {
    json!({ "Type": kind, "Properties": properties })
}
