//! How far long work is, shown while somebody looks.
//!
//! Owns the looks. Draws on standard error, and nothing where that is no
//! terminal; colours are left out where `NO_COLOR` says so.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over `total` things, called `what`. The total may become known later.
pub(crate) fn bar(total: u64, what: &str) -> ProgressBar {
    styled(
        ProgressBar::new(total),
        &format!("{{elapsed_precise}} {{bar:30.cyan}} {{pos}}/{{len}} {what}  {{msg}}"),
    )
}

/// A count of things, called `what`, of which nobody knows how many there are.
pub(crate) fn count(what: &str) -> ProgressBar {
    styled(ProgressBar::no_length(), &format!("{{elapsed_precise}} {{spinner:.cyan}} {{pos}} {what}"))
}

fn styled(bar: ProgressBar, template: &str) -> ProgressBar {
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
