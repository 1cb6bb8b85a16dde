//! The pure state machines, and every word they lead to.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod answers;
mod entry;
mod failure;
mod inquiry;
mod invite;
mod json;
mod keys;
mod memory;
mod messages;
mod open;
mod properties;
mod refusal;
mod replies;
mod submit;
mod support;
mod watched;
mod words;
