//! Tokens that hold, and every way in which one does not.

use serde_json::json;

use super::super::fixture::{self, KeyServer};
use super::*;

const NOT_VALID: &str = "The token is not valid.";

fn config(keys: KeySource) -> AuthConfig {
    AuthConfig { keys, issuer: None, audience: None }
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

async fn refusal(verifier: &Verifier, token: &str) -> Problem {
    let problem = verifier.verify(token).await.unwrap_err();
    assert_eq!(problem.code, Code::Unauthorized);
    assert!(token.is_empty() || !problem.detail.contains(token));
    problem
}

async fn assert_not_valid(verifier: &Verifier, token: &str) {
    assert_eq!(refusal(verifier, token).await.detail, NOT_VALID);
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
    assert_eq!(refusal(&verifier, &token).await.detail, "The token has expired.");
}

#[tokio::test]
async fn a_token_is_refused_before_its_time() {
    let in_an_hour = Clock::default().now().unix_secs() + 3_600;
    let token = hs256(&with(with(claims(), "nbf", json!(in_an_hour)), "exp", json!(in_an_hour + 60)));
    assert_eq!(refusal(&local(), &token).await.detail, "The token is not valid yet.");
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
    let verifier = Verifier::new(
        AuthConfig {
            keys: KeySource::Hs256(fixture::SECRET.to_owned()),
            issuer: Some("https://issuer.example".to_owned()),
            audience: Some("heartlink".to_owned()),
        },
        Clock::default(),
    );
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
    for sub in [json!(null), json!(""), json!("a b"), json!("x".repeat(129)), json!(7)] {
        assert_not_valid(&local(), &hs256(&with(claims(), "sub", sub))).await;
    }
}

#[tokio::test]
async fn unknown_roles_are_dropped_and_none_is_assumed() {
    for (given, expected) in [
        (json!(["admin", "root", 7, "user", "user"]), vec![Role::User, Role::Admin]),
        (json!([]), vec![]),
        (json!(null), vec![]),
        (json!("admin"), vec![]),
    ] {
        let caller = local().verify(&hs256(&with(claims(), "roles", given))).await.unwrap();
        assert_eq!(caller.roles, expected);
    }
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    for text in ["", "abc", "a.b.c", "....", &"x".repeat(9_000)] {
        assert_not_valid(&local(), text).await;
        assert_not_valid(&by_key_set(), text).await;
    }
}
