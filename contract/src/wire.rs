//! The names of headers, media types and limits that both sides of the door use.

/// Carries the [`IdempotencyKey`](crate::IdempotencyKey) of a create.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Marks the answer to a key that had been answered before.
pub const IDEMPOTENCY_REPLAYED: &str = "idempotency-replayed";

/// A header that a page of another origin cannot set without being asked first.
pub const FORM: &str = "x-roosted-form";

/// The value of [`FORM`].
pub const FORM_VALUE: &str = "1";

/// The media type of a problem (RFC 9457).
pub const PROBLEM_JSON: &str = "application/problem+json";

/// The media type of every other body.
pub const JSON: &str = "application/json";

/// The largest request body, in bytes. A fully escaped address of 65,535 characters fits.
pub const MAX_REQUEST_BYTES: usize = 1024 * 1024;

/// The largest body of one client from the upstream, in bytes.
pub const MAX_CLIENT_BYTES: usize = 2 * 1024 * 1024;

/// The largest page of the list of clients from the upstream, in bytes.
pub const MAX_LIST_BYTES: usize = 96 * 1024 * 1024;
