//! How many connections there are, and who has to go when there are too many.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::presence::Presence;

/// Beyond the limit so many are let in, to be told that there is no room.
const TOLD: usize = 64;

/// Everybody who is there. Clones share everything.
#[derive(Clone)]
pub(super) struct Room {
    most: usize,
    inside: Arc<Mutex<Inside>>,
}

#[derive(Default)]
struct Inside {
    next: u64,
    present: HashMap<u64, Arc<Presence>>,
}

/// A place in the room, given back when this is dropped.
pub(super) struct Seat {
    room: Room,
    number: u64,
    /// Whether there was room: else the caller is told so.
    pub(super) is_free: bool,
}

impl Room {
    pub(super) fn new(most: usize) -> Self {
        Self { most, inside: Arc::default() }
    }

    /// A place for one more, or none. When it is full, the one goes who has waited longest without
    /// asking for anything; where everybody is being served, the new one is told that it is full.
    pub(super) fn enter(&self, presence: &Arc<Presence>) -> Option<Seat> {
        let mut inside = self.inside();
        let count = inside.present.len();
        if count >= self.most + TOLD {
            inside.dismiss_one();
            return None;
        }
        let is_free = count < self.most || inside.dismiss_one();
        let number = inside.next;
        inside.next += 1;
        inside.present.insert(number, presence.clone());
        Some(Seat { room: self.clone(), number, is_free })
    }

    /// Sends the one away who has waited longest, if somebody waits.
    pub(super) fn dismiss_one(&self) -> bool {
        self.inside().dismiss_one()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn dismiss_one(&mut self) -> bool {
        let waiting = self.present.values().filter_map(|it| Some((it.waiting_since()?, it)));
        let longest = waiting.min_by_key(|(since, _)| *since);
        longest.is_some_and(|(_, it)| {
            it.dismiss();
            true
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.room.inside().present.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_waits_longest_goes_first() {
        let room = Room::new(2);
        let (old, busy, new) = (Presence::new(), Presence::new(), Presence::new());
        let _seats = [room.enter(&old).unwrap(), room.enter(&busy).unwrap()];
        let _request = busy.serve();
        tokio::time::advance(std::time::Duration::from_secs(1)).await;
        let third = room.enter(&new).unwrap();
        assert!(third.is_free);
        old.dismissed().await;

        // It is on its way out, so the next has to go.
        assert!(room.enter(&Presence::new()).unwrap().is_free);
        new.dismissed().await;
        assert!(!room.enter(&Presence::new()).unwrap().is_free);
    }

    #[tokio::test]
    async fn where_everybody_is_served_the_next_is_told_so_and_soon_nobody_comes_in() {
        let room = Room::new(1);
        let busy = Presence::new();
        let first = room.enter(&busy).unwrap();
        let _request = busy.serve();
        assert!(first.is_free);
        let mut told: Vec<_> = (0..TOLD)
            .map(|_| {
                let one = Presence::new();
                let seat = room.enter(&one).unwrap();
                (seat, one.serve())
            })
            .collect();
        assert!(told.iter().all(|(seat, _)| !seat.is_free));
        assert!(room.enter(&Presence::new()).is_none());

        told.pop();
        assert!(!room.enter(&Presence::new()).unwrap().is_free);
        drop((first, told));
        assert!(room.enter(&Presence::new()).unwrap().is_free);
    }
}
