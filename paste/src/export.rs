//! How the loaded module is asked.

use roosted_contract::Field;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Labels, Pasted};

/// Takes a text apart that was pasted into the field of that name; `labels` are those of all fields, in reading
/// order. The answer is the text of each field, in that order and empty where there is none, and then what is left
/// over; nothing where it is no block.
#[wasm_bindgen]
#[expect(unreachable_pub, reason = "it is reached from outside of Rust")]
pub fn read(text: &str, target: &str, labels: Vec<String>) -> Option<Vec<String>> {
    let labels: Labels = labels.into_iter().zip(Field::ALL).collect();
    let Pasted { fields, rest } = crate::read(text, Field::named(target)?, &labels)?;
    Some(Field::ALL.map(|it| fields.get(it).to_owned()).into_iter().chain(rest).collect())
}
