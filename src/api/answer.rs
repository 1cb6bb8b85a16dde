//! What an answer means. Pure, so that every odd answer can be tested without a network.
//!
//! The rule behind all of it: only a word of the proxy, or a status that cannot follow a passed-on
//! request, is taken for "nothing was created". Everything else is unconfirmed.

use roosted_contract::{
    Client, Code, Environment, Kind, Problem, Submission, SubmissionState, wire,
};
use serde::de::DeserializeOwned;

use crate::failure::{Failure, kind_of_bare_status};

/// A whole answer.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// It was a redirect, which the browser does not let us see into.
    pub redirect: bool,
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type`.
    pub media_type: String,
    /// The seconds of `Retry-After`.
    pub retry_after: Option<u32>,
    /// The body.
    pub body: String,
}

/// What a look-up of a submission brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing new: still open, or nobody answered.
    Open,
    /// Final.
    Known(Result<Client, Failure>),
    /// The proxy never saw the key: nothing was sent.
    NeverArrived(Failure),
    /// Nobody here keeps submissions, so nobody will ever know.
    Unknowable,
}

impl Reply {
    /// A redirect.
    pub fn redirect() -> Self {
        Self { redirect: true, ..Self::default() }
    }

    fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&self.body).ok()
    }

    fn is(&self, media_type: &str) -> bool {
        let essence = self.media_type.split(';').next().unwrap_or_default();
        essence.trim().eq_ignore_ascii_case(media_type)
    }

    /// A redirect, or a login page in the place of an answer. It comes with 200: a page with 201
    /// may well report a creation.
    fn is_sign_in(&self) -> bool {
        self.redirect || (self.status == 200 && self.is("text/html"))
    }

    fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The word of the proxy. Other servers also speak of a `code`, but not in this media type.
    fn problem(&self) -> Option<Problem> {
        if self.is_success() || !self.is(wire::PROBLEM_JSON) {
            return None;
        }
        self.read()
    }

    /// The failure that this answer tells.
    fn failure(&self) -> Failure {
        let failure = if self.is_sign_in() {
            Failure { status: self.status(), ..Failure::of(Kind::Unauthorized) }
        } else if let Some(problem) = self.problem() {
            Failure::told(self.status, problem)
        } else if self.is_success() {
            Failure::with_status(Kind::Unconfirmed, self.status)
        } else {
            Failure::with_status(kind_of_bare_status(self.status), self.status)
        };
        Failure { retry_after: self.retry_after, ..failure }
    }

    fn status(&self) -> Option<u16> {
        (self.status != 0).then_some(self.status)
    }
}

/// What the answer to a create means; `None` where it was lost.
///
/// # Errors
///
/// Returns the [`Failure`]; it is open where the client may exist.
pub fn created(reply: Option<Reply>) -> Result<Client, Failure> {
    let Some(reply) = reply else { return Err(Failure::of(Kind::Unconfirmed)) };
    match reply.status {
        200 | 201 if !reply.is_sign_in() => reply.read().ok_or_else(|| reply.failure()),
        202 => match submission(&reply) {
            Outcome::Known(answer) => answer,
            _ => Err(Failure::with_status(Kind::Unconfirmed, 202)),
        },
        _ => Err(reply.failure()),
    }
}

/// What the answer to a look-up means; `None` where it was lost.
pub fn looked_up(reply: Option<Reply>) -> Outcome {
    let Some(reply) = reply else { return Outcome::Open };
    if reply.is_success() && !reply.is_sign_in() {
        return submission(&reply);
    }
    let failure = reply.failure();
    match (failure.code, reply.status) {
        (Some(Code::UnknownSubmission), _) => Outcome::NeverArrived(failure),
        // A server without our routes.
        (None, 404 | 405) => Outcome::Unknowable,
        _ => Outcome::Open,
    }
}

/// What the answer to an invitation means; `None` where it was lost.
///
/// # Errors
///
/// Returns the [`Failure`]; it is open where the invitation may have gone out.
pub fn invited(reply: Option<Reply>) -> Result<Client, Failure> {
    let Some(reply) = reply else { return Err(Failure::of(Kind::Unconfirmed)) };
    match reply.status {
        200 | 201 if !reply.is_sign_in() => reply.read().ok_or_else(|| reply.failure()),
        202 => Err(Failure::with_status(Kind::Unconfirmed, 202)),
        _ => Err(reply.failure()),
    }
}

/// Where records land, if the answer says.
pub fn environment(reply: Option<Reply>) -> Option<Environment> {
    reply.filter(Reply::is_success)?.read()
}

fn submission(reply: &Reply) -> Outcome {
    let Some(submission) = reply.read::<Submission>() else { return Outcome::Open };
    match (submission.state, submission.client, submission.problem) {
        (SubmissionState::Created, Some(client), _) => Outcome::Known(Ok(client)),
        (SubmissionState::Rejected, _, Some(problem)) => {
            Outcome::Known(Err(Failure::told(problem.status, problem)))
        }
        _ => Outcome::Open,
    }
}
