//! Many operations in one call.
//!
//! Owns the grouping by user, and that the operations of one user take effect
//! together or not at all. Never runs groups: each is a transaction of its own,
//! or all are one where the batch is all-or-nothing.

use std::collections::BTreeMap;

use crate::ids::UserId;
use crate::ledger::Entry;
use crate::settings::WalletSettings;
use crate::wallet::{Amount, Context, Currency, Moved, Note, Refusal, Wallet, credit, reward, withdraw};

/// Writes that one transaction may have (DynamoDB's limit).
pub const MAX_WRITES: usize = 100;

/// One operation of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Whose wallet.
    pub user_id: UserId,
    /// In which currency; see [`crate::wallet::currency_or_default`].
    pub currency: Currency,
    /// What to do.
    pub kind: OperationKind,
    /// With how much.
    pub amount: Amount,
    /// What the caller says about it.
    pub note: Note,
}

/// What an operation of a batch does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// Money comes in.
    Credit,
    /// Money comes in as a reward.
    Reward,
    /// Money goes out.
    Withdraw,
}

/// The operations of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Whose.
    pub user_id: UserId,
    /// The currencies of the wallets concerned, each once.
    pub currencies: Vec<Currency>,
    /// The places of the operations in the order sent, rising.
    pub indexes: Vec<usize>,
}

/// A group that can take effect; to be committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// One for each currency of the group, in that order, on the versions read.
    pub wallets: Vec<Wallet>,
    /// Which must not be stored yet, each with the place of its operation.
    pub entries: Vec<(usize, Entry)>,
}

/// A group that takes no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// The place of the operation that was refused.
    pub index: usize,
    /// Why.
    pub refusal: Refusal,
}

impl Stopped {
    /// The answer to the operation at `index`, which stands or falls with the
    /// refused one.
    pub fn refusal_of(&self, index: usize) -> Refusal {
        if index == self.index { self.refusal.clone() } else { Refusal::NotApplied { index: self.index } }
    }
}

/// Refuses a batch of more than `limit` operations.
///
/// # Errors
/// [`Refusal::TooManyOperations`].
pub fn check_batch(operations: &[Operation], limit: u32) -> Result<(), Refusal> {
    match u32::try_from(operations.len()) {
        Ok(count) if count <= limit => Ok(()),
        _ => Err(Refusal::TooManyOperations { limit }),
    }
}

/// Groups operations by user, in the order in which users come first.
pub fn group(operations: &[Operation]) -> Vec<Group> {
    let mut places: BTreeMap<&UserId, usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (index, operation) in operations.iter().enumerate() {
        let place = *places.entry(&operation.user_id).or_insert(groups.len());
        if place == groups.len() {
            let user_id = operation.user_id.clone();
            groups.push(Group { user_id, currencies: Vec::new(), indexes: Vec::new() });
        }
        let group = &mut groups[place];
        group.indexes.push(index);
        if !group.currencies.contains(&operation.currency) {
            group.currencies.push(operation.currency.clone());
        }
    }
    groups
}

/// Operations that fit into one transaction, whatever their currencies: each
/// writes an entry and at most one head, beside the idempotency record.
const ALWAYS_FIT: usize = (MAX_WRITES - 1) / 2;

/// The parts of `group` that take effect one after the other: rewards do not
/// stand or fall with each other, so that more of them than one transaction holds
/// are paid in several. Anything else is one part.
pub fn parts(group: &Group, operations: &[Operation]) -> Vec<Group> {
    let is_reward = |index: &usize| {
        operations.get(*index).is_some_and(|operation| operation.kind == OperationKind::Reward)
    };
    let fits = check_writes(std::slice::from_ref(group)).is_ok();
    let most = if !fits && group.indexes.iter().all(is_reward) { ALWAYS_FIT } else { usize::MAX };
    let part = |indexes: &[usize]| {
        let here = |currency: &&Currency| {
            indexes.iter().any(|index| operations.get(*index).is_some_and(|one| one.currency == **currency))
        };
        let currencies = group.currencies.iter().filter(here).cloned().collect();
        Group { user_id: group.user_id.clone(), currencies, indexes: indexes.to_vec() }
    };
    group.indexes.chunks(most).map(part).collect()
}

/// Refuses groups that do not fit into one transaction with the record of their
/// idempotency key: one group by itself, or all those of an atomic batch.
///
/// # Errors
/// [`Refusal::TooManyWrites`].
pub fn check_writes(groups: &[Group]) -> Result<(), Refusal> {
    let writes = |group: &Group| group.indexes.len() + group.currencies.len();
    let writes = groups.iter().map(writes).sum::<usize>() + 1;
    if writes > MAX_WRITES {
        return Err(Refusal::TooManyWrites { writes, limit: MAX_WRITES });
    }
    Ok(())
}

/// Applies the operations of `group`, in the order sent, to the wallets of its
/// user. A wallet not among `wallets` is a new one.
///
/// # Errors
/// [`Stopped`] by the first operation that is refused.
pub fn apply(
    group: &Group,
    wallets: &[Wallet],
    operations: &[Operation],
    context: &Context,
    settings: &WalletSettings,
) -> Result<Applied, Stopped> {
    let first = group.indexes.first().copied().unwrap_or_default();
    check_writes(std::slice::from_ref(group)).map_err(|refusal| Stopped { index: first, refusal })?;
    let read = |currency: &Currency| {
        let own = |wallet: &&Wallet| wallet.user_id == group.user_id && wallet.currency == *currency;
        let new = || Wallet::new(group.user_id.clone(), currency.clone());
        wallets.iter().find(own).cloned().unwrap_or_else(new)
    };
    let mut wallets: Vec<Wallet> = group.currencies.iter().map(read).collect();
    let mut entries = Vec::with_capacity(group.indexes.len());
    for (index, operation) in group.indexes.iter().filter_map(|index| Some((*index, operations.get(*index)?)))
    {
        let Some(wallet) = wallets.iter_mut().find(|wallet| wallet.currency == operation.currency) else {
            continue;
        };
        let moved = run(wallet, operation, context, settings);
        let Moved { wallet: next, entry } = moved.map_err(|refusal| Stopped { index, refusal })?;
        *wallet = next;
        entries.push((index, entry));
    }
    Ok(Applied { wallets, entries })
}

fn run(
    wallet: &Wallet,
    operation: &Operation,
    context: &Context,
    settings: &WalletSettings,
) -> Result<Moved, Refusal> {
    let run = match operation.kind {
        OperationKind::Credit => credit,
        OperationKind::Reward => reward,
        OperationKind::Withdraw => withdraw,
    };
    run(wallet, operation.amount, &operation.note, context, settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wallet::fixture::{amount, context, frozen, user, wallet, wallet_in};

    fn operation(name: &str, kind: OperationKind, minor: i64) -> Operation {
        Operation {
            user_id: user(name),
            currency: "CREDIT".parse().unwrap(),
            kind,
            amount: amount(minor),
            note: Note::default(),
        }
    }

    #[test]
    fn rewards_beyond_one_transaction_are_paid_in_parts_and_nothing_else_is() {
        let many = |kind, count: usize| vec![operation("ann", kind, 1); count];
        let sizes = |operations: &[Operation]| -> Vec<usize> {
            let group = group(operations).remove(0);
            let parts = parts(&group, operations);
            assert!(parts.iter().flat_map(|part| &part.indexes).eq(&group.indexes));
            parts.iter().map(|part| part.indexes.len()).collect()
        };
        assert_eq!(sizes(&many(OperationKind::Reward, 98)), [98]);
        assert_eq!(sizes(&many(OperationKind::Reward, 99)), [49, 49, 1]);
        assert_eq!(sizes(&many(OperationKind::Credit, 99)), [99]);
        let mixed = [many(OperationKind::Reward, 98), many(OperationKind::Withdraw, 1)].concat();
        assert_eq!(sizes(&mixed), [99]);
    }

    fn applied(wallets: &[Wallet], operations: &[Operation]) -> Result<Applied, Stopped> {
        let groups = group(operations);
        assert_eq!(groups.len(), 1);
        apply(&groups[0], wallets, operations, &context(1), &WalletSettings::default())
    }

    use OperationKind::{Credit, Reward, Withdraw};

    #[test]
    fn operations_are_grouped_by_user_and_keep_their_order() {
        let mut operations = [("bob", 1), ("ann", 2), ("bob", 3), ("cat", 4), ("ann", 5)]
            .map(|(name, minor)| operation(name, Credit, minor));
        operations[2].currency = "GEM".parse().unwrap();
        let groups = group(&operations);
        let seen: Vec<_> =
            groups.iter().map(|group| (group.user_id.as_str(), group.indexes.as_slice())).collect();
        assert_eq!(seen, [("bob", &[0, 2][..]), ("ann", &[1, 4]), ("cat", &[3])]);
        assert_eq!(groups[0].currencies.len(), 2);
        assert_eq!(group(&[]), []);
    }

    #[test]
    fn the_operations_of_a_user_build_on_each_other() {
        let operations =
            [operation("ann", Credit, 5), operation("ann", Withdraw, 12), operation("ann", Reward, 1)];
        let done = applied(&[wallet("ann", 10)], &operations).unwrap();
        assert_eq!(done.wallets.len(), 1);
        assert_eq!(done.wallets[0].account.balance, 4);
        let entries: Vec<_> =
            done.entries.iter().map(|(index, entry)| (*index, entry.seq, entry.amount)).collect();
        assert_eq!(entries, [(0, 2, 5), (1, 3, -12), (2, 4, 1)]);
    }

    #[test]
    fn one_refused_operation_stops_all_of_its_user() {
        let operations = [operation("ann", Credit, 5), operation("ann", Withdraw, 16)];
        let stopped = applied(&[wallet("ann", 10)], &operations).unwrap_err();
        let refusal = Refusal::InsufficientFunds { available: 15, required: 16 };
        assert_eq!(stopped, Stopped { index: 1, refusal: refusal.clone() });
        assert_eq!(stopped.refusal_of(1), refusal);
        assert_eq!(stopped.refusal_of(0), Refusal::NotApplied { index: 1 });
    }

    #[test]
    fn every_currency_moves_in_its_own_wallet_and_one_without_is_new() {
        let gem = |operation| Operation { currency: "GEM".parse().unwrap(), ..operation };
        let operations = [
            operation("ann", Credit, 5),
            gem(operation("ann", Credit, 7)),
            Operation { currency: "NEW".parse().unwrap(), ..operation("ann", Credit, 9) },
        ];
        let wallets = [wallet_in("ann", "GEM", 1), wallet("ann", 10)];
        let done = applied(&wallets, &operations).unwrap();
        let balances: Vec<_> =
            done.wallets.iter().map(|wallet| (wallet.currency.as_str(), wallet.account.balance)).collect();
        assert_eq!(balances, [("CREDIT", 15), ("GEM", 8), ("NEW", 9)]);
    }

    #[test]
    fn a_wallet_of_somebody_else_is_not_touched() {
        let done = applied(&[frozen("bob", 10)], &[operation("ann", Credit, 5)]).unwrap();
        assert_eq!((done.wallets[0].user_id.as_str(), done.wallets[0].account.balance), ("ann", 5));
    }

    #[test]
    fn a_user_with_more_operations_than_a_transaction_takes_is_refused_with_the_limit() {
        let many = |count| vec![operation("ann", Credit, 1); count];
        assert_eq!(applied(&[], &many(98)).unwrap().entries.len(), 98);
        let stopped = applied(&[], &many(99)).unwrap_err();
        assert_eq!(stopped.refusal, Refusal::TooManyWrites { writes: 101, limit: 100 });
    }

    #[test]
    fn an_atomic_batch_counts_the_writes_of_all() {
        let of_users = |count: usize| -> Vec<Operation> {
            (0..count).map(|n| operation(&format!("user-{n}"), Credit, 1)).collect()
        };
        assert_eq!(check_writes(&group(&of_users(49))), Ok(()));
        let refused = Err(Refusal::TooManyWrites { writes: 101, limit: 100 });
        assert_eq!(check_writes(&group(&of_users(50))), refused);
    }

    #[test]
    fn a_batch_is_as_long_as_the_setting_allows() {
        let two = [operation("ann", Credit, 1), operation("bob", Credit, 1)];
        assert_eq!(check_batch(&two, 2), Ok(()));
        assert_eq!(check_batch(&two, 1), Err(Refusal::TooManyOperations { limit: 1 }));
    }
}
