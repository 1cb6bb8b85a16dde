//! Everything there is: the row of one key, the proxies and what they work on, the requests under
//! way and what the upstream made of them.

/// How many proxies share the ledger.
pub(crate) const PROXIES: usize = 2;

/// How often somebody looks through the list before a person has to decide.
pub(crate) const LOOKS: u8 = 2;

/// How often a request is sent, where the upstream said that it did nothing.
pub(crate) const ATTEMPTS: u8 = 2;

/// A moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    /// What the ledger knows about the key.
    pub(crate) row: Option<Row>,
    /// Which proxies have not been heard of for too long, alive or not.
    pub(crate) silent: [bool; PROXIES],
    /// One for each submit so far.
    pub(crate) works: Vec<Work>,
    /// What may still go wrong.
    pub(crate) left: Left,
}

/// How much may still go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Left {
    pub(crate) submits: u8,
    pub(crate) crashes: u8,
    pub(crate) pauses: u8,
    pub(crate) faults: u8,
}

/// The row of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Row {
    pub(crate) state: State,
    /// The proxy that claimed it, until that dies: a restarted one goes by another name.
    pub(crate) owner: Option<usize>,
    pub(crate) epoch: u8,
    /// Whether it is known who was there before it was sent.
    pub(crate) baseline: bool,
    /// Whether it was claimed by somebody else before.
    pub(crate) taken_over: bool,
}

/// How far the key has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum State {
    Claimed,
    Sending,
    Unconfirmed { looks: u8 },
    Created { by_a_look: bool },
    Rejected,
}

/// What a proxy does for one submit. It goes with the proxy; the request, once it is out, does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Work {
    pub(crate) proxy: usize,
    pub(crate) epoch: u8,
    pub(crate) step: Step,
    pub(crate) attempts: u8,
    pub(crate) request: Option<Request>,
    /// How many clients its requests made.
    pub(crate) clients: u8,
}

/// What a work does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// It has the claim, and notes that it is sending.
    Note,
    /// It has noted that, and sends.
    Send,
    /// It has sent, and waits.
    Wait,
    /// It knows what came of it, and writes it down.
    Record(Outcome),
    /// Nothing: it is done, or its proxy died.
    Over,
}

/// What came of a request, as its proxy sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Outcome {
    Created,
    Rejected,
    /// Nothing was created, and the key is free again.
    Released,
    /// Nobody knows.
    Unconfirmed,
}

/// A request that has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Request {
    /// The upstream has not acted on it, and may at any time.
    Travelling,
    /// The upstream has acted, and its answer is under way.
    Answered(Answer),
}

/// What the upstream answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Answer {
    Created,
    /// It refused, and would again.
    Rejected,
    /// It did nothing, and asks to come again.
    Busy,
}

impl World {
    /// Before the first submit.
    pub(crate) fn new() -> Self {
        let left = Left { submits: 3, crashes: 2, pauses: 2, faults: 1 };
        Self { row: None, silent: [false; PROXIES], works: Vec::new(), left }
    }

    /// How many clients the upstream has made.
    pub(crate) fn clients(&self) -> u8 {
        self.works.iter().map(|it| it.clients).sum()
    }
}

impl Work {
    /// Nobody waits for it any more. What does not matter from now on is forgotten, so that states
    /// that differ in nothing else are one.
    pub(crate) fn end(&mut self) {
        let request = self.request.filter(|it| *it == Request::Travelling);
        *self = Self { proxy: 0, epoch: 0, step: Step::Over, attempts: 0, request, ..*self };
    }
}
