//! The stand-in as its callers meet it: over a real socket, with a real client.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod calls;
mod faults;
mod program;
mod record;
mod refusals;
mod stage;
mod wire;
