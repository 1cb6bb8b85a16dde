//! The routes, as the interface has them; each file is one resource.

pub(crate) mod clients;
pub(crate) mod environment;
pub(crate) mod invite;
pub(crate) mod submissions;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use roosted_contract::wire;
use serde::Serialize;

use crate::config::Origins;
use crate::{App, AppError, guard};

/// Everything under `/api`. [`crate::openapi()`] tells others.
pub(crate) fn api(origins: &Arc<Origins>) -> Router<App> {
    let form = |route| guard::form(route, origins.clone());
    Router::new()
        .route("/clients", form(post(clients::create)))
        .route("/clients/{id}", get(clients::read))
        .route("/clients/{id}/invite", form(post(invite::send)))
        .route("/submissions/{key}", get(submissions::read))
        .route("/environment", get(environment::read))
        .fallback(async || AppError::NotFound)
        .method_not_allowed_fallback(async || AppError::Method)
}

/// A success with a JSON body.
fn json(status: StatusCode, body: &impl Serialize) -> Response {
    let body = serde_json::to_vec(body).expect("the wire types are always JSON");
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(wire::JSON));
    response
}
