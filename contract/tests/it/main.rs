//! The rules of the wire, as its two ends rely on them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod check;
mod client;
mod codes;
mod email;
mod fixtures;
mod invitation;
mod key;
mod privacy;
mod problem;
mod properties;
mod read;
mod readme;
mod sets;
mod support;
mod text;
mod types;
