//! The recipes of `docs/identity.md`: each is set as it stands there, and a token
//! of the shape beside it is verified.

use heartlink_store::clock::Clock;
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use super::{AuthConfig, KeySource, Verifier, fixture, roles_named};

const PAGE: &str = include_str!("../../../../docs/identity.md");

/// What stands in the block of `section` that is marked with `language`.
fn block<'s>(section: &'s str, language: &str) -> &'s str {
    let start = format!("```{language}\n");
    section.split_once(&start).and_then(|(_, rest)| rest.split_once("```")).expect(language).0
}

#[tokio::test]
async fn every_recipe_lets_in_a_token_of_its_issuer_and_no_other() {
    let recipes = PAGE.split_once("## Recipes").unwrap().1.split_once("\n## ").unwrap().0;
    let mut tried = 0;
    for section in recipes.split("\n### ").skip(1) {
        let variables: Vec<(&str, &str)> =
            block(section, "sh").lines().map(|line| line.split_once('=').unwrap()).collect();
        let of = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let mut config = AuthConfig::read(&of).unwrap();
        // The keys of nobody but this test: no issuer is asked for its own.
        config.issuers[0].keys = KeySource::Inline(fixture::jwks());
        let clock = Clock::default();
        let verifier = Verifier::new(config, clock.clone());
        let mut claims: Value = serde_json::from_str(block(section, "json")).unwrap();
        claims["exp"] = json!(clock.now().unix_secs() + 3_600);
        let signed =
            |claims: &Value| fixture::sign(Algorithm::RS256, Some("rsa"), &fixture::rsa_key(), claims);

        let caller = verifier.verify(&signed(&claims)).await.unwrap();
        assert_eq!(caller.user.subject(), claims["sub"].as_str().unwrap());
        let named = section.split_once("\nRoles: ").unwrap().1.split_once('.').unwrap().0;
        assert_eq!(caller.roles, roles_named(named.split(", ")), "{section}");
        for claim in ["iss", "aud", "client_id", "azp"] {
            let counts = match claim {
                "client_id" => claims.get("aud").is_none(),
                "azp" => claims.get("aud").or(claims.get("client_id")).is_none(),
                _ => true,
            };
            if counts && claims.get(claim).is_some() {
                let mut other = claims.clone();
                other[claim] = json!("https://other.example");
                assert!(verifier.verify(&signed(&other)).await.is_err(), "{claim}: {section}");
            }
        }
        tried += 1;
    }
    assert_eq!(tried, 6);
}

#[test]
fn the_list_of_several_issuers_is_understood() {
    let list = block(PAGE.split_once("## Several issuers").unwrap().1, "sh");
    let (name, value) = list.trim().split_once('=').unwrap();
    let config =
        AuthConfig::read(&|asked| (asked == name).then(|| value.trim_matches('\'').to_owned())).unwrap();
    assert_eq!(config.issuers.len(), 2);
}
