//! What came of asking the upstream, sorted by the one question that matters: did it happen?

use std::error::Error;

use roosted_contract::Code;

/// What came of a call that changes something.
#[derive(Debug)]
pub(crate) enum Outcome<T> {
    /// It happened.
    Done(T),
    /// It did not happen, for sure.
    Failed(Failure),
    /// It may have happened.
    Unknown(Doubt),
}

/// Why something certainly did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// No connection could be made, so not a byte was sent.
    #[error("nothing was sent: no connection")]
    NotSent(#[source] reqwest::Error),
    /// Nobody tried: the upstream could not be reached a moment ago.
    #[error("nothing was sent: no connection a moment ago")]
    LeftAlone {
        /// Whether that took too long.
        timed_out: bool,
    },
    /// The upstream said no.
    #[error("the upstream answered {status}")]
    Refused {
        /// Its status.
        status: u16,
        /// What that means.
        code: Code,
    },
    /// The upstream asked to wait.
    #[error("the upstream answered 429")]
    Busy {
        /// For how many seconds.
        retry_after: u64,
    },
    /// A read that brought nothing.
    #[error("no usable answer")]
    Unanswered(#[source] Doubt),
}

/// Why it is not known whether something happened.
#[derive(Debug, thiserror::Error)]
pub enum Doubt {
    /// The answer did not come in time.
    #[error("the upstream did not answer in time")]
    Late,
    /// The connection broke after the request had gone out.
    #[error("the connection was lost")]
    Lost(#[source] reqwest::Error),
    /// A status that says nothing about it, a redirect among them.
    #[error("the upstream answered {0}")]
    Status(u16),
    /// An answer beyond the limit.
    #[error("the answer is too large")]
    TooLarge,
    /// An answer that is no client. The parser's words are not kept: they quote the answer.
    #[error("the answer is not what was asked for (line {line}, column {column})")]
    NotAClient {
        /// Where reading stopped.
        line: usize,
        /// Where reading stopped.
        column: usize,
    },
    /// It was sent, and nobody could be asked what became of it.
    #[error("the upstream could not be asked again")]
    LeftAlone,
    /// Our own code broke off.
    #[error("the call panicked")]
    Crashed,
}

impl Failure {
    /// What the caller is told.
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::NotSent(error) if error.is_timeout() => Code::UpstreamTimeout,
            Self::Refused { code, .. } => *code,
            Self::Busy { .. } => Code::UpstreamBusy,
            Self::LeftAlone { timed_out: true } | Self::Unanswered(Doubt::Late) => {
                Code::UpstreamTimeout
            }
            Self::LeftAlone { .. } | Self::NotSent(_) | Self::Unanswered(_) => Code::UpstreamFailed,
        }
    }

    /// Seconds after which trying again may help, where the upstream says so.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Busy { retry_after } => Some(*retry_after),
            _ => None,
        }
    }

    /// Whether the same payload would fail the same way, so that the answer belongs to the key.
    ///
    /// Not so where the portal's set-up is wrong: nothing was created, and once an administrator
    /// has put it right the person sends the same submission, under the same key, again.
    pub(crate) fn is_final(&self) -> bool {
        matches!(self.code(), Code::UpstreamRejected | Code::UpstreamConflict)
    }
}

impl<T> Outcome<T> {
    /// The outcome of a read, where not knowing is failing.
    pub(super) fn read(self) -> Result<T, Failure> {
        match self {
            Self::Done(it) => Ok(it),
            Self::Failed(failure) => Err(failure),
            Self::Unknown(doubt) => Err(Failure::Unanswered(doubt)),
        }
    }

    pub(super) fn and_then<U>(self, next: impl FnOnce(T) -> Outcome<U>) -> Outcome<U> {
        match self {
            Self::Done(it) => next(it),
            Self::Failed(failure) => Outcome::Failed(failure),
            Self::Unknown(doubt) => Outcome::Unknown(doubt),
        }
    }
}

/// An error and everything it came from, in one line for the log.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        line.push_str(": ");
        line.push_str(&error.to_string());
        source = error.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_the_whole_chain() {
        let error = Failure::Unanswered(Doubt::Status(502));
        assert_eq!(chain(&error), "no usable answer: the upstream answered 502");
        assert_eq!(chain(&Doubt::Late), "the upstream did not answer in time");
    }
}
