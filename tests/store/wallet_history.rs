//! Concurrent histories of one wallet could have happened one by one, whatever
//! the store did meanwhile; and the check that says so can say no.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::ids::HoldId;
use heartlink_domain::wallet::{HoldTerms, Note, Refusal, WalletSummary};
use heartlink_store::Store;
use heartlink_store::wallet::WalletError;
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::linearizability::Refused;
use heartlink_testkit::on_each_engine;
use heartlink_testkit::seed::seed;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};
use heartlink_testkit::wallet_history::{
    Answer, Ask, Figures, Line, check_history, read_history, write_history,
};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use tokio::time::timeout;

use crate::wallet_fixtures::{another_process, credits, minor, order, payment, quick};

on_each_engine!(
    histories_of_one_wallet_could_have_happened_one_by_one,
    so_could_those_of_callers_who_go_away,
);

const CLIENTS: usize = 12;
const OPERATIONS_EACH: usize = 12;

/// Recorded while everything went wrong.
const RECORDED: [&str; 2] = [include_str!("histories/faults.jsonl"), include_str!("histories/stopped.jsonl")];

/// What all clients did, in the order of one counter.
#[derive(Default)]
struct Recorder {
    clock: AtomicU64,
    lines: Mutex<Vec<Line>>,
    holds: Mutex<BTreeMap<String, HoldId>>,
}

impl Recorder {
    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::SeqCst)
    }

    fn lines(&self) -> Vec<Line> {
        let mut lines = self.lines.lock().unwrap().clone();
        lines.sort_by_key(|line| line.called);
        lines
    }
}

fn figures(wallet: &WalletSummary) -> Answer {
    Answer::Wallet(Figures { balance: wallet.balance, held: wallet.held, version: wallet.version })
}

fn answer(result: Result<WalletSummary, WalletError>) -> Option<Answer> {
    match result {
        Ok(wallet) => Some(figures(&wallet)),
        Err(WalletError::Refused(Refusal::InsufficientFunds { available, .. })) => {
            Some(Answer::Short(available))
        }
        Err(WalletError::Refused(Refusal::HoldNotOpen { .. })) => Some(Answer::Closed),
        Err(WalletError::Refused(other)) => panic!("refused: {other}"),
        Err(WalletError::Store(_)) => None,
    }
}

/// One client of the wallet.
struct Client<'a> {
    name: String,
    store: &'a Store,
    recorder: &'a Recorder,
    dice: SmallRng,
    /// Whether it sometimes goes away before it is answered.
    goes_away: bool,
}

impl Client<'_> {
    async fn run(mut self) {
        for n in 0..OPERATIONS_EACH {
            let key = format!("{}-{n}", self.name);
            let ask = self.choose(&key);
            let called = self.recorder.tick();
            let tries = self.dice.random_range(1..4);
            let stays = !self.goes_away || self.dice.random_bool(0.9);
            let span = if stays { 60_000_000 } else { self.dice.random_range(0..20_000) };
            let answer = timeout(Duration::from_micros(span), self.ordered(&ask, &key, tries)).await;
            let answer = answer.ok().flatten().map(|answer| (answer, self.recorder.tick()));
            self.recorder.lines.lock().unwrap().push(Line { ask, called, answer });
        }
    }

    fn choose(&mut self, key: &str) -> Ask {
        let amount = self.dice.random_range(1..30);
        let open = |dice: &mut SmallRng| {
            let holds = self.recorder.holds.lock().unwrap();
            let names: Vec<&String> = holds.keys().collect();
            (!names.is_empty()).then(|| names[dice.random_range(0..names.len())].clone())
        };
        match self.dice.random_range(0..10) {
            0..3 => Ask::Credit(amount),
            3..5 => Ask::Withdraw(amount),
            5 => Ask::Hold(key.to_owned(), amount),
            6 => open(&mut self.dice).map_or(Ask::Credit(amount), |hold| Ask::Capture(hold, 1)),
            7 => open(&mut self.dice).map_or(Ask::Credit(amount), Ask::Void),
            _ => Ask::Read,
        }
    }

    /// Asks with the same key until it is answered, or gives up.
    async fn ordered(&self, ask: &Ask, key: &str, tries: u32) -> Option<Answer> {
        for _ in 0..tries {
            if let Some(answer) = self.asked(ask, key).await {
                return Some(answer);
            }
        }
        None
    }

    async fn asked(&self, ask: &Ask, key: &str) -> Option<Answer> {
        let (store, hot, credits, order) = (self.store, user("hot"), credits(), order(key));
        let id = |name: &String| self.recorder.holds.lock().unwrap()[name].clone();
        match ask {
            Ask::Credit(amount) => {
                let done = store.credit_wallet(&payment("hot", *amount), &order).await;
                answer(done.map(|done| done.value.wallet))
            }
            Ask::Withdraw(amount) => {
                let done = store.withdraw_from_wallet(&payment("hot", *amount), &order).await;
                answer(done.map(|done| done.value.wallet))
            }
            Ask::Hold(name, amount) => {
                let terms =
                    HoldTerms { amount: minor(*amount), expires_in_secs: None, note: Note::default() };
                let done = store.hold_in_wallet(&hot, &credits, &terms, &order).await;
                answer(done.map(|done| {
                    self.recorder.holds.lock().unwrap().insert(name.clone(), done.value.hold.id);
                    done.value.wallet
                }))
            }
            Ask::Capture(name, amount) => {
                let (id, amount) = (id(name), Some(minor(*amount)));
                let done = store.capture_hold(&hot, &id, amount, &Note::default(), &order).await;
                answer(done.map(|done| done.value.movement.wallet))
            }
            Ask::Void(name) => {
                let done = store.void_hold(&hot, &id(name), &order).await;
                answer(done.map(|done| done.value.wallet))
            }
            Ask::Read => {
                let wallet = store.wallet(&hot, &credits).await.ok()?;
                Some(figures(&wallet.summary(store.now())))
            }
        }
    }
}

/// What clients of three processes did to one wallet, two of which have a store
/// that misbehaves.
async fn history(kind: EngineKind, seed: u64, goes_away: bool) -> Vec<Line> {
    let mut plan = Faults::seeded(seed)
        .with("TransactWriteItems", Fault::AnswerLost, 0.2)
        .with("TransactWriteItems", Fault::TransactionConflict, 0.05)
        .with("TransactWriteItems", Fault::RefusedBefore, 0.1);
    for call in ["TransactWriteItems", "GetItem", "BatchGetItem"] {
        plan = plan.with(call, Fault::Throttled, 0.05).with(call, Fault::Slow(Duration::from_millis(2)), 0.2);
    }
    let env = TestEnv::with(kind, quick(), |http| plan.wrap(http)).await;
    let stores = [env.store.clone(), another_process(&env)];
    let recorder = Recorder::default();
    let clients = (0..CLIENTS).map(|client| Client {
        name: format!("client-{client}"),
        store: &stores[usize::from(client % 4 == 0)],
        recorder: &recorder,
        dice: SmallRng::seed_from_u64(seed ^ client as u64),
        goes_away,
    });
    join_all(clients.map(Client::run)).await;
    plan.off();
    assert!(plan.injected().values().sum::<u64>() > 0, "no fault was injected");
    env.assert_sound().await;
    recorder.lines()
}

async fn recorded_and_checked(kind: EngineKind, goes_away: bool) {
    for _ in 0..4 {
        let seed = seed();
        let lines = history(kind, seed, goes_away).await;
        let answered = lines.iter().filter(|line| line.answer.is_some()).count();
        assert!(answered > CLIENTS * OPERATIONS_EACH / 4, "only {answered} were answered");
        if let Err(refused) = check_history(&lines) {
            panic!("seed {seed}: {refused:?}\n{}", write_history(&lines).unwrap());
        }
    }
}

async fn histories_of_one_wallet_could_have_happened_one_by_one(kind: EngineKind) {
    recorded_and_checked(kind, false).await;
}

async fn so_could_those_of_callers_who_go_away(kind: EngineKind) {
    recorded_and_checked(kind, true).await;
}

fn recorded() -> impl Iterator<Item = Vec<Line>> {
    RECORDED.iter().map(|text| read_history(text).unwrap())
}

fn changes(line: &Line) -> bool {
    line.ask != Ask::Read && matches!(line.answer, Some((Answer::Wallet(_), _)))
}

fn refused(lines: &[Line]) -> bool {
    matches!(check_history(lines), Err(Refused::NotLinearizable { .. }))
}

#[test]
fn recorded_histories_are_accepted_and_hold_unknown_outcomes() {
    for lines in recorded() {
        assert!(lines.len() > 100 && lines.iter().any(|line| line.answer.is_none()));
        assert!(lines.iter().filter(|line| changes(line)).count() > 40);
        check_history(&lines).unwrap();
    }
}

#[test]
fn a_recorded_history_with_one_wrong_figure_is_refused() {
    for lines in recorded() {
        for place in 0..lines.len() {
            let mut wrong = lines.clone();
            match &mut wrong[place].answer {
                Some((Answer::Wallet(figures), _)) => figures.balance += 1,
                _ => continue,
            }
            assert!(refused(&wrong), "{:?}", wrong[place]);
        }
    }
}

#[test]
fn a_recorded_history_with_an_effect_doubled_or_lost_is_refused() {
    for lines in recorded() {
        let last = lines.iter().filter_map(|line| match line.answer {
            Some((Answer::Wallet(figures), _)) => Some(figures.version),
            _ => None,
        });
        let last = last.max().unwrap();
        for (place, line) in lines.iter().enumerate().filter(|(_, line)| changes(line)) {
            let mut doubled = lines.clone();
            doubled.push(line.clone());
            assert!(refused(&doubled), "doubled: {line:?}");
            let mut lost = lines.clone();
            lost.remove(place);
            // What nobody knows of could stand in for it, if it were the same.
            lost.retain(|line| line.answer.is_some());
            let seen = !matches!(line.answer, Some((Answer::Wallet(figures), _)) if figures.version == last);
            assert!(!seen || refused(&lost), "lost: {line:?}");
        }
    }
}

#[test]
fn a_recorded_history_in_which_the_past_is_read_is_refused() {
    for lines in recorded() {
        let read =
            |answer| Line { ask: Ask::Read, called: u64::MAX - 2, answer: Some((answer, u64::MAX - 1)) };
        let mut late = lines.clone();
        late.push(read(Answer::Wallet(Figures::default())));
        assert!(refused(&late));
    }
}
