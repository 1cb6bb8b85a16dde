//! The buttons.

use crate::state::State;
use crate::text::Word;
use crate::view::tag::{Tag, block};

/// A button that does something other than sending its form.
pub fn button(state: State, label: Word, press: impl Fn() + 'static) -> Tag {
    block("button", "button").attr("type", "button").on("click", move |_| press()).say(state, label)
}

/// The button that sends its form. It is never disabled, so that focus stays on it.
///
/// # Parts
///
/// `submit`.
pub fn submit_button(
    state: State,
    label: impl Fn() -> Word + Send + 'static,
    blocked: impl Fn() -> bool + Send + 'static,
) -> Tag {
    block("button", "button button--primary")
        .part("submit")
        .attr("type", "submit")
        .mark("aria-disabled", blocked)
        .says(state, move || Some(label()))
}
