//! Which of our roles a token's bearer has, whatever its issuer calls them.

use heartlink_domain::roles::Role;
use serde_json::{Map, Value};

use super::{role_named, roles_named};

/// Where tokens of an issuer name roles, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRules {
    /// The claim: its whole name, or the way to it with dots between.
    claim: String,
    /// The issuer's names and what each means here; without one ours are meant.
    map: Option<Vec<(String, Role)>>,
    /// The role of a bearer whose token lacks the claim.
    default: Option<Role>,
}

impl Default for RoleRules {
    fn default() -> Self {
        Self { claim: "roles".to_owned(), map: None, default: Some(Role::User) }
    }
}

impl RoleRules {
    /// The rules that three texts say: a claim, `NAME=ROLE,NAME=ROLE…`, and a role or
    /// `none`. What is not said is as by default.
    ///
    /// # Errors
    /// What is wrong with the map and with the default role, in that order.
    pub(super) fn read(
        claim: Option<String>,
        map: Option<&str>,
        default: Option<&str>,
    ) -> (Self, [Option<String>; 2]) {
        let standard = Self::default();
        let map = map.map(read_map).transpose();
        let default = match default.map(str::trim) {
            None => Ok(standard.default),
            Some("none") => Ok(None),
            Some(name) => role_named(name).map(Some).ok_or_else(|| format!("names no role: {name:?}")),
        };
        let problems = [map.as_ref().err().cloned(), default.as_ref().err().cloned()];
        let claim = claim.map_or(standard.claim, |claim| claim.trim().to_owned());
        (Self { claim, map: map.unwrap_or_default(), default: default.unwrap_or_default() }, problems)
    }

    /// The roles that a token with these claims gives; names that mean none are dropped.
    pub(super) fn of(&self, claims: &Map<String, Value>) -> Vec<Role> {
        let names: Vec<&str> = match at(claims, &self.claim) {
            None | Some(Value::Null) => return self.default.into_iter().collect(),
            Some(Value::String(names)) => names.split_whitespace().collect(),
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            Some(_) => Vec::new(),
        };
        match &self.map {
            None => roles_named(names.into_iter()),
            Some(map) => {
                let meant = map.iter().filter(|(name, _)| names.contains(&name.as_str()));
                roles_named(meant.map(|(_, role)| super::role_name(*role)))
            }
        }
    }
}

fn read_map(text: &str) -> Result<Vec<(String, Role)>, String> {
    let pair = |pair: &str| {
        let (name, role) = pair.rsplit_once('=')?;
        let name = name.trim();
        (!name.is_empty()).then_some((name.to_owned(), role_named(role.trim())?))
    };
    text.split(',').map(|text| pair(text).ok_or_else(|| format!("{text:?} is not NAME=ROLE"))).collect()
}

/// The value at `path`: under that whole name, or on the way that its dots show,
/// longest names first, since a name may hold dots itself.
fn at<'v>(claims: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    claims.get(path).or_else(|| {
        path.rmatch_indices('.')
            .find_map(|(dot, _)| at(claims.get(&path[..dot])?.as_object()?, &path[dot + 1..]))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn given(rules: (Option<&str>, Option<&str>, Option<&str>), claims: Value) -> Vec<Role> {
        let (claim, map, default) = rules;
        let (rules, problems) = RoleRules::read(claim.map(str::to_owned), map, default);
        assert_eq!(problems, [None, None]);
        rules.of(claims.as_object().unwrap())
    }

    #[test]
    fn roles_are_a_list_or_words_and_unknown_names_are_dropped() {
        for (roles, expected) in [
            (json!(["admin", "root", 7, "user", "user"]), vec![Role::User, Role::Admin]),
            (json!("user teacher  root"), vec![Role::User, Role::Teacher]),
            (json!([]), vec![]),
            (json!(""), vec![]),
            (json!({ "admin": true }), vec![]),
        ] {
            assert_eq!(given((None, None, None), json!({ "roles": roles })), expected, "{roles}");
        }
    }

    #[test]
    fn without_the_claim_a_bearer_is_a_user_unless_told_otherwise() {
        for claims in [json!({}), json!({ "roles": null })] {
            assert_eq!(given((None, None, None), claims.clone()), [Role::User]);
            assert_eq!(given((None, None, Some("none")), claims.clone()), []);
            assert_eq!(given((None, None, Some("teacher")), claims), [Role::Teacher]);
        }
        assert_eq!(given((None, None, Some("teacher")), json!({ "roles": ["root"] })), []);
    }

    #[test]
    fn a_claim_is_found_by_its_whole_name_or_on_its_way() {
        let nested = json!({ "realm_access": { "roles": ["admin"] }, "a.b": { "c.d": "user" } });
        assert_eq!(given((Some("realm_access.roles"), None, None), nested.clone()), [Role::Admin]);
        assert_eq!(given((Some("a.b.c.d"), None, None), nested.clone()), [Role::User]);
        assert_eq!(given((Some("realm_access.roles.x"), None, Some("none")), nested), []);
        let whole =
            json!({ "https://app.example/roles": ["user"], "https://app": { "example/roles": "admin" } });
        assert_eq!(given((Some("https://app.example/roles"), None, None), whole), [Role::User]);
    }

    #[test]
    fn a_map_says_what_names_mean_and_no_other_name_counts() {
        let map = Some("staff=moderator, staff=teacher,cn=players=user");
        let claims = json!({ "roles": ["staff", "admin", "cn=players"] });
        assert_eq!(given((None, map, None), claims), [Role::User, Role::Teacher, Role::Moderator]);
    }

    #[test]
    fn a_wrong_map_and_a_wrong_default_are_told() {
        for map in ["staff", "=user", "staff=boss", "staff=user,"] {
            let (_, problems) = RoleRules::read(None, Some(map), Some("boss"));
            assert!(problems.iter().all(Option::is_some), "{map}: {problems:?}");
        }
    }
}
