//! The door as its callers meet it: status, headers and body, and what reached the upstream.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod creating;
mod files;
mod guards;
mod hostile;
mod inviting;
mod kept;
mod killed;
mod killed_inviting;
mod long_lists;
mod outcomes;
mod program;
mod raw;
mod reading;
mod reconciling;
mod refusals;
mod replays;
mod running;
mod secrets;
mod server;
mod settings;
mod shared;
mod signing_in;
mod site;
mod stage;
mod tls;
mod unusable;
