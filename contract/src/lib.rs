//! What the widget, the proxy and the sandbox agree on: the wire types and their rules.
//!
//! Pure Rust over serde: no I/O, no clock, no framework. All sides call the same functions on
//! the same types, so they give the same verdict on the same input. Read in this order:
//!
//! 1. [`Field`], the eight fields a person fills in, their names and limits;
//! 2. [`text`], what counts as text and how long it is;
//! 3. [`Draft`] and [`NewClient`]: what was typed, and what passed the check;
//! 4. [`Invitation`], the one address an invitation goes to;
//! 5. [`Client`], the record the API answers with, read leniently;
//! 6. [`IdempotencyKey`] and [`Submission`]: what makes sending twice harmless;
//! 7. [`Problem`], [`Code`] and [`Kind`]: everything that can go wrong, by name;
//! 8. [`Environment`] and [`wire`]: where the record lands, and the names of headers and routes.

mod client;
mod closed_set;
mod draft;
mod email;
mod environment;
mod field;
mod invitation;
mod key;
mod malformed;
mod mistake;
mod problem;
mod submission;
pub mod text;
pub mod wire;

pub use client::{Client, ClientField, ClientId, Decoded, PortalStatus, Record, Shape, Value};
pub use draft::{Draft, NewClient};
pub use email::is_plausible_email;
pub use environment::{Environment, EnvironmentName};
pub use field::Field;
pub use invitation::Invitation;
pub use key::{BadKey, IdempotencyKey};
pub use malformed::{Flaw, Malformed, ReadError};
pub use mistake::{Doubt, FieldCode, FieldError, Mistake, Reason, Warning};
pub use problem::{Code, Kind, Problem};
pub use submission::{Submission, SubmissionState};
