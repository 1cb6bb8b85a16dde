//! How much one user may do: creates in a time, and creates under way at a time.
//!
//! What counts is a create that is claimed and sent. A submission that is known already is
//! answered from the ledger and creates nothing, however often it is asked for; what could not be
//! claimed, or certainly was not sent, is given back.

mod arrivals;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::RateLimiter;
use governor::clock::{Clock as _, DefaultClock};
use governor::nanos::Nanos;

use crate::config::RateLimit;
use crate::identity::User;
use arrivals::Arrivals;

/// The most creates of one user that are under way at a time.
const IN_FLIGHT: usize = 2;

/// Seconds after which one of them has most likely ended.
const SOON: u64 = 1;

/// After so many creates those are forgotten who could begin as many as somebody new.
const SWEEP_EVERY: usize = 1024;

/// What every user may do. Clones share everything.
#[derive(Clone)]
pub(crate) struct UserLimits(Arc<Inside>);

struct Inside {
    rate: RateLimiter<User, Arrivals, DefaultClock>,
    arrivals: Arrivals,
    /// What one create is worth.
    worth: Nanos,
    begun: AtomicUsize,
    in_flight: Mutex<HashMap<User, usize>>,
    /// The submissions that are between being looked up and being claimed.
    entering: Mutex<HashSet<String>>,
}

/// The user has to wait, for so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wait(pub(crate) u64);

/// A create under way. It ends when this is dropped.
pub(crate) struct Turn {
    limits: UserLimits,
    user: User,
}

/// A submission that nobody else in this process is about to claim.
pub(crate) struct Entering {
    limits: UserLimits,
    name: String,
}

impl UserLimits {
    pub(crate) fn new(rate: RateLimit) -> Self {
        let (quota, arrivals) = (rate.quota(), Arrivals::default());
        Self(Arc::new(Inside {
            rate: RateLimiter::new(quota, arrivals.clone(), DefaultClock::default()),
            arrivals,
            worth: quota.replenish_interval().into(),
            begun: AtomicUsize::new(0),
            in_flight: Mutex::default(),
            entering: Mutex::default(),
        }))
    }

    /// Begins a create, or says how long to wait. Those under way are looked at first, so that who
    /// is refused for them has not used up anything.
    pub(crate) fn begin(&self, user: &User) -> Result<Turn, Wait> {
        let turn = self.occupy(user).ok_or(Wait(SOON))?;
        self.0.rate.check_key(user).map_err(|not_until| {
            Wait(seconds(not_until.wait_time_from(self.0.rate.clock().now())))
        })?;
        if self.0.begun.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.0.rate.retain_recent();
        }
        Ok(turn)
    }

    fn occupy(&self, user: &User) -> Option<Turn> {
        let mut in_flight = lock(&self.0.in_flight);
        let count = in_flight.entry(user.clone()).or_default();
        if *count == IN_FLIGHT {
            return None;
        }
        *count += 1;
        Some(Turn { limits: self.clone(), user: user.clone() })
    }

    /// Marks a submission as about to be claimed, unless somebody is doing that.
    pub(crate) fn enter(&self, name: &str) -> Option<Entering> {
        let is_first = lock(&self.0.entering).insert(name.to_owned());
        is_first.then(|| Entering { limits: self.clone(), name: name.to_owned() })
    }
}

impl Turn {
    /// Ends it as if it had never begun: nothing was sent.
    pub(crate) fn give_back(self) {
        let Inside { arrivals, worth, .. } = &*self.limits.0;
        arrivals.give_back(&self.user, *worth);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut in_flight = lock(&self.limits.0.in_flight);
        if let Some(count) = in_flight.get_mut(&self.user) {
            *count -= 1;
            if *count == 0 {
                in_flight.remove(&self.user);
            }
        }
    }
}

impl Drop for Entering {
    fn drop(&mut self) {
        lock(&self.limits.0.entering).remove(&self.name);
    }
}

/// Each change is made in one step, so a panic in between leaves nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whole seconds, and at least one: who comes back then is let in.
fn seconds(wait: Duration) -> u64 {
    (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(name: &str) -> User {
        User::named(name)
    }

    fn limits(rate: &str) -> UserLimits {
        UserLimits::new(RateLimit::read(rate).unwrap())
    }

    fn is_let_in(limits: &UserLimits, name: &str) -> bool {
        limits.begin(&user(name)).is_ok()
    }

    fn wait(limits: &UserLimits, name: &str) -> u64 {
        limits.begin(&user(name)).err().unwrap().0
    }

    #[test]
    fn ten_are_let_in_and_the_eleventh_has_to_wait_for_its_share_of_the_time() {
        let limits = limits("10/h");
        for _ in 0..10 {
            assert!(is_let_in(&limits, "ada"));
        }
        for _ in 0..3 {
            let wait = wait(&limits, "ada");
            assert!((1..=360).contains(&wait), "{wait}");
        }
        assert!(is_let_in(&limits, "bob"));
    }

    #[test]
    fn two_are_under_way_and_a_third_has_to_wait_without_being_counted() {
        let limits = limits("3/h");
        let first = limits.begin(&user("ada"));
        let second = limits.begin(&user("ada"));
        assert!(first.is_ok() && second.is_ok());
        for _ in 0..9 {
            assert_eq!(wait(&limits, "ada"), SOON);
        }
        assert!(is_let_in(&limits, "bob"));

        drop(first);
        // The third of three, whatever was refused meanwhile.
        assert!(is_let_in(&limits, "ada"));
        drop(second);
        assert!(wait(&limits, "ada") > SOON);
    }

    #[test]
    fn what_is_given_back_may_be_begun_again() {
        let limits = limits("2/h");
        for _ in 0..9 {
            limits.begin(&user("ada")).ok().unwrap().give_back();
        }
        assert!(is_let_in(&limits, "ada"));
        limits.begin(&user("ada")).ok().unwrap().give_back();
        assert!(is_let_in(&limits, "ada"));
        // No more than there was.
        assert!(!is_let_in(&limits, "ada"));
    }

    #[test]
    fn who_was_refused_is_not_under_way() {
        let limits = limits("1/h");
        assert!(is_let_in(&limits, "ada"));
        for _ in 0..9 {
            assert!(!is_let_in(&limits, "ada"));
        }
        assert!(lock(&limits.0.in_flight).is_empty());
    }

    #[test]
    fn those_who_are_like_new_are_forgotten() {
        // Each is like new again in a microsecond.
        let limits = limits("1000000/s");
        for number in 0..3 * SWEEP_EVERY {
            assert!(is_let_in(&limits, &number.to_string()));
        }
        assert!(limits.0.rate.len() <= 2 * SWEEP_EVERY, "{}", limits.0.rate.len());
        assert!(lock(&limits.0.in_flight).is_empty());
    }

    #[test]
    fn those_who_have_to_wait_are_remembered() {
        let limits = limits("1/h");
        for number in 0..3 * SWEEP_EVERY {
            assert!(is_let_in(&limits, &number.to_string()));
        }
        assert!(!is_let_in(&limits, "0"));
    }

    #[test]
    fn one_at_a_time_enters_for_a_submission() {
        let limits = limits("1/h");
        let first = limits.enter("a");
        assert!(first.is_some() && limits.enter("a").is_none());
        assert!(limits.enter("b").is_some());
        drop(first);
        assert!(limits.enter("a").is_some());
        assert!(lock(&limits.0.entering).is_empty());
    }

    #[test]
    fn a_wait_is_rounded_up() {
        for (wait, expected) in [(0, 1), (1, 1), (1000, 1), (1001, 2), (6000, 6)] {
            assert_eq!(seconds(Duration::from_millis(wait)), expected);
        }
    }
}
