//! Affinity over HTTP. Owns one endpoint a file; the rules are in
//! `heartlink_domain::affinity`.

pub mod adjust;
pub mod adjust_batch;
pub mod apply;
pub mod bind;
pub mod decay;
pub mod decay_scheduled;
pub mod devices;
pub mod forms;
pub mod grant_retry;
pub mod grants;
pub mod history;
mod input;
pub mod levels;
pub mod levels_put;
pub mod log;
pub mod retry_grants_scheduled;
pub mod rule;
pub mod rule_delete;
pub mod rule_put;
pub mod rules;
pub mod settings;
pub mod settings_put;
pub mod show;
pub mod unbind;
pub mod view;

/// The documents that admins edit.
const READ_ONLY_FIELDS: heartlink_runtime::edit::ReadOnlyFields = heartlink_runtime::edit::ReadOnlyFields(&[
    ("Rule", Some("rule_key")),
    ("Levels", Some(forms::REMOVED)),
    ("AffinitySettings", None),
]);

heartlink_runtime::functions! {
    http: [
        bind, unbind, devices, show, apply, adjust, adjust_batch, log, rules, rule, rule_put,
        rule_delete, levels, levels_put, settings, settings_put, history, grants, grant_retry, decay,
    ],
    schedules: [decay_scheduled, retry_grants_scheduled],
    openapi: { components(schemas(forms::GrantId)), modifiers(&READ_ONLY_FIELDS) },
}
