//! Filling the form from what was pasted, as far as a person wants it.

use std::fmt;

use roosted_contract::{Draft, Field};

use super::Form;

/// What was found in a pasted text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// What belongs into which field.
    pub fields: Draft,
    /// What belongs into none.
    pub rest: Vec<String>,
}

impl Pasted {
    /// How many fields there is something for.
    pub fn count(&self) -> usize {
        self.fields().count()
    }

    /// The fields there is something for.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(|it| !self.fields.get(*it).is_empty())
    }
}

/// Personal data stays out of logs: only the name of the type.
impl fmt::Debug for Pasted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pasted { .. }")
    }
}

/// What was pasted, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The field it was pasted into.
    pub into: Field,
    /// What would be, or was, filled in.
    pub pasted: Pasted,
    /// What stood in the form before it was filled in. Until then it is an offer.
    pub before: Option<Draft>,
}

impl Fill {
    /// An offer to fill what is empty in `typed`, and the field that it was pasted into; `None` where that
    /// is nothing. What a person typed elsewhere is never replaced.
    pub fn offer(into: Field, pasted: Pasted, typed: &Draft) -> Option<Self> {
        let mut offer = Self { into, pasted, before: None };
        offer.spare(typed);
        let count = offer.pasted.count();
        (count > 1 || count == 1 && offer.is_plain()).then_some(offer)
    }

    /// Whether nobody has to be asked: an e-mail address came with a name, and nobody wants both in one field.
    pub fn is_plain(&self) -> bool {
        let is_mailbox = |it| matches!(it, Field::ContactName | Field::ContactEmail);
        self.into == Field::ContactEmail
            && self.pasted.rest.is_empty()
            && self.pasted.fields().all(is_mailbox)
    }

    fn spare(&mut self, typed: &Draft) {
        for field in Field::ALL {
            if field != self.into && !typed.get(field).is_empty() {
                self.pasted.fields.set(field, "");
            }
        }
    }
}

impl Form {
    /// What was pasted, while it is of interest.
    pub fn fill(&self) -> Option<&Fill> {
        self.fill.as_ref()
    }

    /// Something was pasted that can be taken apart.
    pub fn pasted(&mut self, fill: Fill) {
        self.fill = Some(fill);
    }

    /// The person wants it; `typed` is what stands in the form. Returns what to fill in.
    pub fn fill_in(&mut self, typed: &Draft) -> Draft {
        let Some(fill) = &mut self.fill else { return Draft::default() };
        // They may have typed since it was offered.
        fill.spare(typed);
        fill.pasted.fields.clone()
    }

    /// It was filled in where `typed` stood. It can be undone until anything else is typed.
    pub fn filled_in(&mut self, typed: Draft) {
        if let Some(fill) = &mut self.fill {
            fill.before = Some(typed);
        }
    }

    /// The person wants none of it, or none of it any more. Returns what was there.
    pub fn forget_fill(&mut self) -> Option<Fill> {
        self.fill.take()
    }
}
