//! Runs an endpoint under its deadline, measured, and turns a panic into a
//! problem. Never lets a handler take the process down.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use heartlink_domain::time::Timestamp;
use heartlink_store::meter::{Cost, measure};
use heartlink_store::retry::with_deadline;
use lambda_http::Context;
use tokio::time::{Instant, timeout};

use crate::telemetry::panic_text;
use crate::{App, Code, Problem};

/// Time that is kept back to answer before Lambda ends the invocation.
const RESERVE: Duration = Duration::from_millis(500);

/// What came of a call, and what it cost.
pub(super) struct Completed<T> {
    pub result: Result<T, Problem>,
    pub cost: Cost,
    pub elapsed: Duration,
}

/// The end of the invocation less a reserve; `span` from now where the
/// invocation has none.
pub(super) fn deadline(app: &App, context: Option<&Context>, span: Duration) -> Timestamp {
    let now = app.store.now();
    context
        .and_then(|context| i64::try_from(context.deadline).ok())
        .map(|millis| Timestamp::from_unix_millis(millis) - RESERVE)
        .filter(|deadline| *deadline > now)
        .unwrap_or(now + span)
}

/// Runs `work` until `deadline`.
pub(super) async fn run_until<T>(
    app: &App,
    deadline: Timestamp,
    work: impl Future<Output = Result<T, Problem>> + Send,
) -> Completed<T> {
    let started = Instant::now();
    let remaining = deadline.since(app.store.now());
    // Boxed: nested into everything around it, its type would be too deep.
    let work = AssertUnwindSafe(work.boxed()).catch_unwind();
    let work = measure(with_deadline(deadline, timeout(remaining, work)));
    let ((outcome, cost), ()) = tokio::join!(work, app.store.flush_wallet_metrics());
    let result = match outcome {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => Err(Problem::internal(format!("panic: {}", panic_text(panic.as_ref())))),
        Err(_) => Err(Problem::new(Code::RequestTimeout, "Ask again with the same Idempotency-Key.")),
    };
    Completed { result, cost, elapsed: started.elapsed() }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    const SPAN: Duration = Duration::from_secs(25);

    fn context(deadline: Timestamp) -> Context {
        let mut context = Context::default();
        context.deadline = deadline.unix_millis().cast_unsigned();
        context
    }

    #[tokio::test]
    async fn the_deadline_is_that_of_the_invocation_less_a_reserve() {
        let app = fixture::app();
        let end = app.store.now() + Duration::from_secs(10);
        assert_eq!(deadline(&app, Some(&context(end)), SPAN), end - RESERVE);
    }

    #[tokio::test]
    async fn without_a_sensible_deadline_the_call_has_its_span() {
        let app = fixture::app();
        let past = Timestamp::from_unix_millis(0);
        for context in [None, Some(&context(past))] {
            let left = deadline(&app, context, SPAN).since(app.store.now());
            assert!(left > SPAN - Duration::from_secs(5) && left <= SPAN, "{left:?}");
        }
    }

    #[tokio::test]
    async fn a_panic_becomes_an_internal_problem() {
        let app = fixture::app();
        let end = app.store.now() + SPAN;
        let work = async { panic!("out of {}", "luck") };
        let problem = run_until::<()>(&app, end, work).await.result.unwrap_err();
        assert_eq!(problem.code, Code::Internal);
        assert_eq!(problem.internal.as_deref(), Some("panic: out of luck"));
        assert!(!problem.detail.contains("luck"));
    }

    #[tokio::test]
    async fn a_call_that_never_ends_is_ended_at_its_deadline() {
        let app = fixture::app();
        let end = app.store.now() + Duration::from_millis(20);
        let problem = run_until::<()>(&app, end, std::future::pending()).await.result.unwrap_err();
        assert_eq!(problem.code, Code::RequestTimeout);
    }
}
