//! The side for those who run it: whether the process lives, and whether it takes work.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;

use crate::tasks::Tasks;

/// The routes of the admin listener.
///
/// Neither asks the upstream: restarting this process would not mend it.
pub fn admin(tasks: Tasks) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .with_state(tasks)
}

async fn ready(State(tasks): State<Tasks>) -> (StatusCode, &'static str) {
    if tasks.is_closing() {
        (StatusCode::SERVICE_UNAVAILABLE, "shutting down\n")
    } else {
        (StatusCode::OK, "ok\n")
    }
}
