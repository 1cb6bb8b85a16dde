//! What the form knows of one field.

use roosted_contract::{Doubt, Draft, Field, Reason, text};

use super::Validate;

/// A longer text, in UTF-16 units, is nothing that belongs into another field.
const SHORT: usize = 255;

/// What stands in an input, asked for only when it matters.
pub struct Typed<'t> {
    /// Its length in UTF-16 units, which is never less than its length in code points.
    pub units: usize,
    /// Its length in code points once it is clean, counted where it is.
    pub length: &'t dyn Fn() -> usize,
    /// The text itself, carried over from the page.
    pub text: &'t dyn Fn() -> String,
}

/// How full a field is, once it is nearly full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gauge {
    /// Characters in it.
    pub length: usize,
    /// Characters it takes.
    pub limit: usize,
}

/// What is known of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    live: bool,
    gauge: Option<Gauge>,
    mistake: Option<Reason>,
    doubt: Option<Doubt>,
}

impl Entry {
    /// What to put right, if anything is to be said yet.
    pub fn mistake(&self) -> Option<Reason> {
        self.mistake
    }

    /// What looks odd, if anything.
    pub fn doubt(&self) -> Option<Doubt> {
        self.doubt
    }

    /// How full it is, from nine tenths of its limit on.
    pub fn gauge(&self) -> Option<Gauge> {
        self.gauge
    }

    pub(super) fn edited(&mut self, field: Field, typed: &Typed<'_>) -> bool {
        let next = Self {
            live: self.live,
            gauge: gauge(field, typed),
            mistake: if self.live { mistake(field, typed) } else { None },
            // Said when the field was left; it goes as soon as somebody works on it.
            doubt: None,
        };
        self.become_(next)
    }

    pub(super) fn left(&mut self, field: Field, typed: &Typed<'_>, validate: Validate) -> bool {
        let live = self.live || validate == Validate::Blur;
        let next = Self {
            live,
            gauge: self.gauge,
            // A reason from elsewhere stays until the field changes.
            mistake: if live { self.mistake.or_else(|| mistake(field, typed)) } else { None },
            doubt: doubt(field, typed),
        };
        self.become_(next)
    }

    pub(super) fn filled(&mut self, field: Field, typed: &Typed<'_>) -> bool {
        self.become_(Self { gauge: gauge(field, typed), ..self.clone() })
    }

    pub(super) fn refused(&mut self, reason: Option<Reason>) {
        self.live = true;
        self.mistake = reason;
    }

    pub(super) fn clear(&mut self) {
        self.mistake = None;
    }

    fn become_(&mut self, next: Self) -> bool {
        let changed = *self != next;
        *self = next;
        changed
    }
}

fn gauge(field: Field, typed: &Typed<'_>) -> Option<Gauge> {
    let limit = field.limit();
    let nearly_full = limit - limit / 10;
    if typed.units < nearly_full {
        return None;
    }
    let length = (typed.length)();
    (length >= nearly_full).then_some(Gauge { length, limit })
}

fn mistake(field: Field, typed: &Typed<'_>) -> Option<Reason> {
    // A UTF-16 length within the limit proves the length; only emptiness is left to find.
    if typed.units <= field.limit() && !field.required() {
        return None;
    }
    Draft::check_length(field, (typed.length)()).err()
}

fn doubt(field: Field, typed: &Typed<'_>) -> Option<Doubt> {
    // Where it is too long, that is what there is to say.
    if typed.units == 0 || typed.units > field.limit().min(SHORT) {
        return None;
    }
    Doubt::of(field, &text::clean(&(typed.text)()))
}
