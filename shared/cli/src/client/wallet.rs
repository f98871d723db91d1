//! `heartlink wallet`: look at wallets, move money, lock and verify them.
//!
//! Owns the arguments and how answers are shown. A write is made under an
//! idempotency key and repeated under the same one, so that it happens once.

use clap::{Args, Subcommand, value_parser};
use heartlink_domain::ids::UserId;
use heartlink_domain::ledger::MAX_MINOR;
use heartlink_domain::roles::Role;
use heartlink_domain::wallet::Currency;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::ClientArgs;
use super::api::{Request, RetryPolicy};
use crate::table;
use crate::terminal::{Failure, Output, say};
use heartlink_local::secret;

/// As whom the commands call where no token is given.
const ROLES: &[Role] = &[Role::Service, Role::Admin];

/// What to do with a wallet.
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Amounts are whole numbers of the currency's minor unit: 1250 is 12.50 where 100 make one.

Examples:
  heartlink wallet credit ann 1250 --description \"Welcome\"
  heartlink wallet show ann
  heartlink wallet transfer ann bob 200 --output json
  heartlink wallet verify ann")]
pub(crate) enum WalletCommand {
    /// Show balance, holds and status.
    #[command(after_help = "\
Examples:
  heartlink wallet show ann
  heartlink wallet show me --currency GEM --output json")]
    Show(ShowArgs),
    /// Pay into a wallet, from outside.
    #[command(after_help = "\
Without --key a new key is made, and kept over all retries. With the key of an earlier call
nothing is paid twice: the first answer comes again.

Examples:
  heartlink wallet credit ann 1250
  heartlink wallet credit ann 1250 --currency CREDIT --description \"Prize\" --key prize-2026-ann")]
    Credit(PayArgs),
    /// Pay out of a wallet, as far as money is available.
    #[command(after_help = "\
Examples:
  heartlink wallet withdraw ann 500
  heartlink wallet withdraw ann 500 --key order-1017 --retries 8")]
    Withdraw(PayArgs),
    /// Pay from one user to another; both wallets change together.
    #[command(after_help = "\
Examples:
  heartlink wallet transfer ann bob 200
  heartlink wallet transfer ann bob 200 --description \"Dinner\" --output json")]
    Transfer(TransferArgs),
    /// Check a wallet's ledger; ends with 1 if it is not consistent.
    #[command(after_help = "\
Examples:
  heartlink wallet verify ann
  heartlink wallet verify ann --incremental || echo \"look at ann's ledger\"")]
    Verify(VerifyArgs),
    /// Be the only writer of a wallet for a while.
    #[command(after_help = "\
Until the lease ends, only calls with its fencing number change the wallet; others wait.

Examples:
  heartlink wallet lock ann --owner audit --purpose \"Monthly audit\" --ttl-seconds 60
  heartlink wallet withdraw ann 500 --fencing 7
  heartlink wallet unlock ann --owner audit")]
    Lock(LockArgs),
    /// Release a lease: one's own, or another's by force.
    #[command(after_help = "\
Examples:
  heartlink wallet unlock ann --owner audit
  heartlink wallet unlock ann --force --reason \"The audit crashed\"")]
    Unlock(UnlockArgs),
    /// Show the figures of all wallets: outcomes, retries, waits, leases.
    #[command(after_help = "\
Examples:
  heartlink wallet stats
  heartlink wallet stats --output json")]
    Stats(ClientArgs),
}

/// Which wallet.
#[derive(Debug, Args)]
pub(crate) struct Wallet {
    /// Whose wallet: a user id, or `me`.
    user: UserId,
    /// The default currency if absent.
    #[arg(long)]
    currency: Option<Currency>,
}

/// How a write is made.
#[derive(Debug, Args)]
pub(crate) struct Writing {
    /// Idempotency key; a call made again with it has no second effect.
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// Retries of what may pass by itself, at most.
    #[arg(long, default_value_t = 5, value_name = "N")]
    retries: u32,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    wallet: Wallet,
    #[command(flatten)]
    client: ClientArgs,
}

/// What is paid.
#[derive(Debug, Args)]
pub(crate) struct Paying {
    /// How much, in minor units.
    #[arg(value_parser = value_parser!(i64).range(1..=MAX_MINOR))]
    amount: i64,
    /// For a person to read.
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// A mark of one's own.
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
    /// Refuse what has the reference of an entry that asked for the same: in this wallet, or in any.
    #[arg(long, value_name = "SCOPE", value_parser = ["wallet", "global"], requires = "reference")]
    reference_scope: Option<String>,
    /// Fencing number of the lease held on the wallet.
    #[arg(long, value_name = "N")]
    fencing: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct PayArgs {
    #[command(flatten)]
    wallet: Wallet,
    #[command(flatten)]
    paying: Paying,
    #[command(flatten)]
    writing: Writing,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct TransferArgs {
    #[command(flatten)]
    wallet: Wallet,
    /// The receiver.
    to: UserId,
    #[command(flatten)]
    paying: Paying,
    #[command(flatten)]
    writing: Writing,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    wallet: Wallet,
    /// Check only what was added since the last time.
    #[arg(long)]
    incremental: bool,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct LockArgs {
    #[command(flatten)]
    wallet: Wallet,
    /// Who is to hold it.
    #[arg(long)]
    owner: String,
    /// What for.
    #[arg(long)]
    purpose: Option<String>,
    /// For how long [default: the server's].
    #[arg(long, value_name = "N")]
    ttl_seconds: Option<u64>,
    #[command(flatten)]
    writing: Writing,
    #[command(flatten)]
    client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct UnlockArgs {
    #[command(flatten)]
    wallet: Wallet,
    /// Whose lease is released.
    #[arg(long, required_unless_present = "force", conflicts_with = "force")]
    owner: Option<String>,
    /// End another's lease; kept in the audit trail.
    #[arg(long)]
    force: bool,
    /// Why it is ended by force.
    #[arg(long, requires = "force")]
    reason: Option<String>,
    #[command(flatten)]
    writing: Writing,
    #[command(flatten)]
    client: ClientArgs,
}

/// Does it, and shows the answer.
pub(crate) async fn run(command: &WalletCommand) -> Result<(), Failure> {
    match command {
        WalletCommand::Show(ShowArgs { wallet, client }) => {
            let answer = read(client, &wallet.path("", &[])?).await?;
            show(client.output, "wallet", &answer);
        }
        WalletCommand::Credit(args) => pay(args, "/credit").await?,
        WalletCommand::Withdraw(args) => pay(args, "/withdraw").await?,
        WalletCommand::Transfer(TransferArgs { wallet, to, paying, writing, client }) => {
            let mut body = paying.body(wallet);
            body.insert("to".to_owned(), json!(to));
            let path = format!("/v1/wallets/{}/transfer", wallet.user);
            let answer = write(client, writing, Method::POST, &path, Some(body.into())).await?;
            show(client.output, "transfer", &answer);
        }
        WalletCommand::Verify(args) => verify(args).await?,
        WalletCommand::Lock(LockArgs { wallet, owner, purpose, ttl_seconds, writing, client }) => {
            let body = given([
                ("currency", json!(wallet.currency)),
                ("owner", json!(owner)),
                ("purpose", json!(purpose)),
                ("ttl_seconds", json!(ttl_seconds)),
            ]);
            let path = format!("/v1/wallets/{}/lock", wallet.user);
            let answer = write(client, writing, Method::POST, &path, Some(body.into())).await?;
            show(client.output, "lease", &answer);
        }
        WalletCommand::Unlock(UnlockArgs { wallet, owner, force, reason, writing, client }) => {
            let force = force.then(|| "true".to_owned());
            let query = [("owner", owner.clone()), ("force", force), ("reason", reason.clone())];
            let path = wallet.path("/lock", &query)?;
            let answer = write(client, writing, Method::DELETE, &path, None).await?;
            show(client.output, "lease", &answer);
        }
        WalletCommand::Stats(client) => {
            show(client.output, "figure", &read(client, "/v1/wallets/stats").await?)
        }
    }
    Ok(())
}

async fn pay(args: &PayArgs, operation: &str) -> Result<(), Failure> {
    let PayArgs { wallet, paying, writing, client } = args;
    let path = format!("/v1/wallets/{}{operation}", wallet.user);
    let answer = write(client, writing, Method::POST, &path, Some(paying.body(wallet).into())).await?;
    show(client.output, "payment", &answer);
    Ok(())
}

async fn verify(args: &VerifyArgs) -> Result<(), Failure> {
    let incremental = args.incremental.then(|| "true".to_owned());
    let path = args.wallet.path("/verify", &[("incremental", incremental)])?;
    let answer = read(&args.client, &path).await?;
    show(args.client.output, "ledger", &answer);
    if answer["consistent"] == true {
        Ok(())
    } else {
        Err(Failure::Refused(format!("the ledger of {} is not consistent", args.wallet.user)))
    }
}

impl Wallet {
    /// The path of one of its resources, with the query's given parts.
    fn path(&self, resource: &str, query: &[(&str, Option<String>)]) -> Result<String, Failure> {
        let currency = self.currency.as_ref().map(|currency| currency.as_str().to_owned());
        let parts = [("currency", currency)].into_iter().chain(query.iter().cloned());
        let parts: Vec<(&str, String)> = parts.filter_map(|(name, value)| Some((name, value?))).collect();
        let base = format!("http://wallet/v1/wallets/{}{resource}", self.user);
        let mut url = reqwest::Url::parse(&base).map_err(Failure::failed)?;
        if !parts.is_empty() {
            url.query_pairs_mut().extend_pairs(parts);
        }
        Ok(url.as_str().trim_start_matches("http://wallet").to_owned())
    }
}

impl Paying {
    fn body(&self, wallet: &Wallet) -> Map<String, Value> {
        given([
            ("amount", json!(self.amount)),
            ("currency", json!(wallet.currency)),
            ("description", json!(self.description)),
            ("reference", json!(self.reference)),
            ("reference_scope", json!(self.reference_scope)),
            ("fencing", json!(self.fencing)),
        ])
    }
}

/// The members that have a value.
fn given<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    let given = members.into_iter().filter(|(_, value)| !value.is_null());
    given.map(|(name, value)| (name.to_owned(), value)).collect()
}

async fn read(client: &ClientArgs, path: &str) -> Result<Value, Failure> {
    Ok(client.api_as(ROLES)?.get(path).await?)
}

async fn write(
    client: &ClientArgs,
    writing: &Writing,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> Result<Value, Failure> {
    let api = client.api_as(ROLES)?;
    let mut chance = secret::chance().map_err(Failure::failed)?;
    let key = writing.key.clone().unwrap_or_else(|| format!("cli-{:032x}", chance.bits128()));
    let request = Request { method, path, body: body.as_ref(), key: Some(&key) };
    let answer = api.call_with_retries(&request, &RetryPolicy::retries(writing.retries), &mut chance).await;
    answer.map_err(|error| {
        let hint = if error.may_have_happened() {
            format!(
                "\nIt may have taken effect. The same command with --key {key} tells, and does nothing twice."
            )
        } else {
            String::new()
        };
        Failure::Refused(format!("{error}{hint}"))
    })
}

fn show(output: Output, title: &str, answer: &Value) {
    match output {
        Output::Json => say(&format!("{answer:#}")),
        Output::Table => say(&table::figures(&[title, "value"], table::paths(answer))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_only_what_was_given() {
        let wallet = |currency: Option<&str>| Wallet {
            user: "ann@example.com".parse().unwrap(),
            currency: currency.map(|currency| currency.parse().unwrap()),
        };
        assert_eq!(wallet(None).path("", &[("owner", None)]).unwrap(), "/v1/wallets/ann@example.com");
        let query = [("owner", Some("a b&c".to_owned())), ("reason", None)];
        assert_eq!(
            wallet(Some("GEM")).path("/lock", &query).unwrap(),
            "/v1/wallets/ann@example.com/lock?currency=GEM&owner=a+b%26c"
        );
    }
}
