//! Keeping money back: hold, capture, void, expire.
//!
//! Owns the life of a hold. The wallet's own list decides which holds are open;
//! a hold's record only tells what became of it. So nothing needs to happen at
//! the instant of expiry: from then on a hold is no longer counted, and the
//! next change of the wallet drops it.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::ids::HoldId;
use crate::ledger::Draft;
use crate::problem::FieldProblem;
use crate::settings::WalletSettings;
use crate::time::Timestamp;
use crate::wallet::movement::{Flow, check_funds, check_open, enter};
use crate::wallet::refusal::accept_unless;
use crate::wallet::{Amount, Context, Hold, HoldStatus, Kind, Moved, Note, OpenHold, Refusal, Wallet};

/// Attribute of a capture's entry: the hold it came from.
pub const HOLD_ID: &str = "hold_id";

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldTerms {
    /// What to keep back.
    pub amount: Amount,
    /// For how long; the setting `hold_secs` where nothing is said.
    pub expires_in_secs: Option<u64>,
    /// What the caller says about it.
    pub note: Note,
}

/// A hold that was made, voided or found expired; to be committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// On the version that was read.
    pub wallet: Wallet,
    /// On the version that was read.
    pub hold: Hold,
}

/// A hold that was captured; to be committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// The wallet with the entry.
    pub moved: Moved,
    /// On the version that was read.
    pub hold: Hold,
}

/// Keeps money back under the fresh `id`.
///
/// # Errors
/// Those of a withdrawal, and [`Refusal::TooManyHolds`].
pub fn hold(
    wallet: &Wallet,
    id: HoldId,
    terms: &HoldTerms,
    context: &Context,
    settings: &WalletSettings,
) -> Result<Held, Refusal> {
    terms.note.check(settings)?;
    let span = check_span(terms.expires_in_secs, settings)?;
    check_open(wallet, Flow::Out, context)?;
    let amount = terms.amount.minor();
    check_funds(wallet, amount, context)?;
    let mut wallet = wallet.touched(context.now);
    if wallet.holds.len() >= usize::try_from(settings.open_holds).unwrap_or(usize::MAX) {
        return Err(Refusal::TooManyHolds { limit: settings.open_holds });
    }
    let expires_at = context.now + span;
    wallet.holds.push(OpenHold { id: id.clone(), amount, expires_at });
    let hold = Hold {
        id,
        user_id: wallet.user_id.clone(),
        currency: wallet.currency.clone(),
        version: 0,
        amount,
        status: HoldStatus::Open,
        captured: None,
        entry_seq: None,
        description: terms.note.description.clone(),
        reference: terms.note.reference.clone(),
        operator: context.operator.clone(),
        created_at: context.now,
        expires_at,
        closed_at: None,
    };
    Ok(Held { wallet, hold })
}

/// Turns a hold into an entry, in full or only `amount` of it; the rest is
/// released. Being money that goes out, it is refused where withdrawals are
/// blocked.
///
/// # Errors
/// [`Refusal::HoldNotFound`], [`Refusal::HoldNotOpen`],
/// [`Refusal::CaptureExceedsHold`], and those of a withdrawal but for the
/// funds, which are there.
pub fn capture(
    wallet: &Wallet,
    hold: Option<&Hold>,
    amount: Option<Amount>,
    note: &Note,
    context: &Context,
    settings: &WalletSettings,
) -> Result<Captured, Refusal> {
    note.check(settings)?;
    let hold = own(wallet, hold)?;
    check_open(wallet, Flow::Out, context)?;
    let (released, kept) = take(wallet, hold, context.now)?;
    let required = amount.map_or(kept, Amount::minor);
    if required > kept {
        return Err(Refusal::CaptureExceedsHold { held: kept, required });
    }
    let draft = Draft {
        amount: required.saturating_neg(),
        attributes: BTreeMap::from([(HOLD_ID.to_owned(), hold.id.to_string())]),
        ..note.or(hold).draft(Kind::Capture, context)
    };
    let moved = enter(&released, draft, context)?;
    let captured = Some(required);
    let entry_seq = Some(moved.entry.seq);
    let hold = Hold { captured, entry_seq, ..closed(hold, HoldStatus::Captured, context.now) };
    Ok(Captured { moved, hold })
}

/// Releases a hold. Nothing moves by it, so it is allowed where withdrawals are
/// blocked; in a frozen wallet even this waits.
///
/// # Errors
/// [`Refusal::HoldNotFound`], [`Refusal::HoldNotOpen`],
/// [`Refusal::WalletFrozen`], [`Refusal::Locked`], [`Refusal::LeaseLost`].
pub fn void(wallet: &Wallet, hold: Option<&Hold>, context: &Context) -> Result<Held, Refusal> {
    let hold = own(wallet, hold)?;
    check_open(wallet, Flow::In, context)?;
    let (wallet, _) = take(wallet, hold, context.now)?;
    Ok(Held { wallet, hold: closed(hold, HoldStatus::Voided, context.now) })
}

/// Writes down that a hold has expired; `None` if it has not. Neither status nor
/// lease stand in its way: it is no longer counted anyway.
pub fn expire_hold(wallet: &Wallet, hold: &Hold, now: Timestamp) -> Option<Held> {
    let due = hold.status == HoldStatus::Open && hold.status_at(now) == HoldStatus::Expired;
    (due && belongs(wallet, hold))
        .then(|| Held { wallet: wallet.touched(now), hold: closed(hold, HoldStatus::Expired, now) })
}

fn check_span(asked: Option<u64>, settings: &WalletSettings) -> Result<Duration, Refusal> {
    let most = settings.hold_max_secs;
    let mut problems = Vec::new();
    if asked.is_some_and(|secs| !(1..=most).contains(&secs)) {
        let detail = format!("must be from 1 to {most}");
        problems.push(FieldProblem { pointer: "/expires_in_seconds".to_owned(), detail });
    }
    accept_unless(problems)?;
    Ok(Duration::from_secs(asked.unwrap_or(settings.hold_secs.min(most))))
}

fn belongs(wallet: &Wallet, hold: &Hold) -> bool {
    hold.user_id == wallet.user_id && hold.currency == wallet.currency
}

/// The hold, if it is one of this wallet's.
fn own<'a>(wallet: &Wallet, hold: Option<&'a Hold>) -> Result<&'a Hold, Refusal> {
    hold.filter(|hold| belongs(wallet, hold)).ok_or(Refusal::HoldNotFound)
}

/// The wallet without `hold`, and what that kept back.
fn take(wallet: &Wallet, hold: &Hold, now: Timestamp) -> Result<(Wallet, i64), Refusal> {
    let mut rest = wallet.touched(now);
    let place = rest.holds.iter().position(|open| open.id == hold.id);
    match place.map(|place| rest.holds.remove(place)) {
        Some(open) => Ok((rest, open.amount)),
        // A record read before the wallet may still call it open.
        None => {
            let status = Some(hold.status_at(now)).filter(|status| *status != HoldStatus::Open);
            Err(Refusal::HoldNotOpen { status })
        }
    }
}

fn closed(hold: &Hold, status: HoldStatus, now: Timestamp) -> Hold {
    Hold { status, closed_at: Some(now), ..hold.clone() }
}

impl Note {
    /// This, or what was said about `hold` where this is silent.
    fn or(&self, hold: &Hold) -> Self {
        Self {
            description: self.description.clone().or_else(|| hold.description.clone()),
            reference: self.reference.clone().or_else(|| hold.reference.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wallet::WalletStatus;
    use crate::wallet::fixture::{
        amount, at, context, frozen, held, hold_id, leased, no_withdraw, user, wallet,
    };

    fn settings() -> WalletSettings {
        WalletSettings::default()
    }

    fn terms(minor: i64, expires_in_secs: Option<u64>) -> HoldTerms {
        HoldTerms { amount: amount(minor), expires_in_secs, note: Note::default() }
    }

    fn attempt(wallet: &Wallet, minor: i64) -> Result<Held, Refusal> {
        hold(wallet, hold_id("h2"), &terms(minor, None), &context(1), &settings())
    }

    /// ann has 100, of which 30 are held from 0 to 60 by h1.
    fn thirty_of_a_hundred() -> Held {
        held(&wallet("ann", 100), "h1", 30)
    }

    fn capture_at(held: &Held, minor: Option<i64>, secs: i64) -> Result<Captured, Refusal> {
        let amount = minor.map(amount);
        capture(&held.wallet, Some(&held.hold), amount, &Note::default(), &context(secs), &settings())
    }

    fn not_open(status: HoldStatus) -> Refusal {
        Refusal::HoldNotOpen { status: Some(status) }
    }

    #[test]
    fn a_hold_keeps_back_without_an_entry() {
        let Held { wallet: after, hold } = thirty_of_a_hundred();
        assert_eq!((after.account.balance, after.held(at(1)), after.available(at(1))), (100, 30, 70));
        assert_eq!(after.account, wallet("ann", 100).account);
        assert_eq!((hold.amount, hold.status, hold.expires_at), (30, HoldStatus::Open, at(60)));
    }

    #[test]
    fn what_is_held_is_not_available_to_anything_else() {
        let held = thirty_of_a_hundred().wallet;
        assert!(attempt(&held, 70).is_ok());
        let refused = Err(Refusal::InsufficientFunds { available: 70, required: 71 });
        assert_eq!(attempt(&held, 71), refused);
    }

    #[test]
    fn a_hold_lasts_as_long_as_was_asked_for_within_the_limit() {
        for (asked, secs) in [(None, 900), (Some(1), 1), (Some(2_592_000), 2_592_000)] {
            let made = hold(&wallet("ann", 9), hold_id("h"), &terms(1, asked), &context(0), &settings());
            assert_eq!(made.unwrap().hold.expires_at, at(secs));
        }
        for asked in [0, 2_592_001, u64::MAX] {
            let made =
                hold(&wallet("ann", 9), hold_id("h"), &terms(1, Some(asked)), &context(0), &settings());
            let Err(Refusal::Invalid { problems }) = made else { panic!("accepted {asked}") };
            assert_eq!(problems[0].pointer, "/expires_in_seconds");
        }
    }

    #[test]
    fn one_hold_more_than_the_limit_is_refused_until_another_expires() {
        let few = WalletSettings { open_holds: 2, ..settings() };
        let mut full = wallet("ann", 100);
        for name in ["h1", "h2"] {
            full = held(&full, name, 1).wallet;
        }
        let third = |secs| hold(&full, hold_id("h3"), &terms(1, None), &context(secs), &few);
        assert_eq!(third(59), Err(Refusal::TooManyHolds { limit: 2 }));
        assert_eq!(third(60).unwrap().wallet.holds.len(), 1, "the expired ones are dropped");
    }

    #[test]
    fn a_capture_turns_the_hold_into_an_entry() {
        let Captured { moved, hold } = capture_at(&thirty_of_a_hundred(), None, 5).unwrap();
        assert_eq!((moved.wallet.account.balance, moved.wallet.held(at(5))), (70, 0));
        assert_eq!((moved.entry.amount, Kind::of(&moved.entry)), (-30, Some(Kind::Capture)));
        assert_eq!(moved.entry.attributes[HOLD_ID], "h1");
        assert_eq!(moved.entry.description.as_deref(), Some("order"), "the hold's, as nothing else is said");
        assert_eq!((hold.status, hold.captured), (HoldStatus::Captured, Some(30)));
        assert_eq!((hold.entry_seq, hold.closed_at), (Some(moved.entry.seq), Some(at(5))));
    }

    #[test]
    fn a_capture_in_part_releases_the_rest() {
        let Captured { moved, hold } = capture_at(&thirty_of_a_hundred(), Some(10), 5).unwrap();
        assert_eq!((moved.wallet.account.balance, moved.wallet.available(at(5))), (90, 90));
        assert_eq!((hold.amount, hold.captured), (30, Some(10)));
    }

    #[test]
    fn a_capture_beyond_the_hold_is_refused_also_where_the_balance_would_do() {
        let refused = capture_at(&thirty_of_a_hundred(), Some(31), 5);
        assert_eq!(refused, Err(Refusal::CaptureExceedsHold { held: 30, required: 31 }));
    }

    #[test]
    fn a_void_releases_all_without_an_entry() {
        let made = thirty_of_a_hundred();
        let voided = void(&made.wallet, Some(&made.hold), &context(5)).unwrap();
        assert_eq!(voided.wallet.available(at(5)), 100);
        assert_eq!(voided.wallet.account, made.wallet.account);
        assert_eq!((voided.hold.status, voided.hold.closed_at), (HoldStatus::Voided, Some(at(5))));
    }

    #[test]
    fn a_hold_is_closed_once() {
        let made = thirty_of_a_hundred();
        let Captured { moved, hold } = capture_at(&made, Some(10), 5).unwrap();
        let captured = Held { wallet: moved.wallet, hold };
        let voided = void(&made.wallet, Some(&made.hold), &context(5)).unwrap();
        let expired = expire_hold(&made.wallet, &made.hold, at(60)).unwrap();
        for (held, status) in
            [(captured, HoldStatus::Captured), (voided, HoldStatus::Voided), (expired, HoldStatus::Expired)]
        {
            let refused = not_open(status);
            assert_eq!(capture_at(&held, None, 61), Err(refused.clone()));
            assert_eq!(void(&held.wallet, Some(&held.hold), &context(61)), Err(refused));
            assert_eq!(expire_hold(&held.wallet, &held.hold, at(61)), None);
        }
    }

    #[test]
    fn a_hold_expires_by_time_whether_or_not_anything_was_written() {
        let made = thirty_of_a_hundred();
        assert!(capture_at(&made, None, 59).is_ok());
        assert_eq!(expire_hold(&made.wallet, &made.hold, at(59)), None);
        assert_eq!(capture_at(&made, None, 60), Err(not_open(HoldStatus::Expired)));
        assert_eq!(void(&made.wallet, Some(&made.hold), &context(60)), Err(not_open(HoldStatus::Expired)));
        assert_eq!(made.hold.summary(at(60)).status, HoldStatus::Expired);
        assert_eq!(
            attempt(&made.wallet, 100),
            Err(Refusal::InsufficientFunds { available: 70, required: 100 })
        );
        let written = expire_hold(&made.wallet, &made.hold, at(60)).unwrap();
        assert_eq!((written.wallet.holds.len(), written.hold.status), (0, HoldStatus::Expired));
    }

    #[test]
    fn the_wallet_decides_whether_a_hold_is_open_and_not_its_record() {
        let made = thirty_of_a_hundred();
        let newer = void(&made.wallet, Some(&made.hold), &context(5)).unwrap().wallet;
        let stale = Held { wallet: newer, hold: made.hold };
        assert_eq!(capture_at(&stale, None, 6), Err(Refusal::HoldNotOpen { status: None }));
    }

    #[test]
    fn a_hold_that_is_not_this_wallets_is_not_found() {
        let made = thirty_of_a_hundred();
        let bob = wallet("bob", 100);
        for hold in [None, Some(&made.hold)] {
            let captured = capture(&bob, hold, None, &Note::default(), &context(1), &settings());
            assert_eq!(captured, Err(Refusal::HoldNotFound));
            assert_eq!(void(&bob, hold, &context(1)), Err(Refusal::HoldNotFound));
        }
        assert_eq!(expire_hold(&bob, &made.hold, at(60)), None);
    }

    #[test]
    fn the_status_decides_what_may_happen_to_a_hold() {
        let blocked = Err(Refusal::WithdrawalsBlocked { user_id: user("ann") });
        let stopped = Refusal::WalletFrozen { user_id: user("ann") };
        assert_eq!(attempt(&no_withdraw("ann", 9), 1), blocked);
        assert_eq!(attempt(&frozen("ann", 9), 1), Err(stopped.clone()));
        let made = thirty_of_a_hundred();
        let with = |status| Held { wallet: Wallet { status, ..made.wallet.clone() }, ..made.clone() };
        let [blocked, frozen] = [WalletStatus::NoWithdraw, WalletStatus::Frozen].map(with);
        let refused = Err(Refusal::WithdrawalsBlocked { user_id: user("ann") });
        assert_eq!(capture_at(&blocked, None, 5), refused);
        assert!(void(&blocked.wallet, Some(&blocked.hold), &context(5)).is_ok());
        assert_eq!(capture_at(&frozen, None, 5), Err(stopped.clone()));
        assert_eq!(void(&frozen.wallet, Some(&frozen.hold), &context(5)), Err(stopped));
        assert!(expire_hold(&frozen.wallet, &frozen.hold, at(60)).is_some());
    }

    #[test]
    fn a_locked_wallet_makes_and_closes_no_hold_for_others() {
        let locked = leased("ann", 9);
        assert!(matches!(attempt(&locked, 1), Err(Refusal::Locked { .. })));
        let made = thirty_of_a_hundred();
        let wallet = Wallet { lease: locked.lease, ..made.wallet.clone() };
        let refused = void(&wallet, Some(&made.hold), &context(5));
        assert!(matches!(refused, Err(Refusal::Locked { .. })));
    }
}
