//! The page around the form, as far as the form needs it.

use std::pin::Pin;

use roosted_contract::{Client, Field, IdempotencyKey, NewClient};

use super::State;
use crate::failure::Failure;
use crate::form::{Attempt, Pasted, Verdict};
use crate::text::Words;

/// What happened, for the page.
pub enum Event<'e> {
    /// A client was created.
    Created(&'e Client, &'e IdempotencyKey),
    /// An invitation was sent.
    Invited(&'e Client),
    /// An attempt to create a client failed.
    CreateFailed(&'e Failure),
    /// An attempt to invite failed.
    InviteFailed(&'e Failure),
}

/// The page around the form.
pub trait Page {
    /// Tells the page what happened.
    fn tell(&self, event: &Event<'_>, words: &Words);

    /// Asks the page whether a client may be created. Nothing has been sent.
    fn ask(&self, client: &NewClient) -> Pin<Box<dyn Future<Output = Verdict>>>;

    /// Takes apart what was pasted into a field; `labels` are those of all fields. `None` where it is
    /// nothing that belongs into fields.
    fn take_apart(
        &self,
        pasted: &str,
        into: Field,
        labels: [String; Field::COUNT],
    ) -> Pin<Box<dyn Future<Output = Option<Pasted>>>>;

    /// Keeps what stands in the form, and the submission whose answer is not final.
    fn keep(&self, attempt: Option<&Attempt>);

    /// Keeps nothing any more.
    fn forget(&self);
}

impl State {
    pub(super) fn tell(self, event: &Event<'_>) {
        if let Some(page) = self.page() {
            self.words.peek(|words| page.tell(event, words));
        }
    }
}
