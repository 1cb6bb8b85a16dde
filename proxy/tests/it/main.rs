//! The door as its callers meet it: status, headers and body, and what reached the upstream.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod admission;
mod auditing;
mod away;
mod connections;
mod corpus;
mod creating;
mod exporting;
mod files;
mod guards;
mod hostile;
mod http2;
mod injection;
mod inviting;
mod issuer;
mod kept;
mod killed;
mod limits;
mod metrics;
mod nameless;
mod odd_answers;
mod openapi;
mod outcomes;
mod overload;
mod passed_on;
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
mod slow;
mod stage;
mod tls;
mod tokens;
mod traces;
mod unusable;
mod watching;
