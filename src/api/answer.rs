//! What an answer means. Pure, so that every odd answer can be tested without a network.
//!
//! The rule behind all of it: only a word of the proxy, or a status that cannot follow a passed-on
//! request, is taken for "nothing was created". Everything else is unconfirmed.

use roosted_contract::{Client, Code, EnvironmentName, Kind, SubmissionState, wire};

use super::json::Json;
use super::told::{Told, client};

use crate::failure::{Failure, kind_of_bare_status};
use crate::form::{Finding, Report};

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
    /// It did not settle it.
    Open(Report),
    /// Final.
    Known(Result<Client, Failure>),
    /// The proxy never saw the key: nothing was sent.
    NeverArrived(Failure),
}

impl Reply {
    /// A redirect.
    pub fn redirect() -> Self {
        Self { redirect: true, ..Self::default() }
    }

    fn told(&self) -> Option<Told> {
        Told::read(&Json::read(&self.body)?)
    }

    fn client(&self) -> Option<Client> {
        client(&Json::read(&self.body)?)
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

    /// The word of the proxy. Other servers also speak of a `code`, though seldom in this media type.
    fn problem(&self) -> Option<Failure> {
        if self.is_success() || !self.is(wire::PROBLEM_JSON) {
            return None;
        }
        self.told().filter(Told::is_ours)?.failure(self.status)
    }

    /// The failure that this answer tells.
    fn failure(&self) -> Failure {
        let failure = if self.is_sign_in() {
            Failure { status: self.status(), ..Failure::of(Kind::Unauthorized) }
        } else if let Some(failure) = self.problem() {
            failure
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
        200 | 201 if !reply.is_sign_in() => reply.client().ok_or_else(|| reply.failure()),
        202 => match submission(&reply) {
            Outcome::Known(answer) => answer,
            Outcome::Open(Report { finding: Finding::Sending, .. }) => {
                Err(Failure { code: Some(Code::StillRunning), ..reply.failure() })
            }
            _ => Err(reply.failure()),
        },
        _ => Err(reply.failure()),
    }
}

/// What the answer to a look-up means; `None` where it was lost.
pub fn looked_up(reply: Option<Reply>) -> Outcome {
    let Some(reply) = reply else { return Outcome::Open(Report::default()) };
    if reply.is_success() && !reply.is_sign_in() {
        return submission(&reply);
    }
    let failure = reply.failure();
    let finding = match (failure.code, reply.status) {
        (Some(Code::UnknownSubmission), _) => return Outcome::NeverArrived(failure),
        // A server without our routes.
        (None, 404 | 405) => Finding::Unknowable,
        _ if failure.kind == Kind::Unauthorized => Finding::SignedOut,
        _ => Finding::Nothing,
    };
    Outcome::Open(Report { finding, retry_after: reply.retry_after, ..Report::default() })
}

/// What the answer to an invitation means; `None` where it was lost.
///
/// # Errors
///
/// Returns the [`Failure`]; it is open where the invitation may have gone out.
pub fn invited(reply: Option<Reply>) -> Result<Client, Failure> {
    let Some(reply) = reply else { return Err(Failure::of(Kind::Unconfirmed)) };
    match reply.status {
        200 | 201 if !reply.is_sign_in() => reply.client().ok_or_else(|| reply.failure()),
        202 => Err(Failure::with_status(Kind::Unconfirmed, 202)),
        _ => Err(reply.failure()),
    }
}

/// Where records land, if the answer says: what kind of place it is, and its host.
pub fn environment(reply: Option<Reply>) -> Option<(EnvironmentName, String)> {
    let told = reply.filter(Reply::is_success)?.told()?;
    Some((told.name?, told.upstream_host))
}

fn submission(reply: &Reply) -> Outcome {
    let retry_after = reply.retry_after;
    let Told { state, client, problem, candidates, may_send_again, .. } =
        reply.told().unwrap_or_default();
    let rejection = problem.and_then(|it| {
        let status = it.status;
        it.failure(status)
    });
    let finding = match (state, client, rejection) {
        (Some(SubmissionState::Created), Some(client), _) => return Outcome::Known(Ok(client)),
        (Some(SubmissionState::Rejected), _, Some(failure)) => return Outcome::Known(Err(failure)),
        (Some(SubmissionState::Sending), ..) => Finding::Sending,
        (Some(_), ..) => Finding::Unconfirmed,
        (None, ..) => Finding::Nothing,
    };
    Outcome::Open(Report { finding, candidates, may_send_again, retry_after })
}
