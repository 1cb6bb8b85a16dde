//! What went wrong with one attempt to create or invite, as far as a person is concerned.

use roosted_contract::{Code, FieldError, Kind};

/// One failed attempt. Its words are in [`text`](crate::text).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What it means to the person.
    pub kind: Kind,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// What the proxy called it, where it was the proxy.
    pub code: Option<Code>,
    /// How many seconds to wait, where somebody said.
    pub retry_after: Option<u32>,
    /// What is wrong with which field, in reading order.
    pub errors: Vec<FieldError>,
}

impl Failure {
    /// A failure without an answer.
    pub fn of(kind: Kind) -> Self {
        Self { kind, status: None, code: None, retry_after: None, errors: Vec::new() }
    }

    /// A failure told by a status alone.
    pub fn with_status(kind: Kind, status: u16) -> Self {
        Self { status: Some(status), ..Self::of(kind) }
    }

    /// A failure told by a problem of the proxy.
    pub fn told(status: u16, code: Code, errors: Vec<FieldError>) -> Self {
        // A code of a newer proxy: its status still says what it means.
        let kind = match code {
            Code::Unknown => kind_of_told_status(status),
            code => code.kind(),
        };
        Self { code: Some(code), errors, ..Self::with_status(kind, status) }
    }

    /// Whether it is not known what became of the request.
    pub fn is_open(&self) -> bool {
        self.kind == Kind::Unconfirmed
    }

    /// Whether the same submission is being worked on, so that nothing failed.
    pub fn is_under_way(&self) -> bool {
        self.code == Some(Code::StillRunning)
    }

    /// Whether asking again with the same key cannot help: the answer was final.
    pub fn is_final(&self) -> bool {
        self.kind == Kind::Rejected
    }
}

/// What a problem of a code we do not know means, by its status (interface §2).
fn kind_of_told_status(status: u16) -> Kind {
    match status {
        502..=504 => Kind::Unavailable,
        _ => kind_of_bare_status(status),
    }
}

/// What an answer means that is no problem of the proxy: some other server spoke.
///
/// A gateway that answers 502 or 504 by itself may have passed the request on before, so only
/// the proxy's own word is taken for "nothing was created".
pub fn kind_of_bare_status(status: u16) -> Kind {
    match status {
        400 | 409 | 413 | 422 => Kind::Rejected,
        401 => Kind::Unauthorized,
        403 => Kind::Forbidden,
        429 => Kind::RateLimited,
        503 => Kind::Unavailable,
        404 | 405 | 410..=499 => Kind::Misconfigured,
        _ => Kind::Unconfirmed,
    }
}
