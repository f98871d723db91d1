//! `heartlink token`: a token that the local gateway accepts, and nothing else.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use heartlink_domain::roles::Role;
use heartlink_store::clock::Clock;

use crate::terminal::{Failure, environment, say};
use heartlink_local::secret;

#[derive(Debug, Args)]
pub(super) struct TokenArgs {
    /// Whom it names.
    #[arg(long)]
    sub: String,
    /// What its bearer may be: user, service, teacher, moderator or admin; may be repeated.
    #[arg(long, required = true, value_parser = role)]
    role: Vec<Role>,
    /// How long it holds, as 30s, 15m, 24h or 7d.
    #[arg(long, default_value = "24h", value_parser = span)]
    ttl: Duration,
    /// Folder with the secret of local tokens.
    #[arg(long, default_value = "./data")]
    data: PathBuf,
}

pub(super) fn run(args: &TokenArgs) -> Result<(), Failure> {
    let secret = secret::configured(&environment, &args.data).map_err(Failure::failed)?;
    let now = Clock::default().now();
    let token = secret::token(&secret, &args.sub, &args.role, now, args.ttl)
        .map_err(|error| Failure::Usage(format!("{error:#}")))?;
    say(&token);
    Ok(())
}

fn role(text: &str) -> Result<Role, String> {
    serde_json::from_value(text.into())
        .map_err(|_| "must be user, service, teacher, moderator or admin".to_owned())
}

fn span(text: &str) -> Result<Duration, String> {
    let wrong = || "must be a number with s, m, h or d, as in 24h".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let secs_per_unit: u64 = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let count: u64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    let secs = count.checked_mul(secs_per_unit).filter(|secs| (1..=366 * 86_400).contains(secs));
    secs.map(Duration::from_secs).ok_or_else(|| "must be 1 second to 366 days".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_a_unit_and_a_bound() {
        for (text, secs) in [("30s", 30), ("15m", 900), ("24h", 86_400), ("7d", 604_800)] {
            assert_eq!(span(text), Ok(Duration::from_secs(secs)));
        }
        for text in ["", "h", "24", "0h", "-1h", "1.5h", "99999d", "10é"] {
            assert!(span(text).is_err(), "{text}");
        }
    }

    #[test]
    fn roles_have_the_names_of_the_claim() {
        assert_eq!(role("admin"), Ok(Role::Admin));
        assert!(role("Admin").is_err());
    }
}
