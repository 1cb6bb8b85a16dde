//! `/api/clients/{id}/invite`: the e-mail that invites a client to the portal.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use roosted_contract::{ClientId, Invitation, SubmissionState};
use serde_json::json;

use super::json as answer;
use crate::body::Whole;
use crate::error::RequestId;
use crate::identity::User;
use crate::invitations::invite;
use crate::ledger::Caller;
use crate::upstream::{Outcome, chain};
use crate::{App, AppError};

/// `POST /api/clients/{id}/invite`: checks an address and passes it on. 202 where it is not
/// known whether an e-mail went out.
///
/// # Errors
///
/// - [`AppError::Unauthenticated`] and [`AppError::NotAllowed`] for who may not,
/// - [`AppError::UnknownClient`] when the id is none; nothing is sent,
/// - [`AppError::Body`] when the body is no invitation,
/// - [`AppError::Invalid`] when no e-mail can go to the address; nothing is sent,
/// - [`AppError::StillRunning`] when an invitation of this client is under way,
/// - [`AppError::Ledger`] when nothing can be kept, so that nothing was sent,
/// - [`AppError::Upstream`] when no e-mail went out,
/// - [`AppError::Overloaded`] when too much is under way,
/// - [`AppError::ShuttingDown`] when the process is ending.
pub(crate) async fn send(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    request: RequestId,
    body: Whole,
) -> Result<Response, AppError> {
    let id: ClientId = id.parse().map_err(|()| AppError::UnknownClient)?;
    let invitation = Invitation::check(&body.address()?)
        .map_err(|code| AppError::Invalid(vec![Invitation::error(code)]))?;
    if app.tasks.is_closing() {
        return Err(AppError::ShuttingDown);
    }
    let (ledger, upstream) = (app.submissions.ledger.clone(), app.upstream.clone());
    let caller = Caller { user, request };
    let metrics = app.submissions.metrics.clone();
    // Detached: a call that is broken off may have sent its e-mail or not.
    let flight = app.in_flight.begin()?;
    let call = app.tasks.spawn(async move {
        let _flight = flight;
        invite(ledger, upstream, metrics, id, invitation, caller).await
    });
    match call.await.map_err(|_| AppError::Panicked)?? {
        Outcome::Done(client) => Ok(answer(StatusCode::OK, &client)),
        Outcome::Failed(failure) => Err(failure.into()),
        Outcome::Unknown(doubt) => {
            tracing::error!(event = "unconfirmed", request_id = %request, why = chain(&doubt));
            Ok(answer(StatusCode::ACCEPTED, &json!({ "state": SubmissionState::Unconfirmed })))
        }
    }
}
