//! Which tokens are accepted, read from the environment. Every problem is
//! reported at once, at start.

use http::Uri;
use jsonwebtoken::jwk::JwkSet;

use super::keys::KeySet;

/// Shortest HS256 secret, in bytes: the length of the hash (RFC 7518 §3.2).
const MIN_SECRET_LEN: usize = 32;

/// The variables that say where the keys come from.
const SOURCES: [&str; 3] = ["HEARTLINK_JWT_JWKS", "HEARTLINK_JWT_JWKS_URL", "HEARTLINK_JWT_HS256_SECRET"];

/// Where the keys come from.
#[derive(Clone)]
pub enum KeySource {
    /// A key set that was given with the configuration.
    Inline(JwkSet),
    /// A key set that is fetched and kept.
    Url(Uri),
    /// A shared secret, for local work only.
    Hs256(String),
}

impl std::fmt::Debug for KeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Inline(keys) => f.debug_tuple("Inline").field(&keys.keys.len()).finish(),
            Self::Url(url) => f.debug_tuple("Url").field(url).finish(),
            Self::Hs256(_) => f.debug_tuple("Hs256").field(&"[redacted]").finish(),
        }
    }
}

/// Which tokens are accepted.
#[derive(Debug, Clone)]
pub struct AuthConfig {
    /// Where the keys come from.
    pub keys: KeySource,
    /// The `iss` claim that a token must carry (`HEARTLINK_JWT_ISSUER`).
    pub issuer: Option<String>,
    /// What the `aud` claim of a token must contain (`HEARTLINK_JWT_AUDIENCE`).
    pub audience: Option<String>,
}

impl AuthConfig {
    /// As [`AuthConfig::read`], but a process that is given no keys at all
    /// accepts no tokens instead of not starting.
    ///
    /// # Errors
    /// Every problem found.
    pub fn read_if_given(vars: &dyn Fn(&str) -> Option<String>) -> Result<Option<Self>, Vec<String>> {
        let given = SOURCES.iter().any(|name| vars(name).is_some_and(|text| !text.trim().is_empty()));
        if given { Self::read(vars).map(Some) } else { Ok(None) }
    }

    /// Reads `HEARTLINK_JWT_JWKS`, `HEARTLINK_JWT_JWKS_URL`,
    /// `HEARTLINK_JWT_HS256_SECRET`, `HEARTLINK_JWT_ISSUER` and
    /// `HEARTLINK_JWT_AUDIENCE` through `vars`.
    ///
    /// # Errors
    /// Every problem found.
    pub fn read(vars: &dyn Fn(&str) -> Option<String>) -> Result<Self, Vec<String>> {
        let var = |name: &str| vars(name).filter(|text| !text.trim().is_empty());
        let mut problems = Vec::new();
        let mut sources = Vec::new();
        let mut note = |read: Result<KeySource, String>| match read {
            Ok(source) => sources.push(source),
            Err(problem) => problems.push(problem),
        };
        let given: Vec<&str> = SOURCES.into_iter().filter(|name| var(name).is_some()).collect();
        if let Some(text) = var("HEARTLINK_JWT_JWKS") {
            note(inline(&text));
        }
        if let Some(text) = var("HEARTLINK_JWT_JWKS_URL") {
            note(url(&text));
        }
        if let Some(text) = var("HEARTLINK_JWT_HS256_SECRET") {
            note(secret(text));
        }
        match given.as_slice() {
            [] => problems.push(
                "no token keys: set HEARTLINK_JWT_JWKS_URL or HEARTLINK_JWT_JWKS \
                 (or, for local work only, HEARTLINK_JWT_HS256_SECRET)"
                    .to_owned(),
            ),
            [_] => {}
            many => problems.push(format!(
                "only one of {} may be set; a shared secret is for local work only",
                many.join(" and ")
            )),
        }
        match sources.pop() {
            Some(keys) if problems.is_empty() => Ok(Self {
                keys,
                issuer: var("HEARTLINK_JWT_ISSUER"),
                audience: var("HEARTLINK_JWT_AUDIENCE"),
            }),
            _ => Err(problems),
        }
    }
}

fn inline(text: &str) -> Result<KeySource, String> {
    let keys: JwkSet = serde_json::from_str(text)
        .map_err(|error| format!("HEARTLINK_JWT_JWKS is not a JSON Web Key Set: {error}"))?;
    if KeySet::new(&keys).is_empty() {
        return Err("HEARTLINK_JWT_JWKS has no RS256 or ES256 signature key with a kid".to_owned());
    }
    Ok(KeySource::Inline(keys))
}

fn url(text: &str) -> Result<KeySource, String> {
    let wrong = |what: &str| format!("HEARTLINK_JWT_JWKS_URL={text:?} {what}");
    let url: Uri = text.trim().parse().map_err(|_| wrong("is not an address"))?;
    let loopback = matches!(url.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match (url.scheme_str(), url.host()) {
        (Some("https"), Some(_)) => Ok(KeySource::Url(url)),
        (Some("http"), Some(_)) if loopback => Ok(KeySource::Url(url)),
        _ => Err(wrong("must begin with https:// (http:// on loopback only)")),
    }
}

fn secret(text: String) -> Result<KeySource, String> {
    if text.len() < MIN_SECRET_LEN {
        return Err(format!("HEARTLINK_JWT_HS256_SECRET must have at least {MIN_SECRET_LEN} bytes"));
    }
    Ok(KeySource::Hs256(text))
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<AuthConfig, Vec<String>> {
        AuthConfig::read(&|name| {
            pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_key_set_and_a_secret_together_are_refused() {
        let jwks = serde_json::to_string(&fixture::jwks()).unwrap();
        for other in [("HEARTLINK_JWT_JWKS", jwks.as_str()), ("HEARTLINK_JWT_JWKS_URL", "https://a.example")]
        {
            let problems = read(&[other, ("HEARTLINK_JWT_HS256_SECRET", fixture::SECRET)]).unwrap_err();
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(problems[0].contains("HEARTLINK_JWT_HS256_SECRET"), "{problems:?}");
        }
    }

    #[test]
    fn without_any_key_nothing_starts() {
        assert_eq!(read(&[]).unwrap_err().len(), 1);
        assert_eq!(read(&[("HEARTLINK_JWT_JWKS", " ")]).unwrap_err().len(), 1);
    }

    #[test]
    fn a_process_that_checks_no_tokens_itself_needs_no_keys_but_right_ones() {
        assert!(AuthConfig::read_if_given(&|_| None).unwrap().is_none());
        let given = |value: &'static str| {
            AuthConfig::read_if_given(&|name| (name == SOURCES[2]).then(|| value.to_owned()))
        };
        assert!(given(fixture::SECRET).unwrap().is_some());
        assert!(given("short").is_err());
    }

    #[test]
    fn every_problem_is_reported_at_once_and_no_secret_with_it() {
        let problems = read(&[
            ("HEARTLINK_JWT_JWKS", "{"),
            ("HEARTLINK_JWT_JWKS_URL", "http://keys.example/jwks.json"),
            ("HEARTLINK_JWT_HS256_SECRET", "hunter2"),
        ])
        .unwrap_err();
        assert_eq!(problems.len(), 4, "{problems:?}");
        assert!(!problems.concat().contains("hunter2"));
    }

    #[test]
    fn a_key_set_is_fetched_over_plain_http_from_loopback_only() {
        for good in [
            "https://keys.example/jwks.json",
            "http://127.0.0.1:9/jwks",
            "http://localhost:9",
            "http://[::1]:9/",
        ] {
            assert!(read(&[("HEARTLINK_JWT_JWKS_URL", good)]).is_ok(), "{good}");
        }
        for bad in [
            "http://keys.example",
            "http://127.0.0.1.keys.example",
            "ftp://localhost",
            "localhost",
            "",
            "https://",
        ] {
            assert!(read(&[("HEARTLINK_JWT_JWKS_URL", bad)]).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_key_set_without_a_usable_key_is_refused() {
        assert!(read(&[("HEARTLINK_JWT_JWKS", r#"{"keys":[]}"#)]).is_err());
        let symmetric = r#"{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"a","alg":"HS256"}]}"#;
        assert!(read(&[("HEARTLINK_JWT_JWKS", symmetric)]).is_err());
    }

    #[test]
    fn debugging_a_configuration_shows_no_secret() {
        let config = read(&[("HEARTLINK_JWT_HS256_SECRET", fixture::SECRET)]).unwrap();
        assert!(!format!("{config:?}").contains(fixture::SECRET));
    }
}
