//! Tokens that hold, and every way in which one does not.

use jsonwebtoken::jwk::JwkSet;
use serde_json::json;

use super::super::fixture::{self, KeyServer};
use super::*;

const NOT_VALID: &str = "The token is not valid.";

fn config(keys: KeySource) -> AuthConfig {
    AuthConfig::of(keys)
}

fn local() -> Verifier {
    Verifier::new(config(KeySource::Hs256(fixture::SECRET.to_owned())), Clock::default())
}

fn by_key_set() -> Verifier {
    Verifier::new(config(KeySource::Inline(fixture::jwks())), Clock::default())
}

fn claims_at(clock: &Clock) -> Value {
    json!({ "sub": "ann", "roles": ["user"], "exp": clock.now().unix_secs() + 60 })
}

fn claims() -> Value {
    claims_at(&Clock::default())
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

fn rs256(claims: &Value) -> String {
    fixture::sign(Algorithm::RS256, Some("rsa"), &fixture::rsa_key(), claims)
}

fn hs256(claims: &Value) -> String {
    fixture::sign(Algorithm::HS256, None, &EncodingKey::from_secret(fixture::SECRET.as_bytes()), claims)
}

async fn refusal_of(verifier: &Verifier, token: &str) -> Problem {
    let problem = verifier.verify(token).await.unwrap_err();
    assert_eq!(problem.code, Code::Unauthorized);
    assert!(token.is_empty() || !problem.detail.contains(token));
    problem
}

async fn assert_not_valid(verifier: &Verifier, token: &str) {
    assert_eq!(refusal_of(verifier, token).await.detail, NOT_VALID);
}

#[tokio::test]
async fn tokens_of_both_algorithms_of_the_key_set_hold() {
    let es256 = fixture::sign(Algorithm::ES256, Some("ec"), &fixture::ec_key(), &claims());
    for token in [rs256(&claims()), es256] {
        let caller = by_key_set().verify(&token).await.unwrap();
        assert_eq!((caller.user.as_str(), caller.roles.as_slice()), ("ann", &[Role::User][..]));
        assert!(caller.expires_at.is_some_and(|end| !caller.holds_at(end)), "{caller:?}");
    }
}

#[tokio::test]
async fn keys_that_are_fetched_verify_like_keys_that_are_given() {
    let server = KeyServer::start(fixture::jwks()).await;
    let verifier = Verifier::new(config(KeySource::Url(server.url())), Clock::default());
    assert!(verifier.verify(&rs256(&claims())).await.is_ok());
    let unknown = fixture::sign(Algorithm::RS256, Some("new"), &fixture::rsa_key(), &claims());
    assert_not_valid(&verifier, &unknown).await;
}

#[tokio::test]
async fn while_no_key_can_be_fetched_the_caller_is_told_to_come_back() {
    let server = KeyServer::start(fixture::jwks()).await;
    server.fail();
    let verifier = Verifier::new(config(KeySource::Url(server.url())), Clock::default());
    let problem = verifier.verify(&rs256(&claims())).await.unwrap_err();
    assert_eq!(problem.code, Code::SystemBusy);
}

#[tokio::test]
async fn a_local_token_holds_until_its_time_is_over_on_the_injected_clock() {
    let clock = Clock::default();
    let verifier = Verifier::new(config(KeySource::Hs256(fixture::SECRET.to_owned())), clock.clone());
    let roles = [Role::User, Role::Admin];
    let ann: UserId = "ann".parse().unwrap();
    let token = sign_hs256(fixture::SECRET, &ann, &roles, clock.now(), Duration::from_secs(3_600)).unwrap();
    clock.advance(Duration::from_secs(3_500));
    let caller = verifier.verify(&token).await.unwrap();
    assert_eq!((&caller.user, caller.roles.as_slice()), (&ann, &roles[..]));
    assert!(caller.holds_at(clock.now()));
    clock.advance(Duration::from_secs(3_600));
    assert!(!caller.holds_at(clock.now()));
    assert_eq!(refusal_of(&verifier, &token).await.detail, "The token has expired.");
}

#[tokio::test]
async fn a_token_is_refused_before_its_time() {
    let in_an_hour = Clock::default().now().unix_secs() + 3_600;
    let token = hs256(&with(with(claims(), "nbf", json!(in_an_hour)), "exp", json!(in_an_hour + 60)));
    assert_eq!(refusal_of(&local(), &token).await.detail, "The token is not valid yet.");
}

#[tokio::test]
async fn clocks_may_differ_by_a_little() {
    let now = Clock::default().now().unix_secs();
    let token = hs256(&with(with(claims(), "nbf", json!(now + 3)), "exp", json!(now - 1)));
    assert!(local().verify(&token).await.is_ok());
}

#[tokio::test]
async fn a_time_may_have_a_fraction_and_must_be_a_number() {
    let now = Clock::default().now().unix_secs() as f64;
    assert!(local().verify(&hs256(&with(claims(), "exp", json!(now + 60.5)))).await.is_ok());
    for exp in [json!("tomorrow"), json!(null), json!([1])] {
        assert_not_valid(&local(), &hs256(&with(claims(), "exp", exp))).await;
    }
}

#[tokio::test]
async fn a_forged_signature_is_refused() {
    let other = EncodingKey::from_secret(b"another-secret-of-at-least-thirty-two-bytes");
    assert_not_valid(&local(), &fixture::sign(Algorithm::HS256, None, &other, &claims())).await;
    let other = fixture::sign(Algorithm::ES256, Some("ec"), &fixture::other_ec_key(), &claims());
    assert_not_valid(&by_key_set(), &other).await;
}

#[tokio::test]
async fn a_signature_does_not_carry_over_to_other_claims() {
    let (mine, theirs) = (rs256(&claims()), rs256(&with(claims(), "roles", json!(["admin"]))));
    let [header, _, signature] = mine.split('.').collect::<Vec<_>>().try_into().unwrap();
    let payload = theirs.split('.').nth(1).unwrap();
    assert_not_valid(&by_key_set(), &format!("{header}.{payload}.{signature}")).await;
}

#[tokio::test]
async fn a_token_without_an_algorithm_is_refused() {
    // {"alg":"none","typ":"JWT","kid":"rsa"}
    let header = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIiwia2lkIjoicnNhIn0";
    let token = hs256(&claims());
    let payload = token.split('.').nth(1).unwrap();
    for verifier in [local(), by_key_set()] {
        assert_not_valid(&verifier, &format!("{header}.{payload}.")).await;
    }
}

#[tokio::test]
async fn a_public_key_does_not_serve_as_a_shared_secret() {
    let modulus = match &fixture::jwks().find("rsa").unwrap().algorithm {
        jsonwebtoken::jwk::AlgorithmParameters::RSA(rsa) => rsa.n.clone(),
        other => panic!("not an RSA key: {other:?}"),
    };
    for public in [fixture::RSA_PUBLIC_PEM, modulus.as_str()] {
        let key = EncodingKey::from_secret(public.as_bytes());
        let token = fixture::sign(Algorithm::HS256, Some("rsa"), &key, &claims());
        assert_not_valid(&by_key_set(), &token).await;
    }
}

#[tokio::test]
async fn a_key_is_used_with_its_own_algorithm_only() {
    let rs512 = fixture::sign(Algorithm::RS512, Some("rsa"), &fixture::rsa_key(), &claims());
    let crossed = fixture::sign(Algorithm::ES256, Some("rsa"), &fixture::ec_key(), &claims());
    let symmetric = hs256(&claims());
    for token in [rs512, crossed, symmetric] {
        assert_not_valid(&by_key_set(), &token).await;
    }
    assert_not_valid(&local(), &rs256(&claims())).await;
}

#[tokio::test]
async fn a_key_must_be_named_and_known() {
    for kid in [None, Some("unknown")] {
        let token = fixture::sign(Algorithm::RS256, kid, &fixture::rsa_key(), &claims());
        assert_not_valid(&by_key_set(), &token).await;
    }
}

#[tokio::test]
async fn issuer_and_audience_must_match_where_they_are_set() {
    let mut config = config(KeySource::Hs256(fixture::SECRET.to_owned()));
    config.issuers[0].name = Some("https://issuer.example".to_owned());
    config.issuers[0].audiences = vec!["web".to_owned(), "heartlink".to_owned()];
    let verifier = Verifier::new(config, Clock::default());
    let good =
        with(with(claims(), "iss", json!("https://issuer.example")), "aud", json!(["other", "heartlink"]));
    assert!(verifier.verify(&hs256(&good)).await.is_ok());
    assert!(verifier.verify(&hs256(&with(good.clone(), "aud", json!("heartlink")))).await.is_ok());
    for (name, value) in [
        ("iss", json!("https://other.example")),
        ("iss", json!(null)),
        ("aud", json!("other")),
        ("aud", json!([])),
        ("aud", json!(null)),
    ] {
        assert_not_valid(&verifier, &hs256(&with(good.clone(), name, value))).await;
    }
}

#[tokio::test]
async fn a_token_names_a_valid_user() {
    for sub in [json!(null), json!(""), json!("a\u{7}"), json!("x".repeat(256)), json!("me"), json!(7)] {
        assert_not_valid(&local(), &hs256(&with(claims(), "sub", sub))).await;
    }
}

#[tokio::test]
async fn any_printable_subject_is_somebody_and_no_two_are_the_same() {
    let mut ids = std::collections::BTreeSet::new();
    let long = "|".repeat(255);
    let subjects =
        ["ann", "auth0|7", "auth0%7C7", "auth0%257C7", "https://id.example/u#7", "Ann Lee", "用户7", &long];
    for sub in subjects {
        let caller = local().verify(&hs256(&with(claims(), "sub", json!(sub)))).await.unwrap();
        assert_eq!(caller.user.subject(), sub);
        assert_eq!(caller.user.to_string().parse(), Ok(caller.user.clone()), "an id is read as itself");
        assert!(ids.insert(caller.user));
    }
    assert!(ids.contains(&"auth0|7".parse().unwrap()), "and a subject as its id");
}

#[tokio::test]
async fn a_token_without_an_audience_is_for_whom_it_was_issued_to() {
    let mut config = config(KeySource::Hs256(fixture::SECRET.to_owned()));
    config.issuers[0].audiences = vec!["app".to_owned()];
    let verifier = Verifier::new(config, Clock::default());
    for name in ["client_id", "azp"] {
        let token = hs256(&with(claims(), name, json!("app")));
        assert!(verifier.verify(&token).await.is_ok(), "{name}");
        let elsewhere = with(with(claims(), name, json!("app")), "aud", json!("other"));
        assert_not_valid(&verifier, &hs256(&elsewhere)).await;
    }
}

#[tokio::test]
async fn an_issuer_is_believed_by_its_own_keys_only() {
    let named = |name: &str, jwk: &str| {
        let keys = JwkSet { keys: vec![fixture::jwks().find(jwk).unwrap().clone()] };
        let mut issuer = config(KeySource::Inline(keys)).issuers.remove(0);
        issuer.name = Some(name.to_owned());
        issuer
    };
    let config =
        AuthConfig { issuers: vec![named("https://a.example", "rsa"), named("https://b.example", "ec")] };
    let verifier = Verifier::new(config, Clock::default());
    let of = |name: &str| with(claims(), "iss", json!(name));
    let ec = |claims: &Value| fixture::sign(Algorithm::ES256, Some("ec"), &fixture::ec_key(), claims);
    assert!(verifier.verify(&rs256(&of("https://a.example"))).await.is_ok());
    assert!(verifier.verify(&ec(&of("https://b.example"))).await.is_ok());
    for token in [
        rs256(&of("https://b.example")),
        ec(&of("https://a.example")),
        rs256(&of("https://c.example")),
        rs256(&claims()),
    ] {
        assert_not_valid(&verifier, &token).await;
    }
}

#[tokio::test]
async fn the_log_says_which_check_failed_and_on_a_laptop_the_answer_too() {
    let other = EncodingKey::from_secret(b"another-secret-of-at-least-thirty-two-bytes");
    let forged = fixture::sign(Algorithm::HS256, None, &other, &claims());
    for (token, refusal) in [
        ("abc".to_owned(), Refusal::NotAToken),
        ("x".repeat(9_000), Refusal::TooLong),
        (rs256(&claims()), Refusal::Algorithm),
        (forged, Refusal::Signature),
        (hs256(&with(claims(), "exp", json!("tomorrow"))), Refusal::Claim("exp")),
        (hs256(&with(claims(), "sub", json!(7))), Refusal::Claim("sub")),
        (hs256(&with(claims(), "sub", json!("me"))), Refusal::Subject),
    ] {
        let quiet = refusal_of(&local(), &token).await;
        assert_eq!((quiet.detail.as_str(), quiet.internal), (NOT_VALID, Some(refusal.to_string())));
        let told = refusal_of(&local().explaining(), &token).await;
        assert_eq!(told.detail, format!("The token is not valid: {refusal}."));
    }
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    for text in ["", "abc", "a.b.c", "....", &"x".repeat(9_000)] {
        assert_not_valid(&local(), text).await;
        assert_not_valid(&by_key_set(), text).await;
    }
}
