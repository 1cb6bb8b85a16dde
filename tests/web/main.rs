//! The widget as a person meets it, in a real browser.
//!
//! Tests find things by label, role and description, and by the handles of the interface; the
//! network is replaced at `fetch`. The widget brings no style of its own here: what depends on the
//! layout is told end to end.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod asking;
mod card;
mod draft;
mod failures;
mod fields;
mod host;
mod inviting;
mod messages;
mod mistakes;
mod open;
mod reading;
mod sending;
mod support;
mod typing;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);
