//! Which tokens are accepted, read from the environment. Every problem is
//! reported at once, at start.

use http::Uri;
use jsonwebtoken::jwk::JwkSet;
use serde::Deserialize;

use super::keys::KeySet;
use super::roles::RoleRules;

/// Shortest HS256 secret, in bytes: the length of the hash (RFC 7518 §3.2).
const MIN_SECRET_LEN: usize = 32;

/// Every variable that is read here.
pub const VARIABLES: [&str; 9] = [
    LIST,
    "HEARTLINK_JWT_JWKS",
    "HEARTLINK_JWT_JWKS_URL",
    "HEARTLINK_JWT_HS256_SECRET",
    "HEARTLINK_JWT_ISSUER",
    "HEARTLINK_JWT_AUDIENCE",
    "HEARTLINK_JWT_ROLES_CLAIM",
    "HEARTLINK_JWT_ROLES_MAP",
    "HEARTLINK_JWT_DEFAULT_ROLE",
];

/// The variable that lists several issuers.
const LIST: &str = "HEARTLINK_JWT_ISSUERS";
/// Most issuers that it lists.
const MAX_ISSUERS: usize = 20;

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
    /// Whose; at least one, each under a name of its own.
    pub issuers: Vec<Issuer>,
}

/// One who issues tokens.
#[derive(Debug, Clone)]
pub struct Issuer {
    /// Where the keys come from.
    pub keys: KeySource,
    /// The `iss` claim of its tokens; any where there is none.
    pub name: Option<String>,
    /// Whom its tokens may be for; anybody where there is none.
    pub audiences: Vec<String>,
    /// The roles of those who bear its tokens.
    pub roles: RoleRules,
}

/// What the configuration says of an issuer: the variables without their common
/// beginning, or the members of an entry of the list.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Texts {
    jwks: Option<String>,
    jwks_url: Option<String>,
    hs256_secret: Option<String>,
    issuer: Option<String>,
    audience: Option<String>,
    roles_claim: Option<String>,
    roles_map: Option<String>,
    default_role: Option<String>,
}

impl AuthConfig {
    /// One issuer with these keys, and nothing else asked of its tokens.
    pub fn of(keys: KeySource) -> Self {
        let roles = RoleRules::default();
        Self { issuers: vec![Issuer { keys, name: None, audiences: Vec::new(), roles }] }
    }

    /// The shared secret, where tokens are signed with one.
    pub fn secret(&self) -> Option<&str> {
        self.issuers.iter().find_map(|issuer| match &issuer.keys {
            KeySource::Hs256(secret) => Some(secret.as_str()),
            KeySource::Inline(_) | KeySource::Url(_) => None,
        })
    }

    /// As [`AuthConfig::read`], but a process that is given no keys at all
    /// accepts no tokens instead of not starting.
    ///
    /// # Errors
    /// Every problem found.
    pub fn read_if_given(vars: &dyn Fn(&str) -> Option<String>) -> Result<Option<Self>, Vec<String>> {
        let given = VARIABLES[..4].iter().any(|name| vars(name).is_some_and(|text| !text.trim().is_empty()));
        if given { Self::read(vars).map(Some) } else { Ok(None) }
    }

    /// Reads the [`VARIABLES`] through `vars`.
    ///
    /// # Errors
    /// Every problem found.
    pub fn read(vars: &dyn Fn(&str) -> Option<String>) -> Result<Self, Vec<String>> {
        let var = |name: &str| vars(name).filter(|text| !text.trim().is_empty());
        if let Some(list) = var(LIST) {
            let others: Vec<&str> =
                VARIABLES.into_iter().filter(|name| *name != LIST && var(name).is_some()).collect();
            if others.is_empty() {
                return several(&list);
            }
            return Err(vec![format!("{LIST} says everything: {} must not be set", others.join(" and "))]);
        }
        let var = |member: &str| var(&variable(member));
        let texts = Texts {
            jwks: var("jwks"),
            jwks_url: var("jwks_url"),
            hs256_secret: var("hs256_secret"),
            issuer: var("issuer"),
            audience: var("audience"),
            roles_claim: var("roles_claim"),
            roles_map: var("roles_map"),
            default_role: var("default_role"),
        };
        Ok(Self { issuers: vec![issuer(texts, &variable)?] })
    }
}

fn variable(member: &str) -> String {
    format!("HEARTLINK_JWT_{}", member.to_ascii_uppercase())
}

fn several(list: &str) -> Result<AuthConfig, Vec<String>> {
    let texts: Vec<Texts> = serde_json::from_str(list)
        .map_err(|error| vec![format!("{LIST} is not a JSON list of issuers: {error}")])?;
    if texts.is_empty() || texts.len() > MAX_ISSUERS {
        return Err(vec![format!("{LIST} has to list 1 to {MAX_ISSUERS} issuers")]);
    }
    let (mut issuers, mut problems) = (Vec::<Issuer>::new(), Vec::new());
    for (i, texts) in texts.into_iter().enumerate() {
        let at = |member: &str| format!("{LIST}[{i}].{member}");
        if texts.hs256_secret.is_some() {
            problems.push(format!("{} is for local work only, with one issuer", at("hs256_secret")));
        }
        match issuer(texts, &at) {
            Ok(one) if one.name.is_none() => problems.push(format!("{} is missing", at("issuer"))),
            Ok(one) if issuers.iter().any(|other| other.name == one.name) => {
                problems.push(format!("{} is there twice", at("issuer")));
            }
            Ok(one) => issuers.push(one),
            Err(more) => problems.extend(more),
        }
    }
    if problems.is_empty() { Ok(AuthConfig { issuers }) } else { Err(problems) }
}

/// One issuer; `name` is what a problem calls a member.
fn issuer(texts: Texts, name: &dyn Fn(&str) -> String) -> Result<Issuer, Vec<String>> {
    let mut problems = Vec::new();
    let keys = [
        texts.jwks.map(|text| ("jwks", inline(&text))),
        texts.jwks_url.map(|text| ("jwks_url", url(&text))),
        texts.hs256_secret.map(|text| ("hs256_secret", secret(text))),
    ];
    let mut keys: Vec<_> = keys.into_iter().flatten().collect();
    if keys.is_empty() {
        problems.push(format!(
            "no token keys: set {} or {} (or, for local work only, {})",
            name("jwks_url"),
            name("jwks"),
            name("hs256_secret")
        ));
    } else if keys.len() > 1 {
        let names: Vec<String> = keys.iter().map(|(member, _)| name(member)).collect();
        problems.push(format!(
            "only one of {} may be set; a shared secret is for local work only",
            names.join(" and ")
        ));
    }
    problems.extend(
        keys.iter().filter_map(|(member, read)| {
            read.as_ref().err().map(|wrong| format!("{} {wrong}", name(member)))
        }),
    );
    let (roles, [map, default]) =
        RoleRules::read(texts.roles_claim, texts.roles_map.as_deref(), texts.default_role.as_deref());
    problems.extend(map.map(|wrong| format!("{}: {wrong}", name("roles_map"))));
    problems.extend(default.map(|wrong| format!("{} {wrong}", name("default_role"))));
    match keys.pop() {
        Some((_, Ok(keys))) if problems.is_empty() => {
            let audiences = texts.audience.unwrap_or_default();
            let audiences = audiences.split(',').map(str::trim).filter(|name| !name.is_empty());
            Ok(Issuer { keys, name: texts.issuer, audiences: audiences.map(str::to_owned).collect(), roles })
        }
        _ => Err(problems),
    }
}

fn inline(text: &str) -> Result<KeySource, String> {
    let keys: JwkSet =
        serde_json::from_str(text).map_err(|error| format!("is not a JSON Web Key Set: {error}"))?;
    if KeySet::new(&keys).is_empty() {
        return Err("has no RS256 or ES256 signature key with a kid".to_owned());
    }
    Ok(KeySource::Inline(keys))
}

fn url(text: &str) -> Result<KeySource, String> {
    let wrong = |what: &str| format!("({text:?}) {what}");
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
        return Err(format!("must have at least {MIN_SECRET_LEN} bytes"));
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
            AuthConfig::read_if_given(&|name| {
                (name == "HEARTLINK_JWT_HS256_SECRET").then(|| value.to_owned())
            })
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
    fn several_issuers_are_listed_each_with_a_name_of_its_own() {
        let list = |text: &'static str| read(&[(LIST, text)]);
        let two = r#"[{"issuer":"https://a.example","jwks_url":"https://a.example/jwks","audience":"app, web"},
                      {"issuer":"https://b.example","jwks_url":"https://b.example/jwks","roles_claim":"groups"}]"#;
        let config = list(two).unwrap();
        assert_eq!(config.issuers[0].audiences, ["app", "web"]);
        assert_eq!(config.issuers[1].name.as_deref(), Some("https://b.example"));
        assert_eq!(config.secret(), None);
        for bad in [
            "[]",
            "{}",
            r#"[{"issuer":"a","jwks_uri":"https://a.example"}]"#,
            r#"[{"jwks_url":"https://a.example"}]"#,
            r#"[{"issuer":"a"}]"#,
            r#"[{"issuer":"a","hs256_secret":"a-secret-for-tests-of-at-least-32-bytes"}]"#,
            r#"[{"issuer":"a","jwks_url":"https://a.example"},{"issuer":"a","jwks_url":"https://b.example"}]"#,
            r#"[{"issuer":"a","jwks_url":"https://a.example","roles_map":"x"}]"#,
        ] {
            assert_eq!(list(bad).unwrap_err().len(), 1, "{bad}");
        }
        let both = read(&[(LIST, two), ("HEARTLINK_JWT_AUDIENCE", "app")]).unwrap_err();
        assert!(both[0].contains("HEARTLINK_JWT_AUDIENCE"), "{both:?}");
    }

    #[test]
    fn debugging_a_configuration_shows_no_secret() {
        let config = read(&[("HEARTLINK_JWT_HS256_SECRET", fixture::SECRET)]).unwrap();
        assert!(!format!("{config:?}").contains(fixture::SECRET));
    }
}
