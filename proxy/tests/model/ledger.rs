//! What each statement of the ledger does to the row: the `WHERE` of each is a guard here.

use crate::variants::Variant;
use crate::world::{LOOKS, Outcome, Row, State, Step, Work, World};

impl World {
    /// Claims the key for a proxy, unless it was claimed before: the epoch of the claim.
    pub(crate) fn claim(&mut self, variant: Variant, proxy: usize) -> Option<u8> {
        let number = u8::try_from(self.works.len()).expect("a few submits") + 1;
        let fresh = if variant == Variant::EqualEpochs { 1 } else { number };
        let Some(row) = self.row else {
            self.row = Some(Row {
                state: State::Claimed,
                owner: Some(proxy),
                epoch: fresh,
                baseline: false,
                taken_over: false,
            });
            return Some(fresh);
        };
        let unsent = match row.state {
            State::Claimed => true,
            State::Sending => variant == Variant::ResendWhenLeaseExpires,
            _ => false,
        };
        if !unsent || row.owner == Some(proxy) || !self.is_dead(row.owner) {
            return None;
        }
        let epoch = if variant == Variant::EqualEpochs { row.epoch + 1 } else { number };
        let state = State::Claimed;
        self.row = Some(Row { state, owner: Some(proxy), epoch, taken_over: true, ..row });
        Some(epoch)
    }

    /// Notes that a claim is being sent: whether it may be.
    pub(crate) fn sending(&mut self, variant: Variant, work: Work, baseline: bool) -> bool {
        if variant == Variant::SendWithoutNoting {
            return true;
        }
        match &mut self.row {
            Some(row) if row.is_of(work) && row.state == State::Claimed => {
                row.state = State::Sending;
                row.baseline = baseline;
                true
            }
            _ => false,
        }
    }

    /// Writes down what came of a claim.
    pub(crate) fn record(&mut self, variant: Variant, work: Work, outcome: Outcome) {
        let Some(row) = self.row.as_mut().filter(|it| it.is_of(work)) else { return };
        let sent = matches!(row.state, State::Sending | State::Unconfirmed { .. })
            || (variant == Variant::SendWithoutNoting && row.state == State::Claimed);
        match outcome {
            Outcome::Created if sent => row.state = State::Created { by_a_look: false },
            Outcome::Rejected if sent => row.state = State::Rejected,
            Outcome::Released if sent || row.state == State::Claimed => self.row = None,
            Outcome::Unconfirmed if row.state == State::Sending => {
                row.state = State::Unconfirmed { looks: LOOKS };
            }
            _ => {}
        }
    }

    /// Whether the row belongs to somebody who is dead, and waits for them.
    pub(crate) fn is_orphaned(&self) -> bool {
        self.row.is_some_and(|row| {
            matches!(row.state, State::Claimed | State::Sending) && self.is_dead(row.owner)
        })
    }

    /// Puts the row of a dead proxy where it belongs: forgotten where nothing was sent, else open.
    pub(crate) fn adopt(&mut self) {
        match &mut self.row {
            Some(row) if row.state == State::Sending => {
                row.state = State::Unconfirmed { looks: LOOKS };
            }
            _ => self.row = None,
        }
    }

    /// One look through the list, which may not show yet what is there. An older client with the
    /// same fields is in it always; the baseline tells it from ours.
    pub(crate) fn look(&mut self, variant: Variant, shown: bool) {
        let older = u8::from(variant == Variant::MatchWithoutBaseline);
        let candidates = older + if shown { self.clients() } else { 0 };
        let Some(row) = &mut self.row else { return };
        let State::Unconfirmed { looks } = row.state else { return };
        let may_match = row.baseline || variant == Variant::MatchWithoutBaseline;
        if candidates == 1 && may_match {
            row.state = State::Created { by_a_look: true };
        } else if variant == Variant::ResendWhenNotListed && candidates == 0 {
            self.row = None;
        } else {
            row.state = State::Unconfirmed { looks: looks - 1 };
        }
    }

    /// Whether a proxy passes for dead.
    fn is_dead(&self, owner: Option<usize>) -> bool {
        owner.is_none_or(|it| self.silent[it])
    }

    /// What a crash of a proxy takes with it, and what it leaves behind.
    pub(crate) fn crash(&mut self, variant: Variant, proxy: usize) {
        for work in &mut self.works {
            if work.proxy == proxy && work.step != Step::Over {
                work.end();
            }
        }
        self.silent[proxy] = false;
        if let Some(row) = self.row.as_mut().filter(|it| it.owner == Some(proxy)) {
            row.owner = None;
            if variant == Variant::LedgerInMemory {
                self.row = None;
            }
        }
    }
}

impl Row {
    /// Whether it is still the claim that a work has.
    fn is_of(&self, work: Work) -> bool {
        (self.owner, self.epoch) == (Some(work.proxy), work.epoch)
    }
}
