//! What `--help` says beside the arguments, and how it looks.
//!
//! Examples of one command stand with it where its arguments are; here are
//! those of the commands whose arguments are shared.

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;

/// Colours of the help and of usage errors; clap leaves them out where they
/// are not wanted (`NO_COLOR`) or nobody sees them.
pub(super) const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Yellow.on_default().bold())
    .usage(AnsiColor::Yellow.on_default().bold())
    .literal(AnsiColor::Green.on_default())
    .placeholder(AnsiColor::Cyan.on_default());

/// Of the whole command.
pub(super) const ROOT: &str = "\
Begin with:
  heartlink                                 # serve; prints links to open
  heartlink demo --people 100               # in another terminal: a crowd that meets
  heartlink stats
  TOKEN=$(heartlink token --sub alice --role user)
  curl http://127.0.0.1:8787/v1/heart-links/current -H \"Authorization: Bearer $TOKEN\"

Environment:
  HEARTLINK_URL      the server that the client commands call
  HEARTLINK_TOKEN    the token they call with; for a server on this machine one is made
  NO_COLOR           no colours, as also where the output is no terminal
  All settings of the rules: docs/settings.md. The API: /docs of a running server.

Exit codes:
  0  done
  1  refused or failed; why stands on standard error
  2  wrong usage or configuration; nothing was tried";

/// Of `serve`.
pub(super) const SERVE: &str = "\
Examples:
  heartlink serve                            # data in ./data
  heartlink serve --ephemeral --listen 127.0.0.1:0
  heartlink serve --engine http://127.0.0.1:8000   # DynamoDB Local
  HEARTLINK_MATCHING_LEASE_SECS=60 heartlink serve
  AWS_XRAY_DAEMON_ADDRESS=127.0.0.1:2000 heartlink serve   # tells traces to X-Ray's daemon";

/// Of `token`.
pub(super) const TOKEN: &str = "\
Examples:
  heartlink token --sub alice --role user
  heartlink token --sub ops --role admin --role service --ttl 15m
  export HEARTLINK_TOKEN=$(heartlink token --sub ops --role admin)";

/// Of `demo`.
pub(super) const DEMO: &str = "\
Ends with 1 if anybody was left over who could have met somebody, or a message was lost.

Examples:
  heartlink demo --people 1000
  heartlink demo --people 100 --seed 7 --leave --output json";

/// Of `cleanup`.
pub(super) const CLEANUP: &str = "\
It runs by itself every few minutes; this is for looking, and for now.

Examples:
  heartlink cleanup --dry-run
  heartlink cleanup --force --output json";

/// Of `stats`.
pub(super) const STATS: &str = "\
Examples:
  heartlink stats
  heartlink stats --output json | jq .time_to_match_ms.p95
  heartlink stats --url https://api.example.com --token \"$TOKEN\"";

/// Of `tables create`.
pub(super) const TABLES: &str = "\
Examples:
  heartlink tables create --engine http://127.0.0.1:8000
  HEARTLINK_TABLE_PREFIX=staging- heartlink tables create --engine aws";

/// Of `bench`.
pub(super) const BENCH: &str = "\
Examples:
  heartlink bench wallet
  heartlink bench --help

The program stands beside `heartlink`, or on the PATH: cargo build -p heartlink-bench";

/// Of `backup`.
pub(super) const BACKUP: &str = "\
It is a data folder like any other, as things were at one moment. Nobody is held up.

Examples:
  heartlink backup backups/$(date +%F)
  heartlink backup /mnt/other-disk/heartlink --data /var/lib/heartlink";

/// Of `restore`.
pub(super) const RESTORE: &str = "\
Examples:
  mv data data.broken && heartlink restore backups/2026-11-27";

/// Of `check`.
pub(super) const CHECK: &str = "\
Every start has a quicker look, which leaves out whether indexes agree with their tables.

Examples:
  heartlink check
  heartlink check --data backups/2026-11-27";

/// Of `dead-letters`.
pub(super) const DEAD_LETTERS: &str = "\
A change is given up when a function fails on it for a minute while the store works; the log says why.

Examples:
  heartlink dead-letters
  heartlink dead-letters --output json | jq .record";

/// Of `redrive`.
pub(super) const REDRIVE: &str = "\
A running gateway begins within seconds, another one when it starts.

Examples:
  heartlink redrive";

/// Of `completions`.
pub(super) const COMPLETIONS: &str = "\
Examples:
  heartlink completions bash > ~/.local/share/bash-completion/completions/heartlink
  heartlink completions zsh > \"${fpath[1]}/_heartlink\"
  heartlink completions fish > ~/.config/fish/completions/heartlink.fish";
