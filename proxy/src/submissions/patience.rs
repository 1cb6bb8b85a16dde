//! Trying again, where it is certain that nothing was created, and only there.

use std::time::Duration;

use roosted_contract::{Client, NewClient};
use tokio::time::Instant;

use super::Submissions;
use crate::trace::Trace;
use crate::upstream::{Doubt, Failure, Outcome};

/// The most attempts.
const ATTEMPTS: usize = 3;

/// The most time that is waited between them, all together.
const MOST_WAITING: Duration = Duration::from_secs(30);

/// How long an upstream that could not be reached is left alone: a random time of these
/// milliseconds, so that many callers do not come back at once.
const UNREACHABLE: std::ops::RangeInclusive<u64> = 250..=2000;

/// What is left of the caller's time for the attempt that follows.
const SPARE: Duration = Duration::from_secs(1);

impl Submissions {
    /// Creates a client: the upstream is asked again only if nothing was sent, or if it asked for
    /// that itself, and if the caller still hears of it.
    pub(super) async fn create(&self, new: &NewClient, until: Instant) -> Outcome<Client> {
        let mut waited = Duration::ZERO;
        for attempt in 1.. {
            let outcome = self.attempt(new).await;
            let Outcome::Failed(failure) = &outcome else { return outcome };
            let Some(pause) = pause_after(failure) else { return outcome };
            waited += pause;
            let left = until.saturating_duration_since(Instant::now());
            if attempt == ATTEMPTS || !fits(pause, waited, left) {
                return outcome;
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.tasks.closing() => return outcome,
            }
        }
        Outcome::Unknown(Doubt::Crashed)
    }

    /// In a task of its own, so that even a panic leaves an outcome to record.
    async fn attempt(&self, new: &NewClient) -> Outcome<Client> {
        let (upstream, new) = (self.upstream.clone(), new.clone());
        let work = async move { upstream.create(&new).await };
        let call = tokio::spawn(Trace::current().within(work));
        call.await.unwrap_or(Outcome::Unknown(Doubt::Crashed))
    }
}

/// How long to wait before another attempt, if one can help.
fn pause_after(failure: &Failure) -> Option<Duration> {
    match failure {
        Failure::NotSent(_) => Some(Duration::from_millis(fastrand::u64(UNREACHABLE))),
        Failure::Busy { retry_after } => Some(Duration::from_secs(*retry_after)),
        // Those that failed a moment ago have waited for it.
        Failure::LeftAlone { .. } | Failure::Refused { .. } | Failure::Unanswered(_) => None,
    }
}

/// Whether a pause fits into what may be waited in all, and into the time that the caller has left.
fn fits(pause: Duration, waited: Duration, left: Duration) -> bool {
    waited <= MOST_WAITING && pause + SPARE <= left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_longer_than_the_caller_or_than_half_a_minute() {
        let seconds = Duration::from_secs;
        for (pause, waited, left, expected) in [
            (10, 10, 25, true),
            (24, 24, 25, true),
            (25, 25, 25, false),
            (10, 10, 10, false),
            (10, 10, 0, false),
            (15, 30, 60, true),
            (16, 31, 60, false),
            (1, 31, 60, false),
        ] {
            let fits = fits(seconds(pause), seconds(waited), seconds(left));
            assert_eq!(fits, expected, "{pause} {waited} {left}");
        }
    }
}
