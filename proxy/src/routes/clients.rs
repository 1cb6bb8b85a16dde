//! `/api/clients`: creating one, reading one.

use axum::extract::{FromRequestParts, Path, State};
use axum::http::header::{LOCATION, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use roosted_contract::{ClientId, FieldError, IdempotencyKey, wire};

use super::json;
use crate::body::Whole;
use crate::error::RequestId;
use crate::identity::User;
use crate::ledger::Caller;
use crate::submissions::Standing;
use crate::{App, AppError, guard};

/// The idempotency key of a request.
pub(crate) struct Key(IdempotencyKey);

impl FromRequestParts<App> for Key {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, AppError> {
        let name = HeaderName::from_static(wire::IDEMPOTENCY_KEY);
        let value = guard::only(&parts.headers, &name).map_err(|_| AppError::BadKey)?;
        let text = value.ok_or(AppError::MissingKey)?.to_str().map_err(|_| AppError::BadKey)?;
        text.parse().map(Self).map_err(|_| AppError::BadKey)
    }
}

/// `POST /api/clients`: checks a draft and passes it on, once for each key.
///
/// # Errors
///
/// - [`AppError::Unauthenticated`] and [`AppError::NotAllowed`] for who may not,
/// - [`AppError::MissingKey`] and [`AppError::BadKey`] without a usable key,
/// - [`AppError::Body`] when the body is no draft,
/// - [`AppError::Invalid`] when the draft has mistakes; nothing is sent,
/// - [`AppError::StillRunning`], [`AppError::KeyReused`] and [`AppError::Replayed`] for a key
///   that was used before,
/// - [`AppError::TooManyRequests`] when the user has to wait; nothing was claimed,
/// - [`AppError::Ledger`] when nothing can be kept, so that nothing was sent,
/// - [`AppError::Upstream`] when nothing was created,
/// - [`AppError::Overloaded`] when too much is under way; nothing is claimed,
/// - [`AppError::ShuttingDown`] when the process is ending.
pub(crate) async fn create(
    State(app): State<App>,
    user: User,
    Key(key): Key,
    request: RequestId,
    body: Whole,
) -> Result<Response, AppError> {
    let client = body.draft()?.check().map_err(|mistakes| {
        AppError::Invalid(mistakes.into_iter().map(FieldError::from).collect())
    })?;
    let standing = app.submissions.submit(Caller { user, request }, key, client).await?;
    Ok(answer(&standing))
}

/// 201 with the client, or 202 with the submission while its outcome is open.
fn answer(Standing { submission, replayed, ask_again }: &Standing) -> Response {
    let mut response = if let Some(client) = &submission.client {
        let mut response = json(StatusCode::CREATED, client);
        // An id of another shape has no route here.
        if client.id().parse::<ClientId>().is_ok() {
            locate(&mut response, &format!("clients/{}", client.id()));
        }
        response
    } else {
        let mut response = json(StatusCode::ACCEPTED, submission);
        response.headers_mut().insert(RETRY_AFTER, (*ask_again).into());
        locate(&mut response, &format!("submissions/{}", submission.key));
        response
    };
    if *replayed {
        let name = HeaderName::from_static(wire::IDEMPOTENCY_REPLAYED);
        response.headers_mut().insert(name, HeaderValue::from_static("true"));
    }
    response
}

fn locate(response: &mut Response, path: &str) {
    let location = HeaderValue::from_str(path).expect("ids and keys are letters and digits");
    response.headers_mut().insert(LOCATION, location);
}

/// `GET /api/clients/{id}`.
///
/// # Errors
///
/// - [`AppError::Unauthenticated`] and [`AppError::NotAllowed`] for who may not,
/// - [`AppError::UnknownClient`] when the id is none; the upstream is not asked,
/// - [`AppError::Overloaded`] when too much is under way,
/// - [`AppError::Upstream`] when the upstream does not answer with a client.
pub(crate) async fn read(
    State(app): State<App>,
    _: User,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let id: ClientId = id.parse().map_err(|()| AppError::UnknownClient)?;
    let _flight = app.in_flight.begin()?;
    let client = app.upstream.client(&id).await?;
    Ok(json(StatusCode::OK, &client))
}
