//! A local stand-in for the Roosted API: its documented calls, kept in memory, with faults on
//! demand and a record of every request that arrived.
//!
//! It is the upstream of the proxy's `--demo` and of every test. Read in this order:
//!
//! 1. [`Sandbox`], the handle: what is stored, what arrived, which faults wait;
//! 2. `api`, the vendor's calls under [`API_PATH`], and `validation`, their documented rules;
//! 3. `gate`, what happens to every request on the way there;
//! 4. [`Fault`], the ways an answer can go wrong, and `play`, how each is done on the wire;
//! 5. `control`, the routes that start with `/_`, which belong to the tests;
//! 6. `serve`, the accept loop, which can reset a connection.
//!
//! # Routes of the stand-in itself
//!
//! They need no key and are not logged.
//!
//! | route | |
//! | --- | --- |
//! | `POST /_faults` | a [`Plan`]: `{ "route", "times", "fault" }`; 204 |
//! | `DELETE /_faults` | forgets every waiting fault; 204 |
//! | `GET /_log` | every request in order of arrival, as [`LoggedRequest`] |
//! | `DELETE /_log` | forgets them; 204 |
//! | `GET /_clients` | every stored client, oldest first |
//! | `DELETE /_clients` | forgets them; 204 |
//!
//! # Faults
//!
//! A fault is an object with a `kind`; its members and what they do stand at [`Fault`].
//! `"created": true` means that the request does its work before it fails: the client is
//! stored, the invitation sent, the edit made. That is what lets a test count lost, duplicated,
//! unexpected and unresolved clients.
//!
//! > **Invariant:** nothing here is ever written to disk, and [`Sandbox::serve`] takes loopback
//! > listeners only: what people type into a demo stays on their machine and ends with it.

mod api;
mod control;
mod fault;
mod gate;
mod log;
mod play;
mod refusal;
mod sandbox;
mod serve;
mod validation;
mod world;

pub use fault::{Fault, Plan, Route};
pub use log::LoggedRequest;
pub use refusal::INTERNAL_TEXT;
pub use sandbox::Sandbox;
pub use world::Contact;

/// Where the vendor's calls live.
pub const API_PATH: &str = "/api/1_12";
