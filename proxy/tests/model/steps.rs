//! Which steps there are, and when each is possible.

use crate::world::{Answer, PROXIES, Request, State, Step, Work, World};

/// One step. Numbers are those of proxies and of works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// The person submits, and the key is claimed.
    Submit(usize, Writing),
    /// A work notes that it is sending, with or without a baseline.
    Note(usize, bool, Writing),
    /// The request leaves.
    Send(usize),
    /// No connection comes about.
    CannotSend(usize),
    /// The upstream acts on a request, whoever still waits for it.
    Act(usize, Answer),
    /// The answer arrives.
    Hear(usize),
    /// The answer was lost, or takes too long.
    GiveUp(usize),
    /// The outcome is written down.
    Record(usize, Writing),
    /// A reconciler takes on what a dead proxy left behind.
    Adopt,
    /// A reconciler looks through the list, which shows our client or does not yet.
    Look(bool),
    /// A proxy stands still until it passes for dead.
    Pause(usize),
    /// It says that it lives.
    Beat(usize),
    /// A proxy dies, and starts again.
    Crash(usize),
}

/// What becomes of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// It is written.
    Done,
    /// It is not written.
    Failed,
    /// It is written, and reported as failed.
    Doubtful,
}

impl Action {
    /// Whether it need not happen: the protocol must come to an end without it.
    pub(crate) fn is_chance(self) -> bool {
        matches!(self, Self::Submit(..) | Self::Act(..) | Self::Pause(_) | Self::Crash(_))
    }
}

/// Everything that can happen next.
pub(crate) fn possible(world: &World, actions: &mut Vec<Action>) {
    let writings: &[Writing] = match world.left.faults {
        0 => &[Writing::Done],
        _ => &[Writing::Done, Writing::Failed, Writing::Doubtful],
    };
    for proxy in 0..PROXIES {
        let works = world.works.iter().any(|it| it.proxy == proxy && it.step != Step::Over);
        let owned = world.row.filter(|it| it.owner == Some(proxy));
        // The proxies are alike: the first submit goes to the first.
        if world.left.submits > 0 && (proxy == 0 || !world.works.is_empty()) {
            actions.extend(writings.iter().map(|it| Action::Submit(proxy, *it)));
        }
        if world.left.crashes > 0 && (works || owned.is_some()) {
            actions.push(Action::Crash(proxy));
        }
        if world.silent[proxy] {
            actions.push(Action::Beat(proxy));
        } else if world.left.pauses > 0
            && owned.is_some_and(|it| matches!(it.state, State::Claimed | State::Sending))
        {
            actions.push(Action::Pause(proxy));
        }
    }
    for (number, work) in world.works.iter().enumerate() {
        work_actions(number, *work, writings, actions);
    }
    if world.is_orphaned() {
        actions.push(Action::Adopt);
    }
    if world.row.is_some_and(|it| matches!(it.state, State::Unconfirmed { looks } if looks > 0)) {
        actions.extend([Action::Look(true), Action::Look(false)]);
    }
}

/// What can become of a work.
fn work_actions(number: usize, work: Work, writings: &[Writing], actions: &mut Vec<Action>) {
    match work.step {
        Step::Note => {
            for writing in writings {
                actions.extend([true, false].map(|it| Action::Note(number, it, *writing)));
            }
        }
        Step::Send => actions.extend([Action::Send(number), Action::CannotSend(number)]),
        Step::Wait => {
            actions.push(Action::GiveUp(number));
            if let Some(Request::Answered(_)) = work.request {
                actions.push(Action::Hear(number));
            }
        }
        Step::Record(_) => {
            actions.extend(writings.iter().map(|it| Action::Record(number, *it)));
        }
        Step::Over => {}
    }
    if work.request == Some(Request::Travelling) {
        let answers = [Answer::Created, Answer::Rejected, Answer::Busy];
        actions.extend(answers.map(|it| Action::Act(number, it)));
    }
}
