//! An upstream that cannot be reached is left alone for a moment.
//!
//! After several attempts in a row that found no connection, further ones fail at once, as these
//! did, rather than have everybody wait for the same. One attempt every [`PAUSE`] goes through all
//! the same; the first of any kind that finds a connection ends it, whatever the answer then is.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How many attempts in a row must fail: more than one submission makes by itself.
const FAILURES: u32 = 5;

/// How long the upstream is left alone before it is tried again: not even the time that a person
/// needs to press a button once more.
const PAUSE: Duration = Duration::from_secs(2);

/// Whether the upstream can be reached, as far as is known.
#[derive(Default)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Default)]
struct State {
    /// In a row.
    failures: u32,
    /// When the next attempt goes through.
    again: Option<Instant>,
    /// Whether the last of them waited in vain, rather than being turned away.
    timed_out: bool,
}

/// The upstream could not be reached a moment ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) timed_out: bool,
}

impl Breaker {
    /// Lets an attempt through.
    ///
    /// # Errors
    ///
    /// Returns [`Open`] when nobody could be reached a moment ago.
    pub(super) fn enter(&self) -> Result<(), Open> {
        let mut state = self.state();
        let now = Instant::now();
        match state.again {
            Some(again) if now < again => Err(Open { timed_out: state.timed_out }),
            // This one finds out. It may take long, or never end: another one follows all the same.
            Some(_) => {
                state.again = Some(now + PAUSE);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// There was a connection.
    pub(super) fn reached(&self) {
        let mut state = self.state();
        if state.again.is_some() {
            tracing::info!(event = "upstream-back");
        }
        *state = State::default();
    }

    /// There was none.
    pub(super) fn missed(&self, timed_out: bool) {
        let mut state = self.state();
        state.failures = state.failures.saturating_add(1);
        state.timed_out = timed_out;
        if state.failures >= FAILURES {
            if state.again.is_none() {
                tracing::error!(event = "upstream-away", failures = state.failures);
            }
            state.again = Some(Instant::now() + PAUSE);
        }
    }

    /// Whether the upstream is being left alone.
    pub(super) fn is_open(&self) -> bool {
        self.state().again.is_some()
    }

    /// Nothing can fail while it is held.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn miss(breaker: &Breaker, times: u32) {
        (0..times).for_each(|_| breaker.missed(false));
    }

    #[tokio::test(start_paused = true)]
    async fn a_few_failures_change_nothing() {
        let breaker = Breaker::default();
        miss(&breaker, FAILURES - 1);
        assert_eq!((breaker.enter(), breaker.is_open()), (Ok(()), false));
        breaker.reached();
        miss(&breaker, FAILURES - 1);
        assert_eq!((breaker.enter(), breaker.is_open()), (Ok(()), false));
    }

    #[tokio::test(start_paused = true)]
    async fn many_in_a_row_let_one_through_from_time_to_time() {
        let breaker = Breaker::default();
        miss(&breaker, FAILURES - 1);
        breaker.missed(true);
        for _ in 0..3 {
            let open = Err(Open { timed_out: true });
            assert_eq!((breaker.enter(), breaker.is_open()), (open, true));
            advance(PAUSE).await;
            // Nobody hears how it ended.
            assert_eq!(breaker.enter(), Ok(()));
        }
        assert!(breaker.enter().is_err());
        breaker.missed(false);
        assert_eq!(breaker.enter(), Err(Open { timed_out: false }));
    }

    #[tokio::test(start_paused = true)]
    async fn a_single_connection_ends_it() {
        let breaker = Breaker::default();
        miss(&breaker, FAILURES * 3);
        assert!(breaker.enter().is_err());
        breaker.reached();
        assert_eq!((breaker.enter(), breaker.is_open()), (Ok(()), false));
        miss(&breaker, FAILURES - 1);
        assert_eq!(breaker.enter(), Ok(()));
    }
}
