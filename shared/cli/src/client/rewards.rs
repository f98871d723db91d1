//! `heartlink rewards run FILE`: pays everybody in a file of JSON lines, once.
//!
//! The job's key follows from the file's digest: run again after Ctrl-C or a
//! crash, the same file goes on with the same job. The server does the work;
//! this only uploads, starts and watches.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Subcommand};
use heartlink_domain::chance::Chance;
use heartlink_domain::roles::Role;
use heartlink_store::retry::pause;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::fs::File;
use tokio::io::AsyncReadExt;

use super::api::Api;
use super::{ClientArgs, api, progress};
use crate::table;
use crate::terminal::{Failure, Output, say, warn};
use heartlink_local::secret;

/// How often the server is asked how far the job is.
const LOOK: Duration = Duration::from_millis(300);
/// Longest time for the upload of a file.
const UPLOAD: Duration = Duration::from_secs(3_600);
/// Failures that are shown; the API lists all.
const SHOWN: usize = 10;
/// How much of the file is read at a time, in bytes.
const CHUNK: usize = 64 * 1024;

/// What to do with rewards.
#[derive(Debug, Subcommand)]
pub(crate) enum RewardsCommand {
    /// Pay everybody in a file: one JSON object a line, with `user_id` and `amount`, and if you like
    /// `currency`, `description` and `reference`.
    #[command(after_help = "\
On a terminal the progress is shown. Ctrl-C stops watching, not the job. Ends with 1 if anybody
could not be paid.

Examples:
  heartlink rewards run prizes.jsonl
  heartlink rewards run prizes.jsonl          # again: nobody is paid twice
  heartlink rewards run prizes.jsonl --retry --output json")]
    Run(RunArgs),
}

/// What to pay, and how.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// The file. The same content again goes on with the same job, and pays nobody twice.
    file: PathBuf,
    /// Pay it although the same content was paid before.
    #[arg(long)]
    new: bool,
    /// Try again what failed.
    #[arg(long, conflicts_with = "new")]
    retry: bool,
    #[command(flatten)]
    client: ClientArgs,
}

/// Does it.
pub(crate) async fn run(command: &RewardsCommand) -> Result<(), Failure> {
    let RewardsCommand::Run(args) = command;
    let api = args.client.api_as(&[Role::Service])?;
    let mut chance = Chance::from_seed(secret::random_seed().map_err(Failure::failed)?);
    let key = job_key(args, &mut chance).await?;
    let made = api
        .post_with_retries("/v1/wallets/rewards/jobs", &json!({ "source": "file" }), &key, &mut chance)
        .await?;
    let id = made["job"]["id"].as_str().unwrap_or_default().to_owned();
    let job = api.get_with_retries(&format!("/v1/jobs/{id}"), &mut chance).await?;
    if job["status"] == "open" {
        upload(&api, &id, &args.file, &mut chance).await?;
        api.post_with_retries(&format!("/v1/jobs/{id}/start"), &json!({}), &key, &mut chance).await?;
    } else if is_over(&job) && args.retry {
        let key = format!("{key}-{}", table::cell(&job["finished_at"]));
        api.post_with_retries(&format!("/v1/jobs/{id}/retry"), &json!({}), &key, &mut chance).await?;
    } else if is_over(&job) {
        warn("This file was paid before; --new pays it again, --retry only what failed.");
    }
    let job = watch(&api, &id, &mut chance).await?;
    let path = format!("/v1/jobs/{id}/failures?order=asc&limit={SHOWN}");
    let failures = api.get_with_retries(&path, &mut chance).await?;
    match args.client.output {
        Output::Json => say(&format!("{:#}", json!({ "job": job, "failures": failures["items"] }))),
        Output::Table => say(&shown(&job, &failures["items"])),
    }
    match (job["status"].as_str(), job["failed"].as_u64()) {
        (Some("done"), Some(0)) => Ok(()),
        (Some("done"), failed) => {
            Err(Failure::Refused(format!("{} rewards were not paid", failed.unwrap_or_default())))
        }
        (status, _) => {
            let reason = job["reason"].as_str().map(|reason| format!(": {reason}")).unwrap_or_default();
            Err(Failure::Refused(format!("the job is {}{reason}", status.unwrap_or("lost"))))
        }
    }
}

/// The key that makes the same file the same job.
async fn job_key(args: &RunArgs, chance: &mut Chance) -> Result<String, Failure> {
    let wrong = |error: std::io::Error| Failure::Usage(format!("{}: {error}", args.file.display()));
    let mut file = File::open(&args.file).await.map_err(wrong)?;
    let (mut digest, mut chunk) = (Sha256::new(), vec![0; CHUNK]);
    loop {
        let length = file.read(&mut chunk).await.map_err(wrong)?;
        if length == 0 {
            break;
        }
        digest.update(&chunk[..length]);
    }
    let digest = format!("{:x}", digest.finalize());
    let fresh = if args.new { format!("-{:08x}", chance.bits128() >> 96) } else { String::new() };
    Ok(format!("rewards-run-{digest}{fresh}"))
}

/// Uploads the file to the address that the server names.
async fn upload(api: &Api, id: &str, path: &Path, chance: &mut Chance) -> Result<(), Failure> {
    let address =
        api.post_with_retries(&format!("/v1/jobs/{id}/upload"), &json!({}), "upload", chance).await?;
    let file = File::open(path).await.map_err(Failure::failed)?;
    let length = file.metadata().await.map_err(Failure::failed)?.len();
    let http = api::http_client().map_err(Failure::failed)?;
    let url = address["url"].as_str().unwrap_or_default();
    let mut request = http.put(url).timeout(UPLOAD).header("content-length", length).body(file);
    for (name, value) in address["headers"].as_object().into_iter().flatten() {
        request = request.header(name, value.as_str().unwrap_or_default());
    }
    let answer = request.send().await.map_err(|error| Failure::failed(error.without_url()))?;
    if !answer.status().is_success() {
        let status = answer.status();
        let why = answer.text().await.unwrap_or_default();
        return Err(Failure::Refused(format!("the file was not taken ({status}): {why}")));
    }
    Ok(())
}

fn is_over(job: &Value) -> bool {
    matches!(job["status"].as_str(), Some("done" | "failed" | "cancelled"))
}

/// Shows the progress until the job is over.
async fn watch(api: &Api, id: &str, chance: &mut Chance) -> Result<Value, Failure> {
    let bar = progress::bar(0, "rewards  {per_sec}");
    if std::io::stderr().is_terminal() {
        warn(&format!("Job {id}. Ctrl-C stops watching, not the job."));
    }
    // Bounded by the job itself, which fails where it makes no progress.
    loop {
        let job = api.get_with_retries(&format!("/v1/jobs/{id}"), chance).await?;
        let figure = |name: &str| job[name].as_u64().unwrap_or_default();
        bar.set_length(figure("total"));
        bar.set_position(figure("done") + figure("failed"));
        bar.set_message(job["status"].as_str().unwrap_or_default().to_owned());
        if is_over(&job) {
            bar.finish_and_clear();
            return Ok(job);
        }
        pause(LOOK).await;
    }
}

/// The summary for people.
fn shown(job: &Value, failures: &Value) -> String {
    let mut rows: Vec<Vec<String>> =
        ["id", "status", "reason", "total", "done", "failed", "started_at", "finished_at"]
            .map(|name| vec![name.to_owned(), table::cell(&job[name])])
            .to_vec();
    for (currency, minor) in job["paid"].as_object().into_iter().flatten() {
        rows.push(vec![format!("paid {currency}"), table::cell(minor)]);
    }
    let mut text = table::figures(&["job", ""], rows);
    for failure in failures.as_array().into_iter().flatten() {
        let line = failure["index"].as_u64().unwrap_or_default() + 1;
        let (user, code) = (table::cell(&failure["user_id"]), table::cell(&failure["code"]));
        text.push_str(&format!(
            "\n  line {line}: {user} {code}: {}",
            table::cell(&failure["problem"]["detail"])
        ));
    }
    let unseen = job["failed"].as_u64().unwrap_or_default().saturating_sub(SHOWN as u64);
    if unseen > 0 {
        text.push_str(&format!("\n  … and {unseen} more: GET /v1/jobs/{}/failures", table::cell(&job["id"])));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_lines_as_people_count_them() {
        let job = json!({ "id": "j", "status": "done", "total": 30, "done": 18, "failed": 12, "paid": { "GEM": 5 } });
        let problem = json!({ "detail": "It is frozen." });
        let failures = json!([{ "index": 0, "user_id": "ann", "code": "wallet_frozen", "problem": problem }]);
        let text = shown(&job, &failures);
        for part in ["line 1: ann wallet_frozen: It is frozen.", "paid GEM", "and 2 more", "18"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
