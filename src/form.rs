//! What the form knows: where a submission stands, and what is wrong with which field.
//!
//! Pure: transitions are methods that take the world as arguments and say what to do, so a test
//! needs neither a browser nor a clock. What was typed stays in the inputs, since carrying a long
//! address across at every keystroke would cost; a transition asks for it when it matters.

mod attempt;
mod entry;
mod fill;
mod inquiry;
mod notes;
mod open;
mod refusal;

use roosted_contract::{
    Client, Draft, Field, FieldCode, IdempotencyKey, Kind, Mistake, NewClient, Reason,
};

pub use attempt::{Attempt, Standing, fingerprint};
pub use entry::{Entry, Gauge, Typed};
pub use fill::{Fill, Pasted};
pub use inquiry::{Finding, Inquiry, Report, World};
pub use notes::Notes;
pub use open::Step;
pub use refusal::{Refusal, Verdict};

use crate::failure::Failure;

/// Where one submission stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// The person is typing.
    #[default]
    Editing,
    /// The page is asked whether the client may be created. Nothing is sent yet.
    Asking {
        /// The person was warned, and sends it again under a new key.
        anew: bool,
    },
    /// A request is on its way. The form takes no second one.
    Sending,
    /// The last request failed as a whole; nothing was created.
    Failed(Failure),
    /// It is not known whether the client was created; it is being looked up.
    Open(Inquiry),
    /// The client exists.
    Created(Client),
}

/// When a field that is left is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Validate {
    /// Silent until the first refused submit.
    #[default]
    Submit,
    /// Also when a field is left.
    Blur,
}

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    phase: Phase,
    entries: [Entry; Field::COUNT],
    summary: Vec<Mistake>,
    rounds: usize,
    attempt: Option<Attempt>,
    refusal: Option<Refusal>,
    fill: Option<Fill>,
    notes: Notes,
}

impl Form {
    /// Where the submission stands.
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// What is known of `field`.
    pub fn entry(&self, field: Field) -> &Entry {
        &self.entries[field.index()]
    }

    /// What the last submit was refused for, until the next one.
    pub fn summary(&self) -> &[Mistake] {
        &self.summary
    }

    /// How often the summary was written or cleared. It grows even where it stays the same.
    pub fn rounds(&self) -> usize {
        self.rounds
    }

    /// The created client.
    pub fn client(&self) -> Option<&Client> {
        match &self.phase {
            Phase::Created(client) => Some(client),
            _ => None,
        }
    }

    /// The submission whose answer is not final.
    pub fn attempt(&self) -> Option<&Attempt> {
        self.attempt.as_ref()
    }

    /// Whether what was sent is still known here.
    pub fn keeps_typed(&self) -> bool {
        self.attempt.as_ref().is_some_and(|it| it.client.is_some())
    }

    /// How the submission is looked up whose outcome is open.
    pub fn inquiry(&self) -> Option<&Inquiry> {
        match &self.phase {
            Phase::Open(inquiry) => Some(inquiry),
            _ => None,
        }
    }

    /// Whether the person waits for what they pressed the button for.
    pub fn is_sending(&self) -> bool {
        matches!(self.phase, Phase::Asking { .. } | Phase::Sending)
    }

    /// Whether a request is on its way or being looked up, so that nothing may be taken away.
    pub fn is_busy(&self) -> bool {
        self.is_sending() || self.inquiry().is_some_and(|it| !it.is_weary())
    }

    /// Whether the button does nothing, because a request is on its way or its outcome is open.
    pub fn is_blocked(&self) -> bool {
        self.is_sending() || self.inquiry().is_some()
    }

    /// Values were set in `field` without anybody typing. Tells whether anything changed that is
    /// shown: how full it is, and nothing that was said before.
    pub fn filled(&mut self, field: Field, typed: &Typed<'_>) -> bool {
        self.entries[field.index()].filled(field, typed)
    }

    /// The person typed into `field`. Tells whether anything changed that is shown.
    pub fn edited(&mut self, field: Field, typed: &Typed<'_>) -> bool {
        // What was filled in can be undone as long as nothing else was done.
        let undone = self.fill.take_if(|it| it.before.is_some()).is_some();
        self.entries[field.index()].edited(field, typed) || undone
    }

    /// The person left `field`. Tells whether anything changed that is shown.
    pub fn left(&mut self, field: Field, typed: &Typed<'_>, validate: Validate) -> bool {
        self.entries[field.index()].left(field, typed, validate)
    }

    /// The person pressed the button, and the page has nothing against it. Returns what to send, if
    /// anything; `mint` makes a new key.
    ///
    /// The same payload goes out under the same key until its answer is final, so that the
    /// proxy can tell a repetition from a second client. Where nobody could tell, it is looked up
    /// and not sent.
    #[must_use]
    pub fn submit(
        &mut self,
        draft: &Draft,
        now: u64,
        mint: impl FnOnce() -> IdempotencyKey,
    ) -> Option<Attempt> {
        if !self.is_asking() && !self.takes_a_submit() {
            return None;
        }
        let client = self.checked(draft)?;
        let attempt = match self.attempt.take().filter(|it| it.is_of(&client)) {
            Some(attempt) => Attempt { client: Some(client), ..attempt },
            None => Attempt::new(mint(), client, now),
        };
        let attempt = self.attempt.insert(attempt);
        if attempt.standing == Standing::Unrecorded {
            self.phase = Phase::Open(Inquiry::due_in(Some(0)));
            return None;
        }
        self.phase = Phase::Sending;
        attempt.at = now;
        Some(attempt.clone())
    }

    /// The submission is about to leave: from now on it may have arrived.
    pub fn leaves(&mut self) {
        if let Some(attempt) = &mut self.attempt
            && !attempt.is_open()
        {
            attempt.standing = Standing::Sent;
        }
    }

    /// It could not be sent now. Where it never was, the same key may be sent again.
    pub fn not_sent(&mut self, failure: Failure) {
        self.phase = if self.attempt.as_ref().is_some_and(Attempt::is_open) {
            Phase::Open(Inquiry::due_in(Some(0)))
        } else {
            Phase::Failed(failure)
        };
    }

    /// It is known that it never arrived; the same key may be sent again.
    pub fn never_arrived(&mut self, failure: Failure) {
        if self.inquiry().is_some() {
            self.stand(Standing::Unsent);
            self.phase = Phase::Failed(failure);
        }
    }

    /// The answer came, or it is known that none will. Tells whether that is news to the page.
    #[must_use]
    pub fn answered(&mut self, answer: Result<Client, Failure>) -> bool {
        if !self.is_blocked() {
            return false;
        }
        match answer {
            Ok(client) => {
                self.attempt = None;
                self.phase = Phase::Created(client);
                true
            }
            Err(failure) if failure.is_final() => {
                let mistakes = self.mistakes_of(&failure);
                self.attempt = None;
                if mistakes.is_empty() {
                    self.phase = Phase::Failed(failure);
                } else {
                    self.refuse(mistakes);
                }
                true
            }
            Err(failure) => {
                let open = failure.is_open();
                if open || self.is_doubted() {
                    let mut inquiry = Inquiry::due_in(failure.retry_after);
                    if failure.kind == Kind::Unauthorized {
                        inquiry = inquiry.signed_out();
                    }
                    self.phase = Phase::Open(inquiry);
                    return open && !failure.is_under_way() && self.doubt(Standing::Doubted);
                }
                self.stand(Standing::Unsent);
                self.phase = Phase::Failed(failure);
                true
            }
        }
    }

    /// An invitation changed the created client.
    pub fn invited(&mut self, client: Client) {
        if let Phase::Created(created) = &mut self.phase {
            *created = client;
        }
    }

    fn takes_a_submit(&self) -> bool {
        !self.is_blocked() && self.client().is_none()
    }

    /// What a draft makes, if it has no mistakes; they are shown, or no longer.
    fn checked(&mut self, draft: &Draft) -> Option<NewClient> {
        self.fill = None;
        match draft.check() {
            Ok(client) => {
                self.clear_mistakes();
                Some(client)
            }
            Err(mistakes) => {
                self.refuse(mistakes);
                None
            }
        }
    }

    fn refuse(&mut self, mistakes: Vec<Mistake>) {
        for entry in &mut self.entries {
            entry.refused(None);
        }
        for Mistake { field, reason } in &mistakes {
            self.entries[field.index()].refused(Some(*reason));
        }
        self.summary = mistakes;
        self.refusal = None;
        self.rounds += 1;
        self.phase = Phase::Editing;
    }

    fn clear_mistakes(&mut self) {
        self.summary.clear();
        self.refusal = None;
        self.rounds += 1;
        for entry in &mut self.entries {
            entry.clear();
        }
    }

    /// What the proxy found wrong, as if it had been found here.
    fn mistakes_of(&self, failure: &Failure) -> Vec<Mistake> {
        let sent = |field| self.attempt.as_ref().and_then(|it| it.client.as_ref()?.get(field));
        let told = |field: Field| failure.errors.iter().find(|it| it.field == field.name());
        Field::ALL
            .into_iter()
            .filter_map(|field| {
                let error = told(field)?;
                // Its own count, where this side finds the same mistake.
                let ours = || Draft::check_field(field, sent(field).unwrap_or_default()).err();
                let reason = match error.code {
                    FieldCode::Required => Reason::Required,
                    FieldCode::TooLong => ours().unwrap_or(Reason::Refused),
                    _ => Reason::Refused,
                };
                Some(Mistake { field, reason })
            })
            .collect()
    }
}
