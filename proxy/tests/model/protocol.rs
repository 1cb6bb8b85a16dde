//! What each step leads to: of the protocol, of the upstream, and of what can go wrong.

use stateright::{Model, Property};

use crate::properties::properties;
use crate::steps::{Action, Writing, possible};
use crate::variants::Variant;
use crate::world::{ATTEMPTS, Answer, Outcome, Request, Step, Work, World};

/// The protocol, or what it must not be.
pub(crate) struct Protocol(pub(crate) Variant);

impl Model for Protocol {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World::new()]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        possible(world, actions);
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        let mut world = world.clone();
        self.act(&mut world, action);
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        properties()
    }
}

impl Protocol {
    fn act(&self, world: &mut World, action: Action) {
        match action {
            Action::Submit(proxy, writing) => self.submit(world, proxy, writing),
            Action::Note(number, baseline, writing) => self.note(world, number, baseline, writing),
            Action::Send(number) => {
                let work = &mut world.works[number];
                work.request = Some(Request::Travelling);
                work.attempts += 1;
                work.step = Step::Wait;
            }
            Action::CannotSend(number) => {
                world.works[number].step = Step::Record(Outcome::Released);
            }
            Action::Act(number, answer) => {
                let work = &mut world.works[number];
                work.clients += u8::from(answer == Answer::Created);
                let heard = work.step == Step::Wait;
                work.request = heard.then_some(Request::Answered(answer));
            }
            Action::Hear(number) => hear(&mut world.works[number]),
            Action::GiveUp(number) => {
                let work = &mut world.works[number];
                work.request = work.request.filter(|it| *it == Request::Travelling);
                work.step = Step::Record(Outcome::Unconfirmed);
            }
            Action::Record(number, writing) => self.record(world, number, writing),
            Action::Adopt => world.adopt(),
            Action::Look(shown) => world.look(self.0, shown),
            Action::Pause(proxy) => {
                world.left.pauses -= 1;
                world.silent[proxy] = true;
            }
            Action::Beat(proxy) => world.silent[proxy] = false,
            Action::Crash(proxy) => {
                world.left.crashes -= 1;
                world.crash(self.0, proxy);
            }
        }
    }

    fn submit(&self, world: &mut World, proxy: usize, writing: Writing) {
        world.left.submits -= 1;
        world.left.faults -= u8::from(writing != Writing::Done);
        let before = world.row;
        let claim = world.claim(self.0, proxy);
        if writing == Writing::Failed {
            world.row = before;
        }
        let step = match (claim, writing) {
            (Some(_), Writing::Done) => Step::Note,
            // It may be written all the same, and nobody else frees the key.
            (Some(_), _) if !self.0.leaves_doubtful_claims() => Step::Record(Outcome::Released),
            _ => Step::Over,
        };
        let epoch = claim.unwrap_or_default();
        let mut work = Work { proxy, epoch, step, attempts: 0, request: None, clients: 0 };
        if step == Step::Over {
            work.end();
        }
        world.works.push(work);
    }

    fn note(&self, world: &mut World, number: usize, baseline: bool, writing: Writing) {
        world.left.faults -= u8::from(writing != Writing::Done);
        let work = world.works[number];
        let may_send = writing != Writing::Failed && world.sending(self.0, work, baseline);
        let work = &mut world.works[number];
        match (may_send, writing) {
            (true, Writing::Done) => work.step = Step::Send,
            (false, Writing::Done) => work.end(),
            // Nothing was sent; whether it was noted does not matter once the key is free.
            (_, _) => work.step = Step::Record(Outcome::Released),
        }
    }

    fn record(&self, world: &mut World, number: usize, writing: Writing) {
        world.left.faults -= u8::from(writing != Writing::Done);
        let work = world.works[number];
        let Step::Record(outcome) = work.step else { return };
        if writing != Writing::Failed {
            world.record(self.0, work, outcome);
        }
        // What failed is written again.
        if writing == Writing::Done {
            world.works[number].end();
        }
    }
}

/// An answer arrives at the work that waits for it.
fn hear(work: &mut Work) {
    let Some(Request::Answered(answer)) = work.request.take() else { return };
    work.step = match answer {
        Answer::Created => Step::Record(Outcome::Created),
        Answer::Rejected => Step::Record(Outcome::Rejected),
        Answer::Busy if work.attempts < ATTEMPTS => Step::Send,
        Answer::Busy => Step::Record(Outcome::Released),
    };
}
