//! How much and how long a caller may take, so that none takes it from the others.

use std::time::Duration;

/// How much and how long. The defaults are those of the interface; tests are less patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For the whole head of a request: of the first one since the connection was made, of a
    /// later one since its first byte.
    pub head: Duration,
    /// Between two requests of a connection, `ROOSTED_KEEP_ALIVE`. A front that keeps connections
    /// open must close them sooner than we do.
    pub idle: Duration,
    /// For the next [`Limits::LEAST`] bytes of a body, or its end.
    pub body: Duration,
    /// For the next [`Limits::LEAST`] bytes of an answer to be taken, or its end.
    pub answer: Duration,
    /// For the rest of a request that was answered before its end: a close with bytes unread would
    /// take the answer away from who is still sending.
    pub linger: Duration,
    /// The most connections at once.
    pub connections: usize,
    /// The most requests under way towards the upstream, of everybody together.
    pub in_flight: usize,
    /// Whether a front may speak HTTP/2 from the first byte, `ROOSTED_HTTP2`.
    pub http2: bool,
}

impl Limits {
    /// What counts as going on: a byte now and then does not.
    pub const LEAST: usize = 1024;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            body: Duration::from_secs(10),
            answer: Duration::from_secs(30),
            linger: Duration::from_secs(3),
            connections: 2048,
            in_flight: 64,
            http2: false,
        }
    }
}
