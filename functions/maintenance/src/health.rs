//! Whether the system and its store answer.

use heartlink_runtime::vitals::VitalSigns;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Serialize;
use utoipa::ToSchema;

/// With changes that have waited for longer, in seconds, the system is degraded.
const LATE_SECS: u64 = 60;

/// How the system is.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthView {
    /// `ok` or `degraded`.
    #[schema(example = "ok")]
    status: &'static str,
    /// Of the system.
    version: &'static str,
    /// How the store is.
    store: StoreHealth,
    /// How the machine is, where everything runs on one.
    #[serde(skip_serializing_if = "Option::is_none")]
    machine: Option<MachineHealth>,
}

/// How the store is.
#[derive(Debug, Serialize, ToSchema)]
pub struct StoreHealth {
    /// Whether it answers.
    ok: bool,
    /// Time of one read, in milliseconds.
    latency_ms: u64,
}

/// How the machine is that everything runs on.
#[derive(Debug, Serialize, ToSchema)]
pub struct MachineHealth {
    /// Whether the store takes writes; on a full disk it does not.
    writable: bool,
    /// Free space where the data are, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    free_bytes: Option<u64>,
    /// For how long the oldest change has waited to be told, paired or counted, in seconds.
    behind_secs: u64,
    /// Changes that were given up, until they are played again.
    dead_letters: u64,
}

impl From<VitalSigns> for MachineHealth {
    fn from(signs: VitalSigns) -> Self {
        let VitalSigns { writable, free_bytes, behind_secs, dead_letters } = signs;
        Self { writable, free_bytes, behind_secs, dead_letters }
    }
}

/// Ask whether the system is well
///
/// Needs no token. Answers within a second, and 200 also when degraded: `status` tells.
/// Degraded is a store that does not answer or takes no writes, and changes that have
/// waited for more than a minute. Dead letters are only counted.
#[endpoint(
    GET "/v1/health",
    public,
    answers(200 = HealthView: "How it is."),
    permissions(READ_PERSON)
)]
pub(crate) async fn health(app: App, _call: Request) -> Result<Response, Problem> {
    let look = async {
        match &app.vitals {
            Some(vitals) => Some(vitals.look().await),
            None => None,
        }
    };
    let ((ok, latency), signs) = tokio::join!(app.store.probe(), look);
    let is_well = ok && signs.is_none_or(|signs| signs.writable && signs.behind_secs <= LATE_SECS);
    Response::ok(&HealthView {
        status: if is_well { "ok" } else { "degraded" },
        version: env!("CARGO_PKG_VERSION"),
        store: StoreHealth { ok, latency_ms: u64::try_from(latency.as_millis()).unwrap_or(u64::MAX) },
        machine: signs.map(MachineHealth::from),
    })
}
