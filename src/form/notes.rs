//! What a person is told beside the submission at hand.

use super::Form;
use crate::failure::Failure;

/// What a person is told beside the submission at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// What stands in the form was typed before the page was loaded anew.
    pub restored: bool,
    /// What is typed cannot be kept across a reload.
    pub not_kept: bool,
    /// The name of a client whose card is gone, and why its invitation failed.
    pub missed: Option<(String, Failure)>,
}

impl Form {
    /// What a person is told beside the submission at hand.
    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    /// What stands in the form was typed before the page was loaded anew. Where it was also sent, and
    /// its outcome is open, that is told instead.
    pub fn restored(&mut self) {
        self.notes.restored = self.inquiry().is_none();
    }

    /// Whether what is typed can be kept. Tells whether that is news.
    pub fn can_be_kept(&mut self, kept: bool) -> bool {
        std::mem::replace(&mut self.notes.not_kept, !kept) == kept
    }

    /// The invitation of a client failed whose card is gone.
    pub fn missed(&mut self, client: &str, failure: &Failure) {
        self.notes.missed = Some((client.to_owned(), failure.clone()));
    }

    /// An empty form. Whether anything can be kept is as it was.
    pub fn start_over(&mut self) {
        let not_kept = self.notes.not_kept;
        *self = Self { notes: Notes { not_kept, ..Notes::default() }, ..Self::default() };
    }
}
