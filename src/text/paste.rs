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

/// What would be filled in, line by line, and what belongs into no field.
pub fn preview(words: &Words, fill: &Fill) -> String {
    let mut preview = String::new();
    let mut say = |word, value: &str| {
        if !value.is_empty() {
            preview.push_str(if preview.is_empty() { "" } else { "\n" });
            preview.push_str(words.text(word));
            // In its own direction: a number in front stays there, also where a line begins on the right.
            preview.push_str(": \u{2068}");
            preview.push_str(value);
            preview.push('\u{2069}');
        }
    };
    for field in Field::ALL {
        say(label(field), &fill.pasted.fields.get(field).replace('\n', ", "));
    }
    say(word!("paste.rest", "Not used"), &fill.pasted.rest.join(" · "));
    preview
}

/// What the fields are called, in reading order.
pub fn labels(words: &Words) -> [String; Field::COUNT] {
    Field::ALL.map(|field| words.say(label(field)))
}
