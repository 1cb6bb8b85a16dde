//! The protocol as it is holds what it promises; each of the others breaks it.

use std::collections::BTreeSet;

use stateright::{Checker, HasDiscoveries, Model as _};

use crate::properties::{FOUND, NOT_FORGOTTEN, NOT_INVENTED, ONE, OUTDATED, SETTLED};
use crate::protocol::Protocol;
use crate::steps::Action::{Act, Adopt, Beat, Crash, Look, Note, Pause, Send, Submit};
use crate::steps::Writing::Done;
use crate::world::Answer;

/// Which protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    /// The one of the proxy.
    AsBuilt,
    /// A row that a dead proxy was sending is taken over and sent again.
    ResendWhenLeaseExpires,
    /// A client that is not in the list was not created, so the key is free again.
    ResendWhenNotListed,
    /// The ledger dies with the process.
    LedgerInMemory,
    /// The request leaves while the row is still only claimed.
    SendWithoutNoting,
    /// Every first claim has the same epoch, so that what is left of an older one fits the next.
    EqualEpochs,
    /// A claim that was reported as failed is nobody's to free.
    DoubtfulClaimsStay,
    /// A client in the list that is alike is taken for ours.
    MatchWithoutBaseline,
}

impl Variant {
    /// Whether a claim that was reported as failed stays if it was written all the same.
    pub(crate) fn leaves_doubtful_claims(self) -> bool {
        matches!(self, Self::EqualEpochs | Self::DoubtfulClaimsStay)
    }
}

#[test]
fn the_protocol_holds_in_every_state() {
    let checker = Protocol(Variant::AsBuilt).checker().threads(2).spawn_bfs().join();

    checker.assert_properties();
    checker.assert_discovery(
        FOUND,
        vec![
            Submit(0, Done),
            Note(0, true, Done),
            Send(0),
            Crash(0),
            Act(0, Answer::Created),
            Adopt,
            Look(false),
            Look(true),
        ],
    );
    checker.assert_discovery(
        OUTDATED,
        vec![Submit(0, Done), Pause(0), Submit(1, Done), Beat(0), Note(0, true, Done)],
    );
}

/// Asserts that the checker finds a way to break it.
#[track_caller]
fn breaks(variant: Variant, property: &'static str) {
    let enough = HasDiscoveries::AllOf(BTreeSet::from([property]));

    let checker = Protocol(variant).checker().finish_when(enough).spawn_bfs().join();

    checker.assert_any_discovery(property);
}

#[test]
fn to_send_again_when_a_lease_has_expired_makes_two() {
    breaks(Variant::ResendWhenLeaseExpires, ONE);
}

#[test]
fn to_send_again_what_is_not_in_the_list_makes_two() {
    breaks(Variant::ResendWhenNotListed, ONE);
}

#[test]
fn a_ledger_in_memory_makes_two() {
    breaks(Variant::LedgerInMemory, ONE);
}

#[test]
fn to_send_before_that_is_noted_makes_two() {
    breaks(Variant::SendWithoutNoting, ONE);
}

#[test]
fn equal_epochs_make_two_and_forget() {
    breaks(Variant::EqualEpochs, ONE);
    breaks(Variant::EqualEpochs, NOT_FORGOTTEN);
}

#[test]
fn a_doubtful_claim_that_stays_never_ends() {
    breaks(Variant::DoubtfulClaimsStay, SETTLED);
}

#[test]
fn without_a_baseline_an_older_client_is_taken_for_ours() {
    breaks(Variant::MatchWithoutBaseline, NOT_INVENTED);
}
