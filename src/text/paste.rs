//! What is said about a block of text that was pasted.

use roosted_contract::Field;

use super::field::label;
use super::word::{plural, word};
use super::{Word, Words};
use crate::form::Fill;

/// Fills the fields.
pub const FILL: Word = word!("paste.fill", "Fill in");
/// Leaves what was pasted where it is.
pub const LEAVE_IT: Word = word!("paste.leave", "Leave as pasted");
/// Puts everything back.
pub const UNDO: Word = word!("paste.undo", "Undo");

/// What can be done with what was pasted, or was done.
pub fn fill(words: &Words, fill: &Fill) -> String {
    let sentence = if fill.before.is_some() {
        plural!(
            "paste.done",
            "1 field filled from what you pasted",
            "{count} fields filled from what you pasted"
        )
    } else {
        plural!(
            "paste.offer",
            "Fill 1 field from what you pasted?",
            "Fill {count} fields from what you pasted?"
        )
    };
    words.count(sentence, fill.pasted.count() as u64, ("", ""))
}

/// What a piece of it would go into; `None` is what belongs into no field.
pub const fn piece_label(field: Option<Field>) -> Word {
    match field {
        Some(field) => label(field),
        None => word!("paste.rest", "Not used"),
    }
}

/// The text of such a piece, empty where there is none.
pub fn piece(fill: &Fill, field: Option<Field>) -> String {
    match field {
        Some(field) => fill.pasted.fields.get(field).to_owned(),
        None => fill.pasted.rest.join("\n"),
    }
}

/// What the fields are called, in reading order.
pub fn labels(words: &Words) -> [String; Field::COUNT] {
    Field::ALL.map(|field| words.say(label(field)))
}
