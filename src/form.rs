//! What the form knows: where a submission stands, and what is wrong with which field.
//!
//! Pure: transitions are methods that take the world as arguments and say what to do, so a test
//! needs neither a browser nor a clock. What was typed stays in the inputs, since carrying a long
//! address across at every keystroke would cost; a transition asks for it when it matters.

mod entry;

use roosted_contract::{
    Client, Draft, Field, FieldCode, IdempotencyKey, Mistake, NewClient, Reason,
};

pub use entry::{Entry, Gauge, Typed};

use crate::failure::Failure;

/// One submission: the same key for the same payload, until its answer is final.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What makes sending it again harmless.
    pub key: IdempotencyKey,
    /// What is sent.
    pub client: NewClient,
}

/// Where one submission stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// The person is typing.
    #[default]
    Editing,
    /// A request is on its way. The form takes no second one.
    Sending,
    /// The last request failed as a whole; nothing was created.
    Failed(Failure),
    /// It is not known whether the client was created; it is being looked up.
    Checking(Failure),
    /// It is not known, and the look-ups have come to nothing: the person decides.
    Unconfirmed(Failure),
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

    /// Whether a request is on its way or its outcome is open, so that no other may leave.
    pub fn is_busy(&self) -> bool {
        matches!(self.phase, Phase::Sending | Phase::Checking(_))
    }

    /// Whether the button does nothing, because a request is on its way or the outcome is open.
    pub fn is_blocked(&self) -> bool {
        self.is_busy() || matches!(self.phase, Phase::Unconfirmed(_))
    }

    /// The person typed into `field`. Tells whether anything changed that is shown.
    pub fn edited(&mut self, field: Field, typed: &Typed<'_>) -> bool {
        self.entries[field.index()].edited(field, typed)
    }

    /// The person left `field`. Tells whether anything changed that is shown.
    pub fn left(&mut self, field: Field, typed: &Typed<'_>, validate: Validate) -> bool {
        self.entries[field.index()].left(field, typed, validate)
    }

    /// The person pressed the button. Returns what to send, if anything; `mint` makes a new key.
    ///
    /// The same payload goes out under the same key until its answer is final, so that the
    /// proxy can tell a repetition from a second client.
    #[must_use]
    pub fn submit(
        &mut self,
        draft: &Draft,
        mint: impl FnOnce() -> IdempotencyKey,
    ) -> Option<Attempt> {
        if self.is_busy() || matches!(self.phase, Phase::Created(_) | Phase::Unconfirmed(_)) {
            return None;
        }
        match draft.check() {
            Err(mistakes) => {
                self.refuse(mistakes);
                None
            }
            Ok(client) => {
                let attempt = self.attempt.take().filter(|it| it.client == client);
                let attempt = attempt.unwrap_or_else(|| Attempt { key: mint(), client });
                self.clear_mistakes();
                self.phase = Phase::Sending;
                self.attempt = Some(attempt.clone());
                Some(attempt)
            }
        }
    }

    /// Nothing was sent, or nothing arrived; the same key may be sent again.
    pub fn not_sent(&mut self, failure: Failure) {
        self.phase = Phase::Failed(failure);
    }

    /// The answer came, or it is known that none will.
    pub fn answered(&mut self, answer: Result<Client, Failure>) {
        match answer {
            Ok(client) => {
                self.attempt = None;
                self.phase = Phase::Created(client);
            }
            Err(failure) if failure.is_open() => self.phase = Phase::Checking(failure),
            Err(failure) => {
                let mistakes = self.mistakes_of(&failure);
                if failure.is_final() {
                    self.attempt = None;
                }
                if mistakes.is_empty() {
                    self.phase = Phase::Failed(failure);
                } else {
                    self.refuse(mistakes);
                }
            }
        }
    }

    /// The look-ups have come to nothing so far.
    pub fn gave_up(&mut self) {
        if let Phase::Checking(failure) = &self.phase {
            self.phase = Phase::Unconfirmed(failure.clone());
        }
    }

    /// The person asks again what became of the submission. Returns which one to look up.
    #[must_use]
    pub fn look_again(&mut self) -> Option<Attempt> {
        let Phase::Unconfirmed(failure) = &self.phase else { return None };
        self.phase = Phase::Checking(failure.clone());
        self.attempt.clone()
    }

    /// An invitation changed the created client.
    pub fn invited(&mut self, client: Client) {
        if let Phase::Created(created) = &mut self.phase {
            *created = client;
        }
    }

    /// The person looked in Roosted and goes back to the form. The next submit is a new one.
    pub fn forget_attempt(&mut self) {
        self.attempt = None;
        self.phase = Phase::Editing;
    }

    fn refuse(&mut self, mistakes: Vec<Mistake>) {
        for entry in &mut self.entries {
            entry.refused(None);
        }
        for Mistake { field, reason } in &mistakes {
            self.entries[field.index()].refused(Some(*reason));
        }
        self.summary = mistakes;
        self.rounds += 1;
        self.phase = Phase::Editing;
    }

    fn clear_mistakes(&mut self) {
        self.summary.clear();
        self.rounds += 1;
        for entry in &mut self.entries {
            entry.clear();
        }
    }

    /// What the proxy found wrong, as if it had been found here.
    fn mistakes_of(&self, failure: &Failure) -> Vec<Mistake> {
        let sent = |field| self.attempt.as_ref().and_then(|it| it.client.get(field));
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
