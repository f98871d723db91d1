//! Verifying tokens, and signing them for local work.
//!
//! The time is the injected clock's. What is wrong with a token is told in
//! words that hold no part of it.

use std::sync::Arc;
use std::time::Duration;

use heartlink_domain::ids::UserId;
use heartlink_domain::roles::{Caller, Role};
use heartlink_domain::time::Timestamp;
use heartlink_store::Store;
use heartlink_store::clock::Clock;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::Serialize;
use serde_json::{Map, Value};

use super::config::{AuthConfig, Issuer, KeySource};
use super::keys::{Key, KeySet, NoKey, RemoteKeys};
use super::roles::RoleRules;
use crate::{Code, Problem};

/// How far the clocks of issuer and verifier may differ.
const LEEWAY: Duration = Duration::from_secs(5);
/// No token is taken to hold beyond the year 2286, whatever it says.
const LATEST_SECS: f64 = 1e10;
/// Longest token that is looked at, in bytes.
const MAX_TOKEN_LEN: usize = 8 * 1024;

/// Verifies tokens.
pub struct Verifier {
    issuers: Vec<Known>,
    clock: Clock,
    explains: bool,
    /// Where signing out is noted.
    store: Option<Store>,
}

/// An issuer, and its keys.
struct Known {
    keys: Keys,
    name: Option<String>,
    audiences: Vec<String>,
    roles: RoleRules,
}

enum Keys {
    Secret(Arc<Key>),
    Given(KeySet),
    Remote(Arc<RemoteKeys>),
}

type Claims = Map<String, Value>;

/// Which check a token did not pass, in words that hold no part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Refusal {
    #[error("it is longer than any token that is looked at")]
    TooLong,
    #[error("it is no signed JSON Web Token")]
    NotAToken,
    #[error("its header names a critical extension that is not understood here")]
    Critical,
    #[error("its `iss` is not one that is configured")]
    Issuer,
    #[error("its header has no `kid`")]
    NoKid,
    #[error("its `kid` is not in the issuer's key set")]
    UnknownKid,
    #[error("its `alg` is not its key's")]
    Algorithm,
    #[error("its signature does not fit its key")]
    Signature,
    #[error("its `{0}` is missing or of the wrong type")]
    Claim(&'static str),
    #[error("its `aud` (or, without one, `client_id` or `azp`) is not one that is configured")]
    Audience,
    #[error("its `sub` cannot be an id")]
    Subject,
}

impl From<jsonwebtoken::errors::Error> for Refusal {
    fn from(error: jsonwebtoken::errors::Error) -> Self {
        match error.kind() {
            ErrorKind::InvalidSignature => Self::Signature,
            ErrorKind::InvalidAlgorithm => Self::Algorithm,
            _ => Self::NotAToken,
        }
    }
}

/// What a claim of seconds means.
fn instant(secs: f64) -> Timestamp {
    Timestamp::from_unix_millis((secs.clamp(0.0, LATEST_SECS) * 1_000.0) as i64)
}

impl Verifier {
    /// A verifier of the tokens that `config` accepts. Fetches nothing yet.
    pub fn new(config: AuthConfig, clock: Clock) -> Self {
        let issuers = config.issuers.into_iter().map(Known::new).collect();
        Self { issuers, clock, explains: false, store: None }
    }

    /// Tells the caller, too, which check a token did not pass: for local work.
    #[must_use]
    pub fn explaining(self) -> Self {
        Self { explains: true, ..self }
    }

    /// Refuses, too, who has signed out since the token was issued, as `store` knows.
    #[must_use]
    pub fn minding_sign_outs(self, store: Store) -> Self {
        Self { store: Some(store), ..self }
    }

    /// The caller that `token` names.
    ///
    /// # Errors
    /// `unauthorized` for a token that does not hold; `system_busy` while the
    /// keys cannot be fetched and none are kept; the store's.
    pub async fn verify(&self, token: &str) -> Result<Caller, Problem> {
        let caller = self.signed(token).await?;
        let signed_out_at = match &self.store {
            Some(store) => store.signed_out_at(&caller.user).await?,
            None => None,
        };
        if signed_out_at.is_some_and(|at| caller.is_issued_by(at)) {
            return Err(Problem::signed_out());
        }
        Ok(caller)
    }

    /// The caller that `token` names, if it is good by itself.
    async fn signed(&self, token: &str) -> Result<Caller, Problem> {
        let refused = |refusal: Refusal| {
            let told = if self.explains { format!(": {refusal}.") } else { ".".to_owned() };
            let mut problem = Problem::new(Code::Unauthorized, format!("The token is not valid{told}"));
            problem.internal = Some(refusal.to_string());
            problem
        };
        let now = self.clock.now();
        let (issuer, kid) = self.issuer(token).map_err(refused)?;
        let key = match issuer.keys.find(kid.as_deref(), now).await {
            Ok(key) => key,
            Err(Unfound::Refused(refusal)) => return Err(refused(refusal)),
            Err(Unfound::Unavailable) => {
                let detail = "Tokens cannot be checked right now. Try again shortly.";
                let mut problem = Problem::new(Code::SystemBusy, detail);
                problem.internal = Some("no token keys".to_owned());
                return Err(problem);
            }
        };
        let claims = signed_claims(token, &key).map_err(refused)?;
        let (issued_at, expires_at) = holds(&claims, now).map_err(|unfit| match unfit {
            Unfit::Claim(name) => refused(Refusal::Claim(name)),
            Unfit::Time(detail) => Problem::new(Code::Unauthorized, detail),
        })?;
        issuer.check_audience(&claims).map_err(refused)?;
        let subject = text(&claims, "sub").ok_or_else(|| refused(Refusal::Claim("sub")))?;
        let user = UserId::of_subject(subject).map_err(|_| refused(Refusal::Subject))?;
        Ok(Caller { user, roles: issuer.roles.of(&claims), issued_at, expires_at: Some(expires_at) })
    }

    /// The issuer whose name `token` bears, which its keys have yet to confirm, and
    /// the name of the key.
    fn issuer(&self, token: &str) -> Result<(&Known, Option<String>), Refusal> {
        if token.len() > MAX_TOKEN_LEN {
            return Err(Refusal::TooLong);
        }
        let header = jsonwebtoken::decode_header(token)?;
        if header.crit.is_some() {
            return Err(Refusal::Critical);
        }
        let claims: Claims = jsonwebtoken::dangerous::insecure_decode_claims(token)?;
        let name = text(&claims, "iss");
        let known = self.issuers.iter().find(|known| known.name.is_none() || known.name.as_deref() == name);
        Ok((known.ok_or(Refusal::Issuer)?, header.kid))
    }
}

/// Why there is no key to check a token with.
enum Unfound {
    Refused(Refusal),
    Unavailable,
}

impl Keys {
    async fn find(&self, kid: Option<&str>, now: Timestamp) -> Result<Arc<Key>, Unfound> {
        let named = || kid.ok_or(Unfound::Refused(Refusal::NoKid));
        let found = match self {
            Self::Secret(key) => return Ok(key.clone()),
            Self::Given(set) => set.find(named()?).ok_or(NoKey::Unknown),
            Self::Remote(remote) => remote.find(named()?, now).await,
        };
        found.map_err(|none| match none {
            NoKey::Unknown => Unfound::Refused(Refusal::UnknownKid),
            NoKey::Unavailable => Unfound::Unavailable,
        })
    }
}

impl Known {
    fn new(issuer: Issuer) -> Self {
        let keys = match issuer.keys {
            KeySource::Hs256(secret) => Keys::Secret(Arc::new(Key {
                kid: String::new(),
                algorithm: Algorithm::HS256,
                key: DecodingKey::from_secret(secret.as_bytes()),
            })),
            KeySource::Inline(set) => Keys::Given(KeySet::new(&set)),
            KeySource::Url(url) => Keys::Remote(Arc::new(RemoteKeys::new(url))),
        };
        Self { keys, name: issuer.name, audiences: issuer.audiences, roles: issuer.roles }
    }

    /// An access token of Cognito has `client_id` in the place of `aud`, a session
    /// token of Clerk `azp`; where there is an `aud`, it alone counts.
    fn check_audience(&self, claims: &Claims) -> Result<(), Refusal> {
        let claimed = ["aud", "client_id", "azp"].into_iter().find_map(|name| claims.get(name));
        let is_wanted =
            |name: &Value| name.as_str().is_some_and(|name| self.audiences.iter().any(|one| one == name));
        let fits = match claimed {
            Some(Value::Array(names)) => names.iter().any(is_wanted),
            Some(name) => is_wanted(name),
            None => false,
        };
        if fits || self.audiences.is_empty() { Ok(()) } else { Err(Refusal::Audience) }
    }
}

fn text<'c>(claims: &'c Claims, name: &str) -> Option<&'c str> {
    claims.get(name).and_then(Value::as_str)
}

/// Why a token does not hold at its time.
enum Unfit {
    Claim(&'static str),
    Time(&'static str),
}

/// When a token with these claims was issued, where it says so, and when it ends, if
/// it holds at `now`.
fn holds(claims: &Claims, now: Timestamp) -> Result<(Option<Timestamp>, Timestamp), Unfit> {
    let time = |name: &'static str| match claims.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_f64().map(Some).ok_or(Unfit::Claim(name)),
    };
    let now_secs = now.unix_millis() as f64 / 1_000.0;
    let leeway_secs = LEEWAY.as_secs_f64();
    let exp = time("exp")?.ok_or(Unfit::Claim("exp"))?;
    if now_secs >= exp + leeway_secs {
        return Err(Unfit::Time("The token has expired."));
    }
    if time("nbf")?.is_some_and(|nbf| now_secs + leeway_secs < nbf) {
        return Err(Unfit::Time("The token is not valid yet."));
    }
    Ok((time("iat")?.map(instant), instant(exp) + LEEWAY))
}

/// The claims of `token` if `key` signed it with the key's own algorithm.
fn signed_claims(token: &str, key: &Key) -> Result<Claims, Refusal> {
    let mut validation = Validation::new(key.algorithm);
    // The library would read the machine's clock: claims are checked above.
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    Ok(jsonwebtoken::decode::<Claims>(token, &key.key, &validation)?.claims)
}

#[derive(Serialize)]
struct LocalClaims<'a> {
    sub: String,
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
    let claims =
        LocalClaims { sub: sub.subject(), roles, iat: now.unix_secs(), exp: (now + ttl).unix_secs() };
    let key = EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).map_err(Problem::internal)
}

#[cfg(test)]
mod tests;
