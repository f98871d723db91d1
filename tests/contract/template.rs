//! The template of a deployment against what the code declares. That it is
//! valid CloudFormation is checked by `cfn-lint` and `sam validate`, in
//! `scripts/test`.

use std::collections::BTreeSet;

use heartlink_runtime::figures::Figure;
use heartlink_runtime::telemetry::{CALL_METRICS, LEASE_HELD, NAMESPACE, REFUSALS};
use heartlink_xtask::template;
use yaml_serde::Value;

use crate::{assert_in_step, read};

const TEMPLATE: &str = "infra/template.yaml";

#[test]
fn the_template_is_what_the_code_generates() {
    let expected = template::yaml().unwrap();
    assert_in_step(TEMPLATE, &format!("{}\n", expected.trim_end()));
}

/// What a function may do is reviewed where it changes.
#[test]
fn what_functions_may_do_is_written_down() {
    assert_in_step("infra/iam-permissions.txt", &template::Permissions::declared().text());
}

/// What an alarm or the dashboard shows is told by somebody.
#[test]
fn every_metric_that_is_watched_is_emitted() {
    let emitted: BTreeSet<&str> = CALL_METRICS
        .into_iter()
        .chain([LEASE_HELD, REFUSALS])
        .chain(Figure::ALL.map(Figure::metric))
        .map(|(name, _)| name)
        .collect();
    let template: Value = yaml_serde::from_str(&read(TEMPLATE)).unwrap();
    let mut watched = BTreeSet::new();
    collect_alarms(&template, &mut watched);
    collect_widgets(&template, &mut watched);
    assert!(watched.len() >= 5, "only {watched:?} are watched");
    for name in &watched {
        assert!(emitted.contains(name.as_str()), "{name} is watched and never emitted");
    }
    for figure in Figure::ALL {
        let (name, _) = figure.metric();
        assert!(watched.contains(name), "{name} is emitted, and nobody looks");
    }
}

/// Every metric of ours that an alarm sits on, wherever it is named.
fn collect_alarms(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Mapping(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str);
            if text("Namespace") == Some(NAMESPACE) {
                names.extend(text("MetricName").map(str::to_owned));
            }
            members.values().for_each(|member| collect_alarms(member, names));
        }
        Value::Sequence(items) => items.iter().for_each(|item| collect_alarms(item, names)),
        Value::Tagged(tagged) => collect_alarms(&tagged.value, names),
        _ => {}
    }
}

/// Every metric of ours that a widget of the dashboard shows.
fn collect_widgets(template: &Value, names: &mut BTreeSet<String>) {
    let body = &template["Resources"]["Dashboard"]["Properties"]["DashboardBody"];
    let Value::Tagged(body) = body else { panic!("no dashboard: {body:?}") };
    let body: serde_json::Value = serde_json::from_str(body.value.as_str().unwrap()).unwrap();
    for widget in body["widgets"].as_array().unwrap() {
        for metric in widget["properties"]["metrics"].as_array().into_iter().flatten() {
            if metric[0] == NAMESPACE {
                names.insert(metric[1].as_str().unwrap().to_owned());
            }
            if let Some((_, rest)) =
                metric[0]["expression"].as_str().and_then(|search| search.split_once("{Heartlink,"))
            {
                names.extend(rest.split('"').nth(1).map(str::to_owned));
            }
        }
    }
}
