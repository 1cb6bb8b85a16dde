//! `/api/submissions`: what became of one.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::json;
use crate::identity::User;
use crate::{App, AppError};

/// `GET /api/submissions/{key}`: answered from what is known here; the upstream is not asked.
///
/// # Errors
///
/// - [`AppError::Unauthenticated`] and [`AppError::NotAllowed`] for who may not,
/// - [`AppError::UnknownSubmission`] when this user never claimed the key,
/// - [`AppError::Ledger`] when the ledger cannot be read.
pub(crate) async fn read(
    State(app): State<App>,
    user: User,
    Path(key): Path<String>,
) -> Result<Response, AppError> {
    // What is no key was never claimed either.
    let key = key.parse().map_err(|_| AppError::UnknownSubmission)?;
    let submission = app.submissions.read(&user, key).await?.ok_or(AppError::UnknownSubmission)?;
    Ok(json(StatusCode::OK, &submission))
}
