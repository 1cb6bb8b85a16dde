//! The routes that belong to the tests: plan faults, read what arrived and what is stored.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use roosted_contract::Client;

use crate::Sandbox;
use crate::fault::Plan;
use crate::log::LoggedRequest;

pub(crate) fn routes(sandbox: Sandbox) -> Router {
    Router::new()
        .route("/_faults", post(plan).delete(clear_faults))
        .route("/_log", get(log).delete(clear_log))
        .route("/_clients", get(clients).delete(clear_clients))
        .with_state(sandbox)
}

/// Refuses a fault it does not know, with axum's own words: a test reads them.
async fn plan(State(sandbox): State<Sandbox>, Json(plan): Json<Plan>) -> StatusCode {
    sandbox.plans().add(plan);
    StatusCode::NO_CONTENT
}

async fn clear_faults(State(sandbox): State<Sandbox>) -> StatusCode {
    sandbox.clear_faults();
    StatusCode::NO_CONTENT
}

async fn log(State(sandbox): State<Sandbox>) -> Json<Vec<LoggedRequest>> {
    Json(sandbox.log())
}

async fn clear_log(State(sandbox): State<Sandbox>) -> StatusCode {
    sandbox.clear_log();
    StatusCode::NO_CONTENT
}

async fn clients(State(sandbox): State<Sandbox>) -> Json<Vec<Client>> {
    Json(sandbox.clients())
}

async fn clear_clients(State(sandbox): State<Sandbox>) -> StatusCode {
    sandbox.clear_clients();
    StatusCode::NO_CONTENT
}
