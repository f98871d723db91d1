//! What is said about an account beside its points: group, plan, teachers.

use serde::{Deserialize, Serialize};

use crate::ids::{DocumentName, GroupId, UserId};
use crate::ledger::Audit;
use crate::points::refusal::field;
use crate::points::{Context, PointsAccount, Refusal};

/// Teachers that one account names at most.
pub const MAX_TEACHERS: usize = 20;

/// What is said about an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The group on whose leaderboard it stands; none if absent.
    #[serde(default)]
    pub group: Option<GroupId>,
    /// Its plan; the default one if absent.
    #[serde(default)]
    pub plan: Option<DocumentName>,
    /// The only teachers who may see and change it; any teacher if none is named.
    #[serde(default)]
    pub teachers: Vec<UserId>,
}

impl Profile {
    /// What is said about `account`.
    pub fn of(account: &PointsAccount) -> Self {
        Self { group: account.group.clone(), plan: account.plan.clone(), teachers: account.teachers.clone() }
    }
}

/// What can be done to an account of points beside its transactions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PointsAction {
    /// Its profile was set.
    ProfileSet {
        /// Before.
        from: Profile,
        /// After.
        to: Profile,
    },
}

/// A profile that was set; to be committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileSet {
    /// On the version that was read.
    pub account: PointsAccount,
    /// Which must not be stored yet.
    pub audit: Audit<PointsAction>,
}

/// Says `profile` about `account`, and nothing else; `None` if it was said
/// before.
///
/// # Errors
/// [`Refusal::Invalid`].
pub fn set_profile(
    account: &PointsAccount,
    profile: &Profile,
    context: &Context,
) -> Result<Option<ProfileSet>, Refusal> {
    let mut problems = Vec::new();
    if profile.teachers.len() > MAX_TEACHERS {
        problems.push(field("/teachers", format!("may have at most {MAX_TEACHERS}")));
    }
    for (place, teacher) in profile.teachers.iter().enumerate() {
        if profile.teachers.iter().take(place).any(|before| before == teacher) {
            problems.push(field(&format!("/teachers/{place}"), "is named twice"));
        }
    }
    Refusal::unless_empty(problems)?;
    let from = Profile::of(account);
    if from == *profile {
        return Ok(None);
    }
    let audit = Audit {
        account: account.account.id.clone(),
        version: account.version.saturating_add(1),
        operator: context.operator.clone(),
        action: PointsAction::ProfileSet { from, to: profile.clone() },
        reason: None,
        at: context.now,
    };
    let Profile { group, plan, teachers } = profile.clone();
    let account = PointsAccount { group, plan, teachers, updated_at: Some(context.now), ..account.clone() };
    Ok(Some(ProfileSet { account, audit }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::fixture::{account, at, context, user};

    #[test]
    fn a_profile_replaces_the_one_before_and_touches_no_points() {
        let profile = Profile { group: "class-5b".parse().ok(), plan: None, teachers: vec![user("mr-wu")] };
        let before = account("ann", 5);
        let ProfileSet { account: after, audit } =
            set_profile(&before, &profile, &context(9)).unwrap().unwrap();
        assert_eq!(Profile::of(&after), profile);
        assert_eq!((&after.account, after.updated_at), (&before.account, Some(at(9))));
        let done = PointsAction::ProfileSet { from: Profile::default(), to: profile.clone() };
        assert_eq!((audit.action, audit.version, audit.at), (done, before.version + 1, at(9)));
        assert_eq!(set_profile(&after, &profile, &context(10)), Ok(None), "nothing changes");
        let cleared = set_profile(&after, &Profile::default(), &context(10)).unwrap().unwrap();
        assert_eq!(Profile::of(&cleared.account), Profile::default());
    }

    #[test]
    fn too_many_teachers_and_one_twice_are_refused() {
        let many: Vec<_> = (0..21).map(|n| user(&format!("t{n}"))).collect();
        for (teachers, pointer) in
            [(many, "/teachers"), (vec![user("a"), user("b"), user("a")], "/teachers/2")]
        {
            let refused =
                set_profile(&account("ann", 5), &Profile { teachers, ..Profile::default() }, &context(9));
            let Err(Refusal::Invalid { problems }) = refused else { panic!("{refused:?}") };
            assert_eq!(problems[0].pointer, pointer);
        }
    }
}
