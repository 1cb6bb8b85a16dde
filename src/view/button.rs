//! The buttons.

use crate::view::tag::{Tag, block};

/// A button that does something other than sending its form.
pub fn button(label: &str, press: impl Fn() + 'static) -> Tag {
    block("button", "button").attr("type", "button").on("click", move |_| press()).child(label)
}

/// The button that sends its form. It is never disabled, so that focus stays on it.
///
/// # Parts
///
/// `submit`.
pub fn submit_button(
    label: impl Fn() -> &'static str + Send + 'static,
    blocked: impl Fn() -> bool + Send + 'static,
) -> Tag {
    block("button", "button button--primary")
        .part("submit")
        .attr("type", "submit")
        .mark("aria-disabled", blocked)
        .text(move || label().to_owned())
}
