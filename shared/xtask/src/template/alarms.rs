//! The alarms that there is one of for each stream function.
//! The others are written by hand, in `infra/watch.yaml`.

use serde_json::{Value, json};

use super::{function_id, pascal, reference};
use heartlink_all as routes;

/// How far a stream function may be behind, in milliseconds, before somebody
/// should look.
const BEHIND_MILLIS: u32 = 60_000;

pub(super) fn resources() -> impl Iterator<Item = (String, Value)> {
    routes::streams().map(|route| (format!("{}Behind", pascal(route.name)), lag(route.name)))
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
