//! The lease: being the only writer of a wallet for a while.
//!
//! Owns fencing numbers and expiry. A lease is part of the wallet, so that
//! taking, losing and respecting it is the same condition on the version that
//! every write has; nothing needs to happen at the instant of its expiry. Never
//! waits: that is up to the caller's policy.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::ledger::AccountId;
use crate::ledger::Audit;
use crate::problem::FieldProblem;
use crate::settings::WalletSettings;
use crate::time::Timestamp;
use crate::wallet::refusal::{accept_unless, check_text};
use crate::wallet::status::{MAX_REASON_CHARS, WalletAction, audit};
use crate::wallet::{Context, Lease, Refusal, Wallet};

/// Longest `owner`, in characters.
pub const MAX_OWNER_CHARS: usize = 128;
/// Longest `purpose`, in characters.
pub const MAX_PURPOSE_CHARS: usize = 200;

/// The lease under which a caller writes to one wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The wallet's ledger.
    pub account: AccountId,
    /// The fencing number of the lease.
    pub fencing: u64,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaseTerms {
    /// Who is to hold it.
    pub owner: String,
    /// What for.
    pub purpose: Option<String>,
    /// For how long; the setting `lease_secs` where nothing is said.
    pub ttl_secs: Option<u64>,
}

/// A lease that was ended by force; to be committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forced {
    /// On the version that was read.
    pub wallet: Wallet,
    /// Which must not be stored yet.
    pub audit: Audit<WalletAction>,
}

/// Whether a wallet is locked, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseState {
    /// Whether a lease is in force.
    pub held: bool,
    /// Who holds it.
    pub owner: Option<String>,
    /// What for.
    pub purpose: Option<String>,
    /// Since when.
    pub acquired_at: Option<Timestamp>,
    /// Until when.
    pub expires_at: Option<Timestamp>,
    /// For how many milliseconds still; 0 if none is in force.
    pub remaining_ms: u64,
    /// The last fencing number given out; 0 before the first.
    pub fencing: u64,
}

impl Wallet {
    /// The lease that is in force.
    pub fn live_lease(&self, now: Timestamp) -> Option<&Lease> {
        self.lease.as_ref().filter(|lease| now < lease.expires_at)
    }
}

impl Lease {
    /// Whether `caller` may write under it: whoever took it, and whoever it was
    /// taken for. Knowing its number is not enough, since numbers can be guessed.
    pub fn is_held_by(&self, caller: &UserId) -> bool {
        self.holder.as_ref().is_none_or(|holder| holder == caller)
            || self.owner.parse().is_ok_and(|owner: UserId| owner == *caller)
    }
}

/// Refuses everybody but the holder of the lease while one is in force, and a
/// holder whose lease no longer is.
///
/// # Errors
/// [`Refusal::LeaseLost`], [`Refusal::Locked`].
pub fn check_writer(wallet: &Wallet, context: &Context) -> Result<(), Refusal> {
    let fence = context.fences.iter().find(|fence| fence.account == wallet.account.id);
    match (fence, wallet.live_lease(context.now)) {
        (None, None) => Ok(()),
        (Some(fence), Some(lease))
            if lease.is_held_by(&context.operator) && fence.fencing == lease.fencing =>
        {
            Ok(())
        }
        (_, Some(lease)) if !lease.is_held_by(&context.operator) => {
            Err(Refusal::Locked { lease: lease.clone() })
        }
        (Some(fence), _) => Err(Refusal::LeaseLost { fencing: fence.fencing }),
        (None, Some(lease)) => Err(Refusal::Locked { lease: lease.clone() }),
    }
}

/// Takes the lease, if none is in force; not even the same owner's, who may be
/// another process of the same name.
///
/// # Errors
/// [`Refusal::Locked`], [`Refusal::Invalid`].
pub fn acquire(
    wallet: &Wallet,
    terms: &LeaseTerms,
    context: &Context,
    settings: &WalletSettings,
) -> Result<(Wallet, Lease), Refusal> {
    let now = context.now;
    check_terms(terms, settings)?;
    if let Some(lease) = wallet.live_lease(now) {
        return Err(Refusal::Locked { lease: lease.clone() });
    }
    let ttl_secs = terms.ttl_secs.unwrap_or(settings.lease_secs.min(settings.lease_max_secs));
    let lease = Lease {
        owner: terms.owner.clone(),
        holder: Some(context.operator.clone()),
        purpose: terms.purpose.clone(),
        acquired_at: now,
        expires_at: now + Duration::from_secs(ttl_secs),
        fencing: wallet.fencing.saturating_add(1),
    };
    let wallet = Wallet { fencing: lease.fencing, lease: Some(lease.clone()), ..wallet.touched(now) };
    Ok((wallet, lease))
}

/// Gives one's own lease back.
///
/// # Errors
/// [`Refusal::NotLocked`] where none is in force, [`Refusal::Locked`] where it
/// is another's.
pub fn release(wallet: &Wallet, owner: &str, now: Timestamp) -> Result<Wallet, Refusal> {
    let lease = wallet.live_lease(now).ok_or(Refusal::NotLocked)?;
    if lease.owner != owner {
        return Err(Refusal::Locked { lease: lease.clone() });
    }
    Ok(Wallet { lease: None, ..wallet.touched(now) })
}

/// Ends whosever lease. Its holder cannot commit from then on.
///
/// # Errors
/// [`Refusal::NotLocked`], [`Refusal::Invalid`].
pub fn force_release(wallet: &Wallet, reason: Option<&str>, context: &Context) -> Result<Forced, Refusal> {
    let mut problems = Vec::new();
    check_text(&mut problems, "/reason", reason, MAX_REASON_CHARS);
    accept_unless(problems)?;
    let lease = wallet.live_lease(context.now).ok_or(Refusal::NotLocked)?;
    let action = WalletAction::LeaseForced { lease: lease.clone() };
    let audit = audit(wallet, action, reason.map(str::to_owned), context);
    Ok(Forced { wallet: Wallet { lease: None, ..wallet.touched(context.now) }, audit })
}

/// Whether the wallet is locked, and by whom.
pub fn lease_state(wallet: &Wallet, now: Timestamp) -> LeaseState {
    let lease = wallet.live_lease(now);
    let left = lease.map_or(Duration::ZERO, |lease| lease.expires_at.since(now));
    LeaseState {
        held: lease.is_some(),
        owner: lease.map(|lease| lease.owner.clone()),
        purpose: lease.and_then(|lease| lease.purpose.clone()),
        acquired_at: lease.map(|lease| lease.acquired_at),
        expires_at: lease.map(|lease| lease.expires_at),
        remaining_ms: u64::try_from(left.as_millis()).unwrap_or(u64::MAX),
        fencing: wallet.fencing,
    }
}

fn check_terms(terms: &LeaseTerms, settings: &WalletSettings) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    check_text(&mut problems, "/owner", Some(&terms.owner), MAX_OWNER_CHARS);
    check_text(&mut problems, "/purpose", terms.purpose.as_deref(), MAX_PURPOSE_CHARS);
    let most = settings.lease_max_secs;
    if terms.ttl_secs.is_some_and(|secs| !(1..=most).contains(&secs)) {
        let detail = format!("must be from 1 to {most}");
        problems.push(FieldProblem { pointer: "/ttl_seconds".to_owned(), detail });
    }
    accept_unless(problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wallet::fixture::{amount, at, context, fence, user, wallet};
    use crate::wallet::{Note, credit};

    fn terms(owner: &str) -> LeaseTerms {
        LeaseTerms { owner: owner.into(), purpose: Some("audit".into()), ttl_secs: None }
    }

    fn locked(secs: i64) -> (Wallet, Lease) {
        acquire(&wallet("ann", 5), &terms("ops"), &context(secs), &WalletSettings::default()).unwrap()
    }

    #[test]
    fn a_lease_lasts_for_its_time_and_not_a_millisecond_longer() {
        let (wallet, lease) = locked(0);
        assert_eq!(lease.expires_at, at(30));
        let just_before = Timestamp::from_unix_millis(at(30).unix_millis() - 1);
        assert_eq!(
            check_writer(&wallet, &Context { now: just_before, ..context(0) }),
            Err(Refusal::Locked { lease })
        );
        assert_eq!(check_writer(&wallet, &context(30)), Ok(()));
    }

    #[test]
    fn the_state_tells_who_holds_it_for_how_long_and_what_was_given_out_last() {
        let (wallet, lease) = locked(0);
        let state = lease_state(&wallet, at(10));
        assert_eq!((state.held, state.owner.as_deref(), state.remaining_ms), (true, Some("ops"), 20_000));
        assert_eq!((state.acquired_at, state.expires_at), (Some(at(0)), Some(lease.expires_at)));
        let over = lease_state(&wallet, at(30));
        assert_eq!((over.held, over.owner, over.remaining_ms, over.fencing), (false, None, 0, 1));
    }

    #[test]
    fn a_lease_in_force_is_not_taken_not_even_by_its_owner() {
        let (wallet, lease) = locked(0);
        for owner in ["ops", "batch"] {
            let refused = acquire(&wallet, &terms(owner), &context(29), &WalletSettings::default());
            assert_eq!(refused, Err(Refusal::Locked { lease: lease.clone() }));
        }
    }

    #[test]
    fn every_lease_gets_a_higher_number_however_the_one_before_ended() {
        let settings = WalletSettings::default();
        let (first, lease) = locked(0);
        let (second, _) = acquire(&first, &terms("ops"), &context(30), &settings).unwrap();
        let released = release(&second, "ops", at(31)).unwrap();
        let (third, _) = acquire(&released, &terms("ops"), &context(32), &settings).unwrap();
        let forced = force_release(&third, None, &context(33)).unwrap().wallet;
        let (_, last) = acquire(&forced, &terms("ops"), &context(34), &settings).unwrap();
        assert_eq!((lease.fencing, second.fencing, third.fencing, last.fencing), (1, 2, 3, 4));
    }

    #[test]
    fn a_holder_whose_lease_ended_was_taken_over_or_forced_cannot_write() {
        let (wallet, _) = locked(0);
        let under = |secs| Context { fences: vec![fence(&wallet)], ..context(secs) };
        let lost = Err(Refusal::LeaseLost { fencing: 1 });
        assert_eq!(check_writer(&wallet, &under(29)), Ok(()));
        assert_eq!(check_writer(&wallet, &under(30)), lost, "ended");
        let (taken, _) = acquire(&wallet, &terms("batch"), &context(30), &WalletSettings::default()).unwrap();
        assert_eq!(check_writer(&taken, &under(31)), lost, "taken over");
        let forced = force_release(&wallet, None, &context(5)).unwrap().wallet;
        assert_eq!(check_writer(&forced, &under(6)), lost, "forced");
        let settings = WalletSettings::default();
        let refused = credit(&forced, amount(1), &Note::default(), &under(6), &settings);
        assert_eq!(refused.map(|moved| moved.entry), Err(Refusal::LeaseLost { fencing: 1 }));
    }

    #[test]
    fn the_lease_on_one_wallet_says_nothing_about_another() {
        let (ann, _) = locked(0);
        let under = Context { fences: vec![fence(&ann)], ..context(1) };
        assert_eq!(check_writer(&wallet("bob", 0), &under), Ok(()));
    }

    #[test]
    fn a_number_is_worth_nothing_to_whoever_does_not_hold_the_lease() {
        let (wallet, lease) = locked(0);
        let writer = |name: &str, fencing| Context {
            operator: user(name),
            fences: vec![Fence { fencing, ..fence(&wallet) }],
            ..context(1)
        };
        for guess in 0..3 {
            let refused = check_writer(&wallet, &writer("eve", guess));
            assert_eq!(refused, Err(Refusal::Locked { lease: lease.clone() }), "{guess}");
        }
        assert_eq!(check_writer(&wallet, &writer("shop", 1)), Ok(()), "who took it");
        assert_eq!(check_writer(&wallet, &writer("ops", 1)), Ok(()), "whom it was taken for");
    }

    #[test]
    fn a_lease_of_an_earlier_version_goes_by_its_number() {
        let stored = r#"{"owner":"ops","acquired_at":"2026-01-01T00:00:00.000Z","expires_at":"2026-01-01T00:00:30.000Z","fencing":1}"#;
        let lease: Lease = serde_json::from_str(stored).unwrap();
        assert!(lease.is_held_by(&user("anybody")));
    }

    #[test]
    fn one_gives_back_only_ones_own_lease_and_only_while_it_lasts() {
        let (locked, lease) = locked(0);
        assert_eq!(release(&locked, "eve", at(1)), Err(Refusal::Locked { lease }));
        assert_eq!(release(&locked, "ops", at(30)), Err(Refusal::NotLocked));
        assert_eq!(release(&wallet("ann", 0), "ops", at(1)), Err(Refusal::NotLocked));
        assert_eq!(force_release(&wallet("ann", 0), None, &context(1)), Err(Refusal::NotLocked));
    }

    #[test]
    fn force_leaves_a_record_of_whose_lease_was_ended_by_whom() {
        let (wallet, lease) = locked(0);
        let audit = force_release(&wallet, Some("stuck"), &context(5)).unwrap().audit;
        assert_eq!(audit.action, WalletAction::LeaseForced { lease });
        assert_eq!((audit.operator, audit.reason.as_deref()), (user("shop"), Some("stuck")));
        assert_eq!((audit.version, audit.at), (wallet.version + 1, at(5)));
    }

    #[test]
    fn every_term_that_does_not_fit_is_named() {
        let unfit = LeaseTerms { owner: String::new(), purpose: Some("p".repeat(201)), ttl_secs: Some(601) };
        let refused = acquire(&wallet("ann", 0), &unfit, &context(0), &WalletSettings::default());
        let Err(Refusal::Invalid { problems }) = refused else { panic!("accepted") };
        let pointers: Vec<_> = problems.into_iter().map(|problem| problem.pointer).collect();
        assert_eq!(pointers, ["/owner", "/purpose", "/ttl_seconds"]);
    }
}
