//! The buttons.

use wasm_bindgen::JsCast;
use web_sys::UiEvent;

use crate::state::State;
use crate::text::Word;
use crate::view::tag::{Tag, block};

/// A button that does something other than sending its form.
pub fn button(state: State, label: Word, press: impl Fn() + 'static) -> Tag {
    pressed("button", state, label, Box::new(press))
}

/// The one that most will want.
pub fn primary(state: State, label: Word, press: impl Fn() + 'static) -> Tag {
    pressed("button button--primary", state, label, Box::new(press))
}

/// One whose consequences cannot be undone.
pub fn danger(state: State, label: Word, press: impl Fn() + 'static) -> Tag {
    pressed("button button--danger", state, label, Box::new(press))
}

/// The second click of a double click presses nothing: what lies below the pointer by then is often another
/// button, that the first one brought.
fn pressed(class: &str, state: State, label: Word, press: Box<dyn Fn()>) -> Tag {
    block("button", class)
        .attr("type", "button")
        .on("click", move |event| {
            if event.unchecked_ref::<UiEvent>().detail() < 2 {
                press();
            }
        })
        .say(state, label)
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
