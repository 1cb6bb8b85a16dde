//! What is known of a submission whose outcome is open, and when to ask for it next.

use roosted_contract::Client;

/// Seconds to wait before each look-up, where the proxy does not say; the last one repeats.
const WAITS: [u32; 6] = [1, 2, 5, 10, 30, 45];

/// The longest wait, whatever the proxy says: the person waits as well.
const LONGEST_WAIT: u32 = 60;

/// Once the next look-up lies so many seconds after the first, the person is told that it is not
/// confirmed. The proxy looks for the client itself until half a minute has passed.
const PATIENCE: u32 = 60;

/// How long after sending a lost request can no longer act, in milliseconds.
const QUIET: u64 = 15 * 60 * 1_000;

/// What the last look-up brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Finding {
    /// Nothing: nobody answered, or nobody was asked yet.
    #[default]
    Nothing,
    /// It is still on its way.
    Sending,
    /// It left, and the proxy does not know either.
    Unconfirmed,
    /// Nobody is signed in, so nobody answers.
    SignedOut,
    /// Nobody here keeps submissions, so nobody will ever know.
    Unknowable,
}

/// A look-up that did not settle it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What it brought.
    pub finding: Finding,
    /// Clients that could be the one.
    pub candidates: Vec<Client>,
    /// Whether a person may send it again under a new key.
    pub may_send_again: bool,
    /// Seconds until asking again makes sense, where the proxy said.
    pub retry_after: Option<u32>,
}

/// The world around the form, once a second.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// Milliseconds since 1970.
    pub now: u64,
    /// Whether the device says that it has a network.
    pub online: bool,
    /// Whether the page can be seen.
    pub visible: bool,
}

/// How a submission whose outcome is open is looked up.
#[expect(clippy::struct_excessive_bools, reason = "each is one fact, and all of them combine")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inquiry {
    report: Report,
    /// When it was last looked up.
    looked: Option<u64>,
    /// Whether a look-up is on its way.
    looking: bool,
    looks: usize,
    /// Seconds since the first look-up, and until the next one.
    waited: u32,
    due: u32,
    weary: bool,
    offline: bool,
    away: bool,
    quiet: bool,
    warned: bool,
}

impl Inquiry {
    /// It is looked up when so many seconds have passed.
    pub(super) fn due_in(seconds: Option<u32>) -> Self {
        Self { due: seconds.unwrap_or(WAITS[0]).min(LONGEST_WAIT), ..Self::default() }
    }

    /// Nobody is signed in.
    pub(super) fn signed_out(mut self) -> Self {
        self.report.finding = Finding::SignedOut;
        self
    }

    /// What the last look-up brought.
    pub fn finding(&self) -> Finding {
        self.report.finding
    }

    /// Clients that could be the one.
    pub fn candidates(&self) -> &[Client] {
        &self.report.candidates
    }

    /// When it was last looked up; `None` before that, in milliseconds since 1970.
    pub fn looked(&self) -> Option<u64> {
        self.looked
    }

    /// Whether a look-up is on its way.
    pub fn is_looking(&self) -> bool {
        self.looking
    }

    /// Whether the look-ups have come to nothing so far, so that the person may decide.
    pub fn is_weary(&self) -> bool {
        self.weary
    }

    /// Whether nobody can be asked, because there is no network.
    pub fn is_offline(&self) -> bool {
        self.offline
    }

    /// Whether it may be sent again under a new key.
    pub fn may_send_again(&self) -> bool {
        self.report.may_send_again || (self.quiet && self.finding() == Finding::Unknowable)
    }

    /// Whether the person has been told what sending it again may do.
    pub fn is_warned(&self) -> bool {
        self.warned
    }

    /// Starts over, at once.
    pub(super) fn again(&mut self) {
        (self.looks, self.waited, self.due) = (0, 0, 0);
        (self.weary, self.warned) = (false, false);
    }

    /// The person is told what sending it again may do, or thinks better of it.
    pub(super) fn warn(&mut self, warned: bool) {
        self.warned = warned && self.may_send_again();
    }

    /// A second has passed since the submission of `at` was last thought of. Tells whether anything
    /// changed that is shown, and whether to look it up now.
    pub(super) fn tick(&mut self, world: World, at: u64) -> (bool, bool) {
        let before = (self.weary, self.offline, self.quiet);
        if self.offline == world.online {
            self.offline = !world.online;
            if world.online {
                self.again();
            }
        }
        self.weary |= self.offline;
        self.quiet = world.now.saturating_sub(at) >= QUIET;
        if self.away && world.visible && self.finding() != Finding::Unknowable {
            self.due = 0;
        }
        self.away = !world.visible;

        let resting = self.looking || self.offline || (self.weary && self.away);
        if !resting && self.due == 0 {
            self.looking = true;
        } else if !resting {
            self.due -= 1;
            self.waited += 1;
        }
        (before != (self.weary, self.offline, self.quiet), !resting && self.looking)
    }

    /// A look-up came to nothing.
    pub(super) fn found(&mut self, report: Report, now: u64) {
        let wait = report.retry_after.map_or_else(
            || WAITS.get(self.looks + 1).copied().unwrap_or(WAITS[WAITS.len() - 1]),
            |it| it.clamp(1, LONGEST_WAIT),
        );
        (self.looked, self.looking) = (Some(now), false);
        self.looks += 1;
        self.due = wait;
        match report.finding {
            Finding::Sending | Finding::Unconfirmed => self.report = report,
            // What was known before still holds.
            finding => self.report.finding = finding,
        }
        if self.finding() == Finding::Unknowable {
            // Asking again would bring the same.
            self.due = u32::MAX;
        }
        self.weary |= self.waited.saturating_add(self.due) > PATIENCE
            || self.report.may_send_again
            || !self.candidates().is_empty();
    }
}
