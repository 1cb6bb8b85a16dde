//! What the limiter remembers of each user: when the next create would come if all came evenly.
//!
//! The limiter's own stores cannot take a create back; this one can.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::state::keyed::ShrinkableKeyedStateStore;

use super::lock;
use crate::identity::User;

/// The state of every user who was here lately. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Arrivals(Arc<Mutex<HashMap<User, Nanos>>>);

impl Arrivals {
    /// Takes one create back, which is worth so much time.
    pub(super) fn give_back(&self, user: &User, worth: Nanos) {
        if let Some(arrival) = lock(&self.0).get_mut(user) {
            *arrival = arrival.saturating_sub(worth);
        }
    }
}

impl StateStore for Arrivals {
    type Key = User;

    fn measure_and_replace<T, F, E>(&self, user: &User, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut arrivals = lock(&self.0);
        let (outcome, arrival) = decide(arrivals.get(user).copied())?;
        arrivals.insert(user.clone(), arrival);
        Ok(outcome)
    }
}

impl ShrinkableKeyedStateStore<User> for Arrivals {
    fn retain_recent(&self, drop_below: Nanos) {
        lock(&self.0).retain(|_, arrival| *arrival > drop_below);
    }

    fn len(&self) -> usize {
        lock(&self.0).len()
    }

    fn is_empty(&self) -> bool {
        lock(&self.0).is_empty()
    }
}
