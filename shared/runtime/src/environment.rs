//! The environment of a function: its variables, and the settings that
//! `HEARTLINK_SETTINGS` lists, so that a deployment passes any of them with one
//! parameter.

use heartlink_domain::settings::Settings;

use crate::auth;

/// The variable that lists settings.
const LIST: &str = "HEARTLINK_SETTINGS";

/// The variable `name` of this process; if absent, what the list says of it.
pub(crate) fn environment(name: &str) -> Option<String> {
    let variable = |name| std::env::var(name).ok();
    variable(name).or_else(|| listed(&variable(LIST)?, name))
}

fn listed(list: &str, name: &str) -> Option<String> {
    let (_, value) = pairs(list).flatten().find(|(listed, _)| *listed == name)?;
    Some(value.to_owned())
}

/// What is wrong with the list.
pub(crate) fn problems(vars: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let list = vars(LIST).unwrap_or_default();
    let known = Settings::documentation();
    let is_known =
        |name: &str| auth::VARIABLES.contains(&name) || known.iter().any(|setting| setting.name == name);
    let mut seen = Vec::new();
    let mut problems = Vec::new();
    for pair in pairs(&list) {
        match pair {
            Err(word) => problems.push(format!("{LIST}: {word:?} is not NAME=VALUE")),
            Ok((name, _)) if !is_known(name) => problems.push(format!("{LIST}: {name} is no setting")),
            Ok((name, _)) if seen.contains(&name) => problems.push(format!("{LIST}: {name} is there twice")),
            Ok((name, _)) => seen.push(name),
        }
    }
    problems
}

/// Each `NAME=VALUE`; the word itself where it is none.
fn pairs(list: &str) -> impl Iterator<Item = Result<(&str, &str), &str>> {
    list.split_whitespace().map(|word| word.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(list: &str) -> Vec<String> {
        problems(&|name| (name == LIST).then(|| list.to_owned()))
    }

    #[test]
    fn a_list_says_what_the_variables_do_not() {
        let list = "HEARTLINK_MATCHING_ACCEPTANCE=true  HEARTLINK_JWT_ISSUER=https://id.example/?a=b";
        assert_eq!(listed(list, "HEARTLINK_MATCHING_ACCEPTANCE").as_deref(), Some("true"));
        assert_eq!(listed(list, "HEARTLINK_JWT_ISSUER").as_deref(), Some("https://id.example/?a=b"));
        assert_eq!(listed(list, "HEARTLINK_MATCHING"), None);
        assert_eq!(wrong(list), [] as [String; 0]);
        assert_eq!(wrong(""), [] as [String; 0]);
    }

    #[test]
    fn a_list_that_would_be_misread_is_refused() {
        assert_eq!(wrong("HEARTLINK_MATCHING_ACEPTANCE=true").len(), 1, "no such setting");
        assert_eq!(wrong("HEARTLINK_JWT_ISUER=https://id.example").len(), 1, "no such setting");
        assert_eq!(wrong("HEARTLINK_TABLE_PREFIX=other-").len(), 1, "the deployment's own");
        assert_eq!(wrong("true =1").len(), 2);
        let twice = "HEARTLINK_MATCHING_ACCEPTANCE=true HEARTLINK_MATCHING_ACCEPTANCE=false";
        assert_eq!(wrong(twice).len(), 1);
    }
}
