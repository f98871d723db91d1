//! What keeps the system tidy and tells how it is: cleanup, schedules, health.

pub mod cleanup;
pub mod health;
pub mod minute;
pub mod sweep;

heartlink_runtime::functions! {
    http: [health, cleanup],
    schedules: [minute, sweep],
}
