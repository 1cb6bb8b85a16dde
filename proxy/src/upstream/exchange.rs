//! One request and its answer: followed nowhere, read within bounds.

use std::time::SystemTime;

use axum::http::StatusCode;
use reqwest::{RequestBuilder, Response};
use roosted_contract::{Code, Decoded, wire};

use super::breaker::{Breaker, Open};
use super::lines::Lines;
use super::outcome::{Doubt, Failure, Outcome};
use super::retry_after;

/// A call of the upstream, since the same status means different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Create,
    Read,
    List,
    Invite,
}

impl Call {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::List => "list",
            Self::Invite => "invite",
        }
    }

    /// Whether it changes nothing, however often it is made.
    pub(super) const fn is_read(self) -> bool {
        matches!(self, Self::Read | Self::List)
    }

    /// What a refusal means, or `None` for a status that does not say whether it happened.
    fn refusal(self, status: StatusCode) -> Option<Code> {
        Some(match (status.as_u16(), self) {
            (400 | 413 | 415 | 422, _) => Code::UpstreamRejected,
            (401, _) => Code::UpstreamUnauthorized,
            (403, _) => Code::UpstreamForbidden,
            (404, Self::Read) => Code::ClientNotFound,
            (404 | 405, Self::Invite) => Code::InviteNotConfigured,
            (404 | 405, _) => Code::UpstreamNotFound,
            (409, _) => Code::UpstreamConflict,
            _ => return None,
        })
    }

    /// The most bytes that are read of an answer.
    fn most(self) -> usize {
        match self {
            Self::List => wire::MAX_LIST_BYTES,
            _ => wire::MAX_CLIENT_BYTES,
        }
    }
}

/// Sends a request and reads the body of a success; that of anything else is never looked at.
pub(super) async fn exchange(
    call: Call,
    request: RequestBuilder,
    lines: &Lines,
    breaker: &Breaker,
) -> Outcome<Vec<u8>> {
    if let Err(Open { timed_out }) = breaker.enter() {
        return Outcome::Failed(Failure::LeftAlone { timed_out });
    }
    let sent = if call.is_read() { lines.ask(request).await } else { lines.send(request).await };
    let response = match sent {
        Ok(response) => response,
        // reqwest connects before it writes.
        Err(error) if error.is_connect() => {
            breaker.missed(error.is_timeout());
            return Outcome::Failed(Failure::NotSent(error.without_url()));
        }
        Err(error) => {
            breaker.reached();
            return Outcome::Unknown(lost(error));
        }
    };
    breaker.reached();
    let status = response.status();
    if status.is_success() {
        return match read(response, call.most()).await {
            Ok(body) => Outcome::Done(body),
            Err(doubt) => Outcome::Unknown(doubt),
        };
    }
    if status == StatusCode::TOO_MANY_REQUESTS {
        let retry_after = retry_after::seconds(response.headers(), SystemTime::now());
        return Outcome::Failed(Failure::Busy { retry_after });
    }
    match call.refusal(status) {
        Some(code) => Outcome::Failed(Failure::Refused { status: status.as_u16(), code }),
        None => Outcome::Unknown(Doubt::Status(status.as_u16())),
    }
}

async fn read(mut response: Response, most: usize) -> Result<Vec<u8>, Doubt> {
    if response.content_length().is_some_and(|it| it > most as u64) {
        return Err(Doubt::TooLarge);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(lost)? {
        if body.len() + chunk.len() > most {
            return Err(Doubt::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn lost(error: reqwest::Error) -> Doubt {
    if error.is_timeout() { Doubt::Late } else { Doubt::Lost(error.without_url()) }
}

/// Reads a client, with how far it strayed from the documentation.
pub(crate) fn client(body: &[u8]) -> Result<Decoded, Doubt> {
    serde_json::from_slice(body)
        .map_err(|error| Doubt::NotAClient { line: error.line(), column: error.column() })
}
