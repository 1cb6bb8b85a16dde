//! The side for those who run it: whether the process lives, and whether it takes work.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;

use crate::ledger::Ledger;
use crate::tasks::Tasks;
use crate::upstream::chain;

/// The routes of the admin listener.
///
/// Neither asks the upstream: restarting this process would not mend it.
pub fn admin(tasks: Tasks, ledger: Ledger) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .with_state((tasks, ledger))
}

async fn ready(State((tasks, ledger)): State<(Tasks, Ledger)>) -> (StatusCode, &'static str) {
    if tasks.is_closing() {
        return (StatusCode::SERVICE_UNAVAILABLE, "shutting down\n");
    }
    match ledger.beat().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(event = "ledger", why = chain(&error));
            (StatusCode::SERVICE_UNAVAILABLE, "the ledger cannot be used\n")
        }
    }
}
