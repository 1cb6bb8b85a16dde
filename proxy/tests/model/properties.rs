//! What must hold in every state, and what must be reached, lest the rest be proven of nothing.

use stateright::Property;

use crate::protocol::Protocol;
use crate::steps::{Action, possible};
use crate::world::{Outcome, Request, Row, State, Step, World};

pub(crate) const ONE: &str = "there is never more than one client";
pub(crate) const NOT_DENIED: &str = "a client is never reported as not created";
pub(crate) const NOT_INVENTED: &str = "no client is reported that is not ours";
pub(crate) const NOT_FORGOTTEN: &str = "a client is never forgotten";
pub(crate) const SETTLED: &str = "whatever was claimed comes to an end";
pub(crate) const FOUND: &str = "a look finds the client";
pub(crate) const OUTDATED: &str = "a claim is taken over, and its first owner sends nothing";

pub(crate) fn properties() -> Vec<Property<Protocol>> {
    vec![
        Property::always(ONE, |_, world: &World| world.clients() <= 1),
        Property::always(NOT_DENIED, |_, world: &World| is_not_denied(world)),
        Property::always(NOT_INVENTED, |_, world: &World| {
            !is_at(world, |it| matches!(it, State::Created { .. })) || world.clients() > 0
        }),
        Property::always(NOT_FORGOTTEN, |_, world: &World| {
            world.clients() == 0 || is_at(world, |it| it != State::Claimed)
        }),
        Property::always(SETTLED, |_, world: &World| {
            !is_quiet(world) || !is_at(world, is_under_way)
        }),
        Property::sometimes(FOUND, |_, world: &World| {
            is_at(world, |it| it == State::Created { by_a_look: true })
        }),
        Property::sometimes(OUTDATED, |_, world: &World| {
            world.row.is_some_and(|it| it.taken_over && it.state == State::Claimed)
                && world.works[0].step == Step::Over
        }),
        Property::sometimes("what was taken over is sent", |_, world: &World| {
            world.row.is_some_and(|it| it.taken_over) && world.clients() == 1
        }),
        Property::sometimes("a proxy dies while it is sending", |_, world: &World| {
            world.row.is_some_and(|it| it.state == State::Sending && it.owner.is_none())
                && world.works.iter().any(|it| it.request == Some(Request::Travelling))
        }),
        Property::sometimes("a request can act after the last look", |_, world: &World| {
            is_at(world, |it| it == State::Unconfirmed { looks: 0 })
                && world.works.iter().any(|it| it.request == Some(Request::Travelling))
        }),
        Property::sometimes("an answer comes when it is already looked up", |_, world: &World| {
            is_at(world, |it| matches!(it, State::Unconfirmed { .. }))
                && world.works.iter().any(|it| it.step == Step::Record(Outcome::Created))
        }),
        Property::sometimes("three submits are under way", |_, world: &World| {
            world.works.len() == 3 && world.works.iter().all(|it| it.step != Step::Over)
        }),
    ]
}

/// What is said to be not created is not there, and cannot come any more.
fn is_not_denied(world: &World) -> bool {
    let denied = |it| matches!(it, Step::Record(Outcome::Rejected | Outcome::Released));
    let row = world.clients() == 0 || !is_at(world, |it| it == State::Rejected);
    let mut works = world.works.iter().filter(|it| denied(it.step));
    row && works.all(|it| it.clients == 0 && it.request.is_none())
}

/// Whether nothing happens any more, unless somebody submits, fails, or acts on an old request.
fn is_quiet(world: &World) -> bool {
    let mut actions = Vec::new();
    possible(world, &mut actions);
    actions.into_iter().all(Action::is_chance)
}

fn is_under_way(state: State) -> bool {
    match state {
        State::Claimed | State::Sending => true,
        State::Unconfirmed { looks } => looks > 0,
        State::Created { .. } | State::Rejected => false,
    }
}

fn is_at(world: &World, wanted: impl Fn(State) -> bool) -> bool {
    world.row.is_some_and(|Row { state, .. }| wanted(state))
}
