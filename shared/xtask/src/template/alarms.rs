//! The alarms that there is one of for each table and each stream function.
//! The others are written by hand, in `infra/watch.yaml`.

use heartlink_store::tables::Table;
use serde_json::{Value, json};

use super::{function_id, pascal, reference, tables};
use heartlink_all as routes;

/// How far a stream function may be behind, in milliseconds, before somebody
/// should look.
const BEHIND_MILLIS: u32 = 60_000;

pub(super) fn resources() -> impl Iterator<Item = (String, Value)> {
    let throttled = Table::ALL
        .into_iter()
        .map(|table| (format!("{}Throttled", pascal(table.suffix())), throttles(table)));
    let behind = routes::streams().map(|route| (format!("{}Behind", pascal(route.name)), lag(route.name)));
    throttled.chain(behind)
}

/// A table turns calls away for five minutes on end.
fn throttles(table: Table) -> Value {
    let metric = |id: &str, name: &str| {
        json!({
            "Id": id,
            "ReturnData": false,
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/DynamoDB", "MetricName": name,
                    "Dimensions": [{ "Name": "TableName", "Value": reference(&tables::id(table)) }],
                },
                "Period": 60,
                "Stat": "Sum",
            },
        })
    };
    let sum =
        json!({ "Id": "throttled", "Expression": "FILL(r, 0) + FILL(w, 0)", "Label": "throttled calls" });
    alarm(
        &format!("The table {} turns calls away.", table.suffix()),
        json!({
            "Metrics": [sum, metric("r", "ReadThrottleEvents"), metric("w", "WriteThrottleEvents")],
            "ComparisonOperator": "GreaterThanThreshold", "Threshold": 0, "EvaluationPeriods": 5,
        }),
    )
}

/// A stream function does not keep up.
fn lag(name: &str) -> Value {
    alarm(
        &format!("{name} is behind its stream."),
        json!({
            "Namespace": "AWS/Lambda", "MetricName": "IteratorAge", "Statistic": "Maximum", "Period": 60,
            "Dimensions": [{ "Name": "FunctionName", "Value": reference(&function_id(name)) }],
            "ComparisonOperator": "GreaterThanThreshold", "Threshold": BEHIND_MILLIS, "EvaluationPeriods": 3,
        }),
    )
}

/// An alarm that tells whoever is to be told.
fn alarm(description: &str, mut properties: Value) -> Value {
    let told = json!({ "Fn::If": ["HasAlarmEmail", [reference("AlarmTopic")], []] });
    properties["AlarmDescription"] = description.into();
    properties["TreatMissingData"] = "notBreaching".into();
    properties["AlarmActions"] = told.clone();
    properties["OKActions"] = told;
    json!({ "Type": "AWS::CloudWatch::Alarm", "Properties": properties })
}
