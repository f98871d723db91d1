//! Verifying tokens, and signing them for local work.
//!
//! The time is the injected clock's. What is wrong with a token is told in
//! words that hold no part of it.

use std::sync::Arc;
use std::time::Duration;

use heartlink_domain::ids::UserId;
use heartlink_domain::roles::{Caller, Role};
use heartlink_domain::time::Timestamp;
use heartlink_store::clock::Clock;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::config::{AuthConfig, KeySource};
use super::keys::{Key, KeySet, NoKey, RemoteKeys};
use super::roles_named;
use crate::{Code, Problem};

/// How far the clocks of issuer and verifier may differ.
const LEEWAY: Duration = Duration::from_secs(5);
/// No token is taken to hold beyond the year 2286, whatever it says.
const LATEST_SECS: f64 = 1e10;
/// Longest token that is looked at, in bytes.
const MAX_TOKEN_LEN: usize = 8 * 1024;

/// Verifies tokens.
pub struct Verifier {
    keys: Keys,
    issuer: Option<String>,
    audience: Option<String>,
    clock: Clock,
}

enum Keys {
    Secret(Arc<Key>),
    Given(KeySet),
    Remote(RemoteKeys),
}

#[derive(Deserialize)]
struct Claims {
    sub: Option<String>,
    exp: Option<f64>,
    nbf: Option<f64>,
    iss: Option<String>,
    aud: Option<Audience>,
    roles: Option<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    fn contains(&self, name: &str) -> bool {
        match self {
            Self::One(one) => one == name,
            Self::Many(many) => many.iter().any(|one| one == name),
        }
    }
}

/// When a token with this `exp` is taken for ended, the leeway included.
fn end_of(exp: f64) -> Timestamp {
    let millis = exp.clamp(0.0, LATEST_SECS) * 1_000.0;
    Timestamp::from_unix_millis(millis as i64) + LEEWAY
}

impl Verifier {
    /// A verifier of the tokens that `config` accepts. Fetches nothing yet.
    pub fn new(config: AuthConfig, clock: Clock) -> Self {
        let keys = match config.keys {
            KeySource::Hs256(secret) => Keys::Secret(Arc::new(Key {
                kid: String::new(),
                algorithm: Algorithm::HS256,
                key: DecodingKey::from_secret(secret.as_bytes()),
            })),
            KeySource::Inline(set) => Keys::Given(KeySet::new(&set)),
            KeySource::Url(url) => Keys::Remote(RemoteKeys::new(url)),
        };
        Self { keys, issuer: config.issuer, audience: config.audience, clock }
    }

    /// The caller that `token` names.
    ///
    /// # Errors
    /// `unauthorized` for a token that does not hold; `system_busy` while the
    /// keys cannot be fetched and none are kept.
    pub async fn verify(&self, token: &str) -> Result<Caller, Problem> {
        let now = self.clock.now();
        if token.len() > MAX_TOKEN_LEN {
            return Err(invalid("longer than any token of ours"));
        }
        let header = jsonwebtoken::decode_header(token).map_err(invalid)?;
        if header.crit.is_some() {
            return Err(invalid("a critical extension that nobody here understands"));
        }
        let key = self.key(header.kid.as_deref(), now).await?;
        let claims = signed_claims(token, &key)?;
        self.check_time(&claims, now)?;
        self.check_issuer(&claims)?;
        let user = claims.sub.ok_or_else(|| invalid("no sub"))?.parse().map_err(invalid)?;
        Ok(Caller { user, roles: roles(claims.roles.as_ref()), expires_at: claims.exp.map(end_of) })
    }

    async fn key(&self, kid: Option<&str>, now: Timestamp) -> Result<Arc<Key>, Problem> {
        let named = || kid.ok_or_else(|| invalid("no kid"));
        let found = match &self.keys {
            Keys::Secret(key) => return Ok(key.clone()),
            Keys::Given(set) => set.find(named()?).ok_or(NoKey::Unknown),
            Keys::Remote(remote) => remote.find(named()?, now).await,
        };
        found.map_err(|none| match none {
            NoKey::Unknown => invalid("unknown kid"),
            NoKey::Unavailable => {
                let mut problem =
                    Problem::new(Code::SystemBusy, "Tokens cannot be checked right now. Try again shortly.");
                problem.internal = Some("no token keys".to_owned());
                problem
            }
        })
    }

    fn check_time(&self, claims: &Claims, now: Timestamp) -> Result<(), Problem> {
        let now_secs = now.unix_millis() as f64 / 1_000.0;
        let leeway_secs = LEEWAY.as_secs_f64();
        let exp = claims.exp.ok_or_else(|| invalid("no exp"))?;
        if now_secs >= exp + leeway_secs {
            return Err(Problem::new(Code::Unauthorized, "The token has expired."));
        }
        if claims.nbf.is_some_and(|nbf| now_secs + leeway_secs < nbf) {
            return Err(Problem::new(Code::Unauthorized, "The token is not valid yet."));
        }
        Ok(())
    }

    fn check_issuer(&self, claims: &Claims) -> Result<(), Problem> {
        if self.issuer.is_some() && self.issuer != claims.iss {
            return Err(invalid("another issuer"));
        }
        if let Some(wanted) = &self.audience
            && !claims.aud.as_ref().is_some_and(|audience| audience.contains(wanted))
        {
            return Err(invalid("another audience"));
        }
        Ok(())
    }
}

/// The claims of `token` if `key` signed it with the key's own algorithm.
fn signed_claims(token: &str, key: &Key) -> Result<Claims, Problem> {
    let mut validation = Validation::new(key.algorithm);
    // The library would read the machine's clock: claims are checked above.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    let data = jsonwebtoken::decode::<Claims>(token, &key.key, &validation).map_err(invalid)?;
    Ok(data.claims)
}

fn roles(claim: Option<&Value>) -> Vec<Role> {
    let names = claim.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    roles_named(names.iter().filter_map(Value::as_str))
}

/// The caller learns that the token is not valid, the log learns why.
fn invalid(why: impl std::fmt::Display) -> Problem {
    let mut problem = Problem::new(Code::Unauthorized, "The token is not valid.");
    problem.internal = Some(why.to_string());
    problem
}

#[derive(Serialize)]
struct LocalClaims<'a> {
    sub: &'a UserId,
    roles: &'a [Role],
    iat: i64,
    exp: i64,
}

/// A token for local work, signed with `secret`, that holds from `now` for `ttl`.
///
/// # Errors
/// `internal_error` if it cannot be signed: a defect.
pub fn sign_hs256(
    secret: &str,
    sub: &UserId,
    roles: &[Role],
    now: Timestamp,
    ttl: Duration,
) -> Result<String, Problem> {
    let claims = LocalClaims { sub, roles, iat: now.unix_secs(), exp: (now + ttl).unix_secs() };
    let key = EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).map_err(Problem::internal)
}

#[cfg(test)]
mod tests;
