//! Tells the macros that describe the API how values of the domain look on the
//! wire: a field of type `UserId` is described by `UserIdForm`, which
//! `heartlink_runtime::wire` has. Each crate that describes something runs this.

/// Types of the domain with a form in `wire`.
const DESCRIBED: &str = "
    AccountId Amount Currency Day DeviceId DocumentName GroupId Hash HoldId JobId ReportId RequestId RoomId Timestamp
    TransactionType UserId Zone

    ActivityKind CapReason EndReason EventType ExpiryReason Fault GrantStatus HealthStatus
    HoldStatus JobKind JobSource JobStatus Kind Outcome Reason ReferenceScope ReportOutcome ReportStatus
    RequestStatus RoomStatus SanctionKind Source StopReason WalletStatus

    JobSummary Report RewardLine Score
";

fn main() {
    // Nothing but this file decides what it writes.
    println!("cargo::rerun-if-env-changed=OUT_DIR");
    let form = |name| (name, format!("{name}Form"));
    let described: Vec<(&str, String)> = DESCRIBED.split_whitespace().map(form).collect();
    let config = utoipa_config::Config::new();
    let config = described.iter().fold(config, |config, (name, form)| config.alias_for(name, form));
    config.write_to_file();
}
