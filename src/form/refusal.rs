//! What the page around the form has to say before anything is sent.

use std::fmt;

use roosted_contract::{Draft, Field, Mistake, NewClient, Reason};

use super::{Form, Inquiry, Phase};

/// Why the page does not let a client be created, in its own words.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong as a whole; empty where the page does not say.
    pub message: String,
    /// What is wrong with which field.
    pub fields: Vec<(Field, String)>,
}

/// What the page answers when it is asked whether a client may be created.
pub enum Verdict {
    /// It may, with these fields changed.
    Go(Vec<(Field, String)>),
    /// It may not, and nobody needs to read why.
    Cancel,
    /// It may not, and the person reads why.
    Refuse(Refusal),
}

impl Form {
    /// The person pressed the button. Returns what the page is asked about, if the draft is worth
    /// it; `anew` tells that the person was warned, and sends it again under a new key.
    #[must_use]
    pub fn propose(&mut self, draft: &Draft, anew: bool) -> Option<NewClient> {
        let warned = anew && self.inquiry().is_some_and(Inquiry::is_warned);
        if !warned && !self.takes_a_submit() {
            return None;
        }
        let client = self.checked(draft)?;
        self.phase = Phase::Asking { anew: warned };
        Some(client)
    }

    /// Whether the page is being asked.
    pub fn is_asking(&self) -> bool {
        matches!(self.phase, Phase::Asking { .. })
    }

    /// The page does not want it, and does not say why.
    pub fn canceled(&mut self) {
        if self.is_asking() {
            self.phase = Phase::Editing;
        }
    }

    /// The page does not want it, and says why. It looks like any other mistake.
    pub fn turned_down(&mut self, refusal: Refusal) {
        if !self.is_asking() {
            return;
        }
        let named = |field: &Field| refusal.fields.iter().any(|it| it.0 == *field);
        let mistakes = Field::ALL.into_iter().filter(named);
        self.refuse(mistakes.map(|field| Mistake { field, reason: Reason::Refused }).collect());
        self.refusal = Some(refusal);
    }

    /// What the page has against the client as a whole, until the next submit. It is empty where the
    /// page does not like the client and says nothing at all.
    pub fn objection(&self) -> Option<&str> {
        let refusal = self.refusal.as_ref()?;
        let says = !refusal.message.is_empty() || refusal.fields.is_empty();
        says.then_some(&refusal.message)
    }

    /// Whether there is something to put right.
    pub fn has_summary(&self) -> bool {
        self.summary_length() > 0
    }

    /// How many things there are to put right.
    pub fn summary_length(&self) -> usize {
        self.summary.len() + usize::from(self.objection().is_some())
    }

    /// What the page said of `field`, until the next submit.
    pub fn remark(&self, field: Field) -> Option<&str> {
        let fields = &self.refusal.as_ref()?.fields;
        fields.iter().find(|it| it.0 == field).map(|it| &*it.1)
    }
}

/// A page may speak of what was typed, and personal data stays out of logs.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Refusal { .. }")
    }
}
