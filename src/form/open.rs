//! What happens to the form while the outcome of a submission is open.

use roosted_contract::{IdempotencyKey, Kind};

use super::{Attempt, Finding, Form, Inquiry, Phase, Report, Standing, World};

/// What to do in the second that begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// Nothing, and not in the next one either.
    #[default]
    Stop,
    /// Nothing.
    Wait,
    /// Look a submission up.
    Look(IdempotencyKey),
}

impl Form {
    /// A second has passed. Tells whether anything changed that is shown, and what to do.
    pub fn tick(&mut self, world: World) -> (bool, Step) {
        match (&mut self.phase, &self.attempt) {
            (Phase::Open(inquiry), Some(attempt)) => {
                let (changed, look) = inquiry.tick(world, attempt.at);
                (changed, if look { Step::Look(attempt.key) } else { Step::Wait })
            }
            // Its banner says when the device is back.
            (Phase::Failed(failure), _) if failure.kind == Kind::Offline => (false, Step::Wait),
            _ => (false, Step::Stop),
        }
    }

    /// A look-up did not settle it. Tells whether the page is to hear that it is not known.
    #[must_use]
    pub fn found(&mut self, report: Report, now: u64) -> bool {
        let Phase::Open(inquiry) = &mut self.phase else { return false };
        inquiry.found(report, now);
        match (inquiry.finding(), inquiry.is_weary()) {
            (Finding::Unknowable, _) => self.doubt(Standing::Unrecorded),
            (Finding::Sending, false) => false,
            _ => self.doubt(Standing::Doubted),
        }
    }

    /// The person asks again what became of the submission.
    pub fn look_again(&mut self) {
        if let Phase::Open(inquiry) = &mut self.phase {
            inquiry.again();
        }
    }

    /// The person is warned before it is sent again, or thinks better of it.
    pub fn warn(&mut self, warned: bool) {
        if let Phase::Open(inquiry) = &mut self.phase {
            inquiry.warn(warned);
        }
    }

    /// The person was warned and sends it again: the next submit is a new one. Else it is not.
    pub fn forget_attempt(&mut self) {
        let asked = self.phase == Phase::Asking { anew: true };
        if asked || self.inquiry().is_some_and(Inquiry::is_warned) {
            self.attempt = None;
            self.phase = Phase::Editing;
        }
    }

    /// The person goes back to the form. What was sent keeps its key as long as it stays the same.
    pub fn go_back(&mut self) {
        if self.inquiry().is_some_and(Inquiry::is_weary) {
            if !self.is_doubted() {
                self.stand(Standing::Doubted);
            }
            self.phase = Phase::Editing;
        }
    }

    /// The page was loaded anew, and this is what was sent before; `typed_on` tells whether
    /// something else has been typed since, so that the person had gone back to the form.
    pub fn resume(&mut self, attempt: Attempt, typed_on: bool) {
        let open = attempt.is_open();
        self.attempt = Some(attempt);
        if open && !(typed_on && self.is_doubted()) {
            self.phase = Phase::Open(Inquiry::due_in(Some(0)));
        }
    }

    pub(super) fn is_doubted(&self) -> bool {
        self.attempt
            .as_ref()
            .is_some_and(|it| matches!(it.standing, Standing::Doubted | Standing::Unrecorded))
    }

    /// Nobody can say what became of it. Tells whether that is news.
    pub(super) fn doubt(&mut self, standing: Standing) -> bool {
        let news = !self.is_doubted();
        self.stand(standing);
        news
    }

    pub(super) fn stand(&mut self, standing: Standing) {
        if let Some(attempt) = &mut self.attempt {
            attempt.standing = standing;
        }
    }
}
