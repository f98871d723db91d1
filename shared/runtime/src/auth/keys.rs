//! Public keys by their `kid`: given with the configuration, or fetched and
//! kept.
//!
//! The algorithm belongs to the key, never to the token. Fetching is bounded:
//! every ten minutes, for an unknown `kid` at most once a minute.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use aws_smithy_http_client::{Connector, tls};
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::http::Request;
use aws_smithy_types::byte_stream::ByteStream;
use heartlink_domain::time::Timestamp;
use http::Uri;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind};
use tokio::sync::OwnedMutexGuard;

/// A kept key set is fetched again after this time.
const REFRESH_EVERY: Duration = Duration::from_secs(600);
/// A key set older than this answers only after an attempt to fetch it again: a function
/// that is frozen between its calls may not come to do so beside them.
const WAIT_AFTER: Duration = Duration::from_secs(3600);
/// Between two attempts to fetch passes at least this time.
const ATTEMPT_EVERY: Duration = Duration::from_secs(60);
/// A key set that cannot be fetched again is trusted no longer than this.
const TRUST_FOR: Duration = Duration::from_secs(24 * 3600);
/// Longest time that one fetch may take.
const FETCH_TIMEOUT: Duration = Duration::from_secs(3);
/// Largest key set that is read, in bytes.
const MAX_KEY_SET_BYTES: usize = 256 * 1024;
/// Most keys of a set that are used.
const MAX_KEYS: usize = 100;
/// Shortest RSA modulus, in bytes (RFC 7518 §3.3).
const MIN_RSA_BYTES: usize = 256;

/// A key and the one algorithm that it is used with.
pub(super) struct Key {
    pub(super) kid: String,
    pub(super) algorithm: Algorithm,
    pub(super) key: DecodingKey,
}

/// The usable keys of a JSON Web Key Set.
#[derive(Clone, Default)]
pub(super) struct KeySet {
    keys: Vec<Arc<Key>>,
    fetched_at: Option<Timestamp>,
}

impl KeySet {
    /// RS256 and ES256 signature keys that have a `kid`; others are left out.
    pub(super) fn new(set: &JwkSet) -> Self {
        let keys = set.keys.iter().filter_map(usable).take(MAX_KEYS).map(Arc::new).collect();
        Self { keys, fetched_at: None }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    pub(super) fn find(&self, kid: &str) -> Option<Arc<Key>> {
        self.keys.iter().find(|key| key.kid == kid).cloned()
    }

    fn is_younger_than(&self, age: Duration, now: Timestamp) -> bool {
        self.fetched_at.is_some_and(|at| now.since(at) < age)
    }
}

fn usable(jwk: &Jwk) -> Option<Key> {
    let kid = jwk.common.key_id.clone()?;
    if !matches!(jwk.common.public_key_use, None | Some(PublicKeyUse::Signature)) {
        return None;
    }
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => Algorithm::RS256,
        AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P256 => Algorithm::ES256,
        _ => return None,
    };
    if jwk.common.key_algorithm.is_some_and(|named| named != KeyAlgorithm::from(algorithm)) {
        return None;
    }
    let key = DecodingKey::from_jwk(jwk).ok()?;
    if matches!(key.kind(), DecodingKeyKind::RsaModulusExponent { n, .. } if n.len() < MIN_RSA_BYTES) {
        return None;
    }
    Some(Key { kid, algorithm, key })
}

/// A key set that is fetched and kept.
pub(super) struct RemoteKeys {
    url: Uri,
    kept: RwLock<Arc<KeySet>>,
    /// When a fetch was last attempted; held while one is under way.
    attempted_at: Arc<tokio::sync::Mutex<Option<Timestamp>>>,
    // Built at the first fetch: reading the system's certificates takes time
    // that a cold start does not have.
    connector: OnceLock<SharedHttpConnector>,
}

/// Why no key can be given.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoKey {
    /// The set does not have it.
    Unknown,
    /// There is no set that can still be trusted.
    Unavailable,
}

impl RemoteKeys {
    pub(super) fn new(url: Uri) -> Self {
        Self { url, kept: RwLock::default(), attempted_at: Default::default(), connector: OnceLock::new() }
    }

    /// The key named `kid`. A kept set that has it answers at once, and is fetched
    /// again beside that where it is due; what it lacks is waited for.
    pub(super) async fn find(self: &Arc<Self>, kid: &str, now: Timestamp) -> Result<Arc<Key>, NoKey> {
        let kept = self.kept();
        if kept.is_younger_than(WAIT_AFTER, now)
            && let Some(key) = kept.find(kid)
        {
            if !kept.is_younger_than(REFRESH_EVERY, now)
                && let Ok(attempted_at) = self.attempted_at.clone().try_lock_owned()
            {
                let keys = self.clone();
                tokio::spawn(async move { keys.refresh_if_due(attempted_at, now).await });
            }
            return Ok(key);
        }
        self.refresh_if_due(self.attempted_at.clone().lock_owned().await, now).await;
        let kept = self.kept();
        if !kept.is_younger_than(TRUST_FOR, now) {
            return Err(NoKey::Unavailable);
        }
        kept.find(kid).ok_or(NoKey::Unknown)
    }

    fn kept(&self) -> Arc<KeySet> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn refresh_if_due(&self, mut attempted_at: OwnedMutexGuard<Option<Timestamp>>, now: Timestamp) {
        if attempted_at.is_none_or(|at| now.since(at) >= ATTEMPT_EVERY) {
            *attempted_at = Some(now);
            self.refresh(now).await;
        }
    }

    /// Fetches the set; what is kept stays if that fails.
    async fn refresh(&self, now: Timestamp) {
        let fetched = tokio::time::timeout(FETCH_TIMEOUT, self.fetch()).await;
        match fetched.unwrap_or_else(|_| Err("it took too long".to_owned())) {
            Ok(set) => {
                let set = KeySet { fetched_at: Some(now), ..KeySet::new(&set) };
                *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(set);
            }
            Err(error) => tracing::warn!(url = %self.url, error, "the token keys cannot be fetched"),
        }
    }

    async fn fetch(&self) -> Result<JwkSet, String> {
        let connector = self.connector.get_or_init(|| {
            let ring = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
            SharedHttpConnector::new(Connector::builder().tls_provider(ring).build())
        });
        let request = Request::get(self.url.to_string()).map_err(|error| error.to_string())?;
        let response = connector.call(request).await.map_err(|error| error.to_string())?;
        if !response.status().is_success() {
            return Err(format!("status {}", response.status().as_u16()));
        }
        let mut stream = ByteStream::new(response.into_body());
        let mut body = Vec::new();
        while let Some(chunk) = stream.next().await {
            body.extend_from_slice(&chunk.map_err(|error| error.to_string())?);
            if body.len() > MAX_KEY_SET_BYTES {
                return Err(format!("more than {MAX_KEY_SET_BYTES} bytes"));
            }
        }
        serde_json::from_slice(&body).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, KeyServer};
    use super::*;

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_790_000_000_000 + secs * 1_000)
    }

    #[test]
    fn only_signature_keys_of_the_two_algorithms_with_a_kid_are_used() {
        let set = KeySet::new(&fixture::jwks());
        assert_eq!(set.find("rsa").unwrap().algorithm, Algorithm::RS256);
        assert_eq!(set.find("ec").unwrap().algorithm, Algorithm::ES256);
        let change = |change: fn(&mut Jwk)| {
            let mut keys = fixture::jwks();
            keys.keys.iter_mut().for_each(change);
            KeySet::new(&keys).keys.len()
        };
        assert_eq!(change(|_| ()), 2);
        assert_eq!(change(|key| key.common.key_id = None), 0);
        assert_eq!(change(|key| key.common.public_key_use = Some(PublicKeyUse::Encryption)), 0);
        assert_eq!(change(|key| key.common.key_algorithm = Some(KeyAlgorithm::HS256)), 0);
        assert_eq!(change(|key| key.common.key_algorithm = None), 2);
    }

    #[test]
    fn a_short_rsa_key_is_not_used() {
        let mut keys = fixture::jwks();
        for key in &mut keys.keys {
            if let AlgorithmParameters::RSA(rsa) = &mut key.algorithm {
                rsa.n.truncate(rsa.n.len() / 2);
            }
        }
        assert!(KeySet::new(&keys).find("rsa").is_none());
    }

    #[tokio::test]
    async fn keys_are_fetched_once_and_again_after_ten_minutes() {
        let server = KeyServer::start(fixture::jwks()).await;
        let keys = Arc::new(RemoteKeys::new(server.url()));
        for secs in [0, 1, 599] {
            assert!(keys.find("rsa", at(secs)).await.is_ok());
        }
        assert_eq!(server.calls(), 1);
        assert!(keys.find("ec", at(600)).await.is_ok());
        server.called(2).await;
    }

    #[tokio::test]
    async fn a_server_that_hangs_delays_nobody_whose_key_is_kept() {
        let server = KeyServer::start(fixture::jwks()).await;
        let keys = Arc::new(RemoteKeys::new(server.url()));
        assert!(keys.find("rsa", at(0)).await.is_ok());
        server.hang();
        // Nobody but the one with the unknown key waits, and the server answers nobody.
        let unknown = {
            let keys = keys.clone();
            tokio::spawn(async move { keys.find("new", at(700)).await.err() })
        };
        server.called(2).await;
        for secs in [700, 701, 3_599] {
            assert!(
                futures::FutureExt::now_or_never(keys.find("rsa", at(secs)))
                    .is_some_and(|found| found.is_ok())
            );
        }
        assert_eq!(unknown.await.unwrap(), Some(NoKey::Unknown));
    }

    #[tokio::test]
    async fn an_unknown_key_is_looked_for_at_most_once_a_minute() {
        let server = KeyServer::start(fixture::jwks()).await;
        let keys = Arc::new(RemoteKeys::new(server.url()));
        for secs in [0, 1, 59] {
            assert_eq!(keys.find("other", at(secs)).await.err(), Some(NoKey::Unknown));
        }
        assert_eq!(server.calls(), 1);
        assert_eq!(keys.find("other", at(60)).await.err(), Some(NoKey::Unknown));
        assert_eq!(server.calls(), 2);
    }

    #[tokio::test]
    async fn a_key_that_was_added_is_found_and_one_that_was_removed_is_not() {
        let all = fixture::jwks();
        let only = |kid: &str| JwkSet { keys: vec![all.find(kid).unwrap().clone()] };
        let server = KeyServer::start(only("rsa")).await;
        let keys = Arc::new(RemoteKeys::new(server.url()));
        assert!(keys.find("rsa", at(0)).await.is_ok());
        server.serve(only("ec"));
        assert!(keys.find("ec", at(60)).await.is_ok());
        assert_eq!(keys.find("rsa", at(61)).await.err(), Some(NoKey::Unknown));
    }

    #[tokio::test]
    async fn keys_survive_an_outage_for_a_day_and_not_longer() {
        let server = KeyServer::start(fixture::jwks()).await;
        let keys = Arc::new(RemoteKeys::new(server.url()));
        assert!(keys.find("rsa", at(0)).await.is_ok());
        server.fail();
        assert!(keys.find("rsa", at(23 * 3600)).await.is_ok());
        assert_eq!(keys.find("rsa", at(24 * 3600)).await.err(), Some(NoKey::Unavailable));
    }

    #[tokio::test]
    async fn many_callers_at_once_fetch_once() {
        let server = KeyServer::start(fixture::jwks()).await;
        let keys = Arc::new(RemoteKeys::new(server.url()));
        let found = futures::future::join_all((0..50).map(|_| keys.find("rsa", at(0)))).await;
        assert!(found.iter().all(Result::is_ok));
        assert_eq!(server.calls(), 1);
    }
}
