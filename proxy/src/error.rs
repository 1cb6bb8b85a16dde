//! Any failure of this door, with two faces: `Display` is for the log, [`AppError::problem`] is
//! the only thing that leaves the process.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use roosted_contract::{Code, FieldError, Problem, wire};

use crate::body::BodyError;
use crate::guard::Refusal;
use crate::identity::Stranger;
use crate::ledger::LedgerError;
use crate::upstream::Failure;

pub(crate) use crate::record::RequestId;

/// Any failure of this door.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Refused before anybody looked at it.
    #[error("refused at the door")]
    Refused(#[from] Refusal),
    /// There is no such route.
    #[error("no such route")]
    NotFound,
    /// The route does not take this method.
    #[error("the route does not take this method")]
    Method,
    /// Nobody says who is asking, or not so that it can be believed.
    #[error("nobody is signed in")]
    Unauthenticated(#[from] Stranger),
    /// The user is not on the list.
    #[error("the user is not on the list")]
    NotAllowed,
    /// The user has begun too many creates. Nothing was claimed.
    #[error("the user has to wait")]
    TooManyRequests {
        /// For how many seconds.
        retry_after: u64,
    },
    /// There is no idempotency key.
    #[error("no idempotency key")]
    MissingKey,
    /// The idempotency key is doubled or no UUID.
    #[error("an idempotency key that is doubled or no UUID")]
    BadKey,
    /// The body cannot be used.
    #[error("unusable body")]
    Body(#[from] BodyError),
    /// Fields have mistakes.
    #[error("{} fields have mistakes", .0.len())]
    Invalid(Vec<FieldError>),
    /// The same submission is under way.
    #[error("the same submission is under way")]
    StillRunning,
    /// The key belongs to another payload.
    #[error("the key belongs to another payload")]
    KeyReused,
    /// The submission was rejected before.
    #[error("rejected before, with {}", .0.code.as_str())]
    Replayed(Box<Problem>),
    /// Nobody ever claimed this key.
    #[error("no such submission")]
    UnknownSubmission,
    /// The id is none.
    #[error("no such client")]
    UnknownClient,
    /// The upstream did not do it.
    #[error("the upstream did not do it")]
    Upstream(#[from] Failure),
    /// The ledger cannot be used, so nothing was sent.
    #[error("the ledger cannot be used")]
    Ledger(#[from] LedgerError),
    /// Too much is under way.
    #[error("too much is under way")]
    Overloaded,
    /// The process is ending.
    #[error("shutting down")]
    ShuttingDown,
    /// Our own code broke off.
    #[error("a handler panicked")]
    Panicked,
}

/// Seconds until another process has taken over, or the ledger has most likely come back.
const RESTART: u64 = 5;

/// Seconds until something that is under way has most likely ended.
const SOON: u64 = 1;

impl AppError {
    /// What went wrong, as a word for programs.
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::NotFound => Code::NotFound,
            Self::Method => Code::MethodNotAllowed,
            Self::Unauthenticated(_) => Code::Unauthenticated,
            Self::NotAllowed => Code::NotAllowed,
            Self::TooManyRequests { .. } => Code::TooManyRequests,
            Self::MissingKey => Code::MissingKey,
            Self::BadKey => Code::BadKey,
            Self::Body(error) => error.code(),
            Self::Invalid(_) => Code::Invalid,
            Self::StillRunning => Code::StillRunning,
            Self::KeyReused => Code::KeyReused,
            Self::Replayed(problem) => problem.code,
            Self::UnknownSubmission => Code::UnknownSubmission,
            Self::UnknownClient => Code::ClientNotFound,
            Self::Upstream(failure) => failure.code(),
            Self::Ledger(_) => Code::LedgerUnavailable,
            Self::Overloaded => Code::Overloaded,
            Self::ShuttingDown => Code::ShuttingDown,
            Self::Panicked => Code::Internal,
        }
    }

    /// The part that leaves this process.
    pub(crate) fn problem(&self, request: &RequestId) -> Problem {
        let errors = match self {
            Self::Replayed(problem) => {
                return Problem { request_id: request.to_string(), ..(**problem).clone() };
            }
            Self::Invalid(errors) => errors.clone(),
            Self::Body(error) => error.errors(),
            _ => Vec::new(),
        };
        let problem = Problem::new(self.code(), detail(self.code())).with_errors(errors);
        Problem { request_id: request.to_string(), ..problem }
    }

    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Upstream(failure) => failure.retry_after(),
            Self::TooManyRequests { retry_after } => Some(*retry_after),
            Self::ShuttingDown | Self::Ledger(_) => Some(RESTART),
            Self::Overloaded | Self::Refused(Refusal::NoRoom) => Some(SOON),
            _ => None,
        }
    }

    /// The answer, all of it.
    pub(crate) fn answer(&self, request: &RequestId) -> Response {
        let problem = self.problem(request);
        let status = StatusCode::from_u16(problem.status);
        let body = serde_json::to_vec(&problem).expect("a problem is always JSON");
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(wire::PROBLEM_JSON));
        if let Some(seconds) = self.retry_after() {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        if let Self::Replayed(_) = self {
            let replayed = HeaderName::from_static(wire::IDEMPOTENCY_REPLAYED);
            headers.insert(replayed, HeaderValue::from_static("true"));
        }
        if let Self::Unauthenticated(stranger) = self
            && stranger.lacks_a_token()
        {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Self::Refused(Refusal::Method) = self {
            headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
        }
        response
    }
}

/// What to do about it, in English, for whoever reads problems.
fn detail(code: Code) -> Cow<'static, str> {
    Cow::Borrowed(match code {
        Code::Malformed => "Send one JSON object with the documented members, each once, as text.",
        Code::MissingKey | Code::BadKey => "Send one Idempotency-Key that is a UUID.",
        Code::CrossOrigin => "Call from a page of this origin; a front must keep Origin and Host.",
        Code::MissingHeader => "Send X-Roosted-Form: 1.",
        Code::WrongHost => "Use the public address; a front must keep Host.",
        Code::UnsupportedMediaType => "Send Content-Type: application/json.",
        Code::StillRunning => "Ask for the submission.",
        Code::KeyReused => "Use a new key for another payload.",
        Code::UnknownSubmission => "Nothing was sent under this key.",
        Code::UpstreamUnauthorized | Code::UpstreamForbidden => "The API key needs attention.",
        Code::UpstreamNotFound => "The address of the API needs attention.",
        Code::InviteNotConfigured => "The call that invites needs attention.",
        Code::Internal => "What was done until then is not known.",
        _ => code.title(),
    })
}

/// Stashes the error: [`crate::record`] writes the answer, which names the request.
impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() =
            StatusCode::from_u16(self.code().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}
