//! `/api/environment`: where a record will land.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::json;
use crate::identity::User;
use crate::{App, AppError};

/// `GET /api/environment`: known since the start; the upstream is not asked.
///
/// # Errors
///
/// Returns [`AppError::Unauthenticated`] and [`AppError::NotAllowed`] for who may not.
pub(crate) async fn read(State(app): State<App>, _: User) -> Result<Response, AppError> {
    Ok(json(StatusCode::OK, &app.environment))
}
