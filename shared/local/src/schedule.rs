//! The schedules: what EventBridge does on AWS, by the injected clock.
//!
//! A schedule never overlaps itself. One that was missed, because the machine
//! slept or a run took long, is made up for once; one whose time was moved away,
//! because the clock was set back, waits for no longer than its period. Owns when
//! something runs; never what.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use heartlink_domain::time::Timestamp;
use heartlink_store::clock::Clock;
use heartlink_store::retry::pause;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Longest sleep: the clock may be moved meanwhile.
const MAX_SLEEP: Duration = Duration::from_secs(1);
/// Steps of one advance at most. A longer span takes coarser steps, in which a
/// schedule that came due several times runs once.
const MAX_STEPS: u32 = 500;

/// Something to run.
pub(crate) type Job = Box<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

struct Entry {
    every: Duration,
    job: Job,
    /// Whether an advance of the clock steps to it; otherwise it runs at the end.
    is_stop: bool,
    /// When it is due next; locked while it runs.
    due: Mutex<Timestamp>,
}

/// What runs when.
pub(crate) struct Schedules {
    entries: Vec<Entry>,
    clock: Clock,
    /// When each runs first, at the latest after the start.
    first: Duration,
    /// Waits until everything that a run caused has happened.
    wait_until_idle: Job,
    /// One advance at a time.
    advancing: Mutex<()>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Schedules {
    /// No schedules yet; `wait_until_idle` waits for the consequences of a run.
    pub(crate) fn new(clock: Clock, wait_until_idle: Job) -> Self {
        Self {
            entries: Vec::new(),
            clock,
            first: Duration::MAX,
            wait_until_idle,
            advancing: Mutex::default(),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        }
    }

    /// Lets what is added from now on run within `first` of the start: what came
    /// due while nothing ran is not to wait for a whole period.
    pub(crate) fn begin_within(&mut self, first: Duration) {
        self.first = first;
    }

    /// Runs `job` every `every`, from one such span after now on.
    pub(crate) fn add(&mut self, every: Duration, job: Job) {
        self.push(every, job, true);
    }

    /// The same for a chore that no rule depends on: an advance does not step to it.
    pub(crate) fn add_chore(&mut self, every: Duration, job: Job) {
        self.push(every, job, false);
    }

    fn push(&mut self, every: Duration, job: Job, is_stop: bool) {
        let every = every.max(Duration::from_millis(1));
        let due = Mutex::new(self.clock.now() + every.min(self.first));
        self.entries.push(Entry { every, job, is_stop, due });
    }

    /// Begins to run what comes due.
    pub(crate) fn start(self: &Arc<Self>) {
        for index in 0..self.entries.len() {
            let schedules = self.clone();
            self.tasks.spawn(async move { schedules.attend(index).await });
        }
    }

    async fn attend(&self, index: usize) {
        let Some(entry) = self.entries.get(index) else { return };
        loop {
            self.run_if_due(entry).await;
            let due = *entry.due.lock().await;
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = pause(due.since(self.clock.now()).min(MAX_SLEEP)) => {}
            }
        }
    }

    async fn run_if_due(&self, entry: &Entry) {
        let mut due = entry.due.lock().await;
        *due = (*due).min(self.clock.now() + entry.every);
        if *due > self.clock.now() || self.stop.is_cancelled() {
            return;
        }
        (entry.job)().await;
        let now = self.clock.now();
        let next = *due + entry.every;
        *due = if next > now { next } else { now + entry.every };
    }

    /// Moves the clock forward by `span`, through the times at which schedules
    /// come due, in their order, each run to its end with all it caused.
    pub(crate) async fn advance_clock_through(&self, span: Duration) {
        let _one_at_a_time = self.advancing.lock().await;
        (self.wait_until_idle)().await;
        let target = self.clock.now() + span;
        let step = self.coarse_step(span);
        let mut not_before = self.clock.now();
        // Twice the bound: due times that fall between two coarse steps.
        for _ in 0..2 * MAX_STEPS {
            let Some(due) = self.next_stop().await else { break };
            let stop = due.max(not_before);
            if stop > target {
                break;
            }
            self.move_to(stop);
            for entry in self.entries.iter().filter(|entry| entry.is_stop) {
                self.run_if_due(entry).await;
            }
            (self.wait_until_idle)().await;
            not_before = stop + step;
        }
        self.move_to(target);
        for entry in &self.entries {
            self.run_if_due(entry).await;
        }
        (self.wait_until_idle)().await;
    }

    /// The least distance of two stops: none where all of them fit the bound.
    fn coarse_step(&self, span: Duration) -> Duration {
        let stops: u128 = self
            .entries
            .iter()
            .filter(|entry| entry.is_stop)
            .map(|entry| span.as_millis() / entry.every.as_millis().max(1) + 1)
            .sum();
        if stops <= u128::from(MAX_STEPS) { Duration::ZERO } else { span / MAX_STEPS }
    }

    async fn next_stop(&self) -> Option<Timestamp> {
        let mut next: Option<Timestamp> = None;
        for entry in self.entries.iter().filter(|entry| entry.is_stop) {
            let due = *entry.due.lock().await;
            next = Some(next.map_or(due, |next| next.min(due)));
        }
        next
    }

    fn move_to(&self, time: Timestamp) {
        self.clock.advance(time.since(self.clock.now()));
    }

    /// Lets nothing start any more and waits, up to `limit`, for what runs.
    pub(crate) async fn stop(&self, limit: Duration) {
        self.halt();
        if tokio::time::timeout(limit, self.tasks.wait()).await.is_err() {
            tracing::warn!("a schedule's run did not end in time");
        }
    }

    /// Lets nothing start any more.
    pub(crate) fn halt(&self) {
        self.stop.cancel();
        self.tasks.close();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    type Log = Arc<std::sync::Mutex<Vec<(&'static str, u64)>>>;

    struct Fixture {
        schedules: Schedules,
        log: Log,
        began: Timestamp,
        clock: Clock,
    }

    /// The test's clock runs on by itself; whole seconds hide that.
    fn fixture() -> Fixture {
        let (log, clock) = (Log::default(), Clock::default());
        let began = clock.now();
        let settled = log.clone();
        let wait_until_idle: Job = Box::new(move || {
            settled.lock().unwrap().push(("wait_until_idle", 0));
            Box::pin(async {})
        });
        Fixture { schedules: Schedules::new(clock.clone(), wait_until_idle), log, began, clock }
    }

    impl Fixture {
        fn noting(&self, name: &'static str) -> Job {
            let (log, clock, began) = (self.log.clone(), self.clock.clone(), self.began);
            Box::new(move || {
                log.lock().unwrap().push((name, clock.now().since(began).as_secs()));
                Box::pin(async {})
            })
        }

        fn runs(&self) -> Vec<(&'static str, u64)> {
            self.log.lock().unwrap().iter().filter(|(name, _)| *name != "wait_until_idle").copied().collect()
        }
    }

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[tokio::test]
    async fn advancing_the_clock_runs_what_comes_due_on_the_way_in_its_order() {
        let mut fixture = fixture();
        let (tick, sweep) = (fixture.noting("tick"), fixture.noting("sweep"));
        fixture.schedules.add(secs(60), tick);
        fixture.schedules.add(secs(150), sweep);
        fixture.schedules.advance_clock_through(secs(200)).await;
        assert_eq!(fixture.runs(), [("tick", 60), ("tick", 120), ("sweep", 150), ("tick", 180)]);
        assert_eq!(fixture.clock.now().since(fixture.began).as_secs(), 200);
        fixture.schedules.advance_clock_through(secs(50)).await;
        assert_eq!(fixture.runs().last(), Some(&("tick", 240)));
    }

    #[tokio::test]
    async fn every_stop_settles_before_the_next() {
        let mut fixture = fixture();
        let tick = fixture.noting("tick");
        fixture.schedules.add(secs(60), tick);
        fixture.schedules.advance_clock_through(secs(130)).await;
        let names: Vec<_> = fixture.log.lock().unwrap().iter().map(|(name, _)| *name).collect();
        assert_eq!(
            names,
            ["wait_until_idle", "tick", "wait_until_idle", "tick", "wait_until_idle", "wait_until_idle"]
        );
    }

    #[tokio::test]
    async fn a_long_advance_makes_coarser_steps_and_reaches_its_end() {
        let mut fixture = fixture();
        let (tick, chore) = (fixture.noting("tick"), fixture.noting("chore"));
        fixture.schedules.add(secs(60), tick);
        fixture.schedules.add_chore(secs(60), chore);
        fixture.schedules.advance_clock_through(secs(30 * 86_400)).await;
        let runs = fixture.runs();
        let ticks = runs.iter().filter(|(name, _)| *name == "tick").count();
        assert!((400..=501).contains(&ticks), "{ticks}");
        assert_eq!(runs.iter().filter(|(name, _)| *name == "chore").count(), 1);
        assert_eq!(fixture.clock.now().since(fixture.began).as_secs(), 30 * 86_400);
    }

    #[tokio::test]
    async fn without_schedules_the_clock_just_moves() {
        let fixture = fixture();
        fixture.schedules.advance_clock_through(secs(10)).await;
        assert_eq!(fixture.clock.now().since(fixture.began).as_secs(), 10);
    }

    #[tokio::test]
    async fn a_clock_that_was_set_back_delays_a_schedule_by_no_more_than_its_period() {
        let mut fixture = fixture();
        let tick = fixture.noting("tick");
        fixture.schedules.add(secs(60), tick);
        // As if an hour had passed and been taken back.
        *fixture.schedules.entries[0].due.lock().await = fixture.clock.now() + secs(3_600);
        fixture.schedules.run_if_due(&fixture.schedules.entries[0]).await;
        assert_eq!(fixture.runs(), []);
        fixture.clock.advance(secs(60));
        fixture.schedules.run_if_due(&fixture.schedules.entries[0]).await;
        assert_eq!(fixture.runs(), [("tick", 60)]);
    }

    #[tokio::test]
    async fn what_was_left_lying_is_done_soon_after_the_start_and_then_in_its_period() {
        let mut fixture = fixture();
        let sweep = fixture.noting("sweep");
        fixture.schedules.begin_within(secs(5));
        fixture.schedules.add(secs(300), sweep);
        fixture.schedules.advance_clock_through(secs(310)).await;
        assert_eq!(fixture.runs(), [("sweep", 5), ("sweep", 305)]);
    }

    #[tokio::test]
    async fn a_schedule_never_overlaps_itself() {
        let (running, most) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let clock = Clock::default();
        let mut schedules = Schedules::new(clock.clone(), Box::new(|| Box::pin(async {})));
        let (now_running, at_most) = (running.clone(), most.clone());
        schedules.add(
            secs(60),
            Box::new(move || {
                let (running, most) = (now_running.clone(), at_most.clone());
                Box::pin(async move {
                    most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    for _ in 0..10 {
                        tokio::task::yield_now().await;
                    }
                    running.fetch_sub(1, Ordering::SeqCst);
                })
            }),
        );
        let schedules = Arc::new(schedules);
        schedules.start();
        clock.advance(secs(61));
        tokio::join!(schedules.advance_clock_through(secs(120)), schedules.advance_clock_through(secs(120)));
        schedules.stop(secs(5)).await;
        assert_eq!(most.load(Ordering::SeqCst), 1);
    }
}
