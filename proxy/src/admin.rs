//! The side for those who run it: whether the process lives, whether it takes work, what it counts,
//! and which routes the public side has.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::from_fn;
use axum::response::IntoResponse;
use axum::routing::get;
use roosted_contract::wire;

use crate::headers;
use crate::ledger::{Ledger, Watch};
use crate::metrics::{MEDIA_TYPE, Metrics};
use crate::openapi;
use crate::tasks::Tasks;
use crate::upstream::chain;

/// The routes of the admin listener.
///
/// None asks the upstream: restarting this process would not mend it.
pub fn admin(tasks: Tasks, ledger: Ledger, metrics: Metrics) -> Router {
    let document = Bytes::from(openapi::text());
    let watch = Arc::new(Watch::new(ledger.clone()));
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready).with_state((tasks, ledger)))
        .route("/metrics", get(count).with_state((metrics, watch)))
        .route("/api/openapi.json", get(async || ([(CONTENT_TYPE, wire::JSON)], document)))
        .layer(from_fn(headers::add_plain))
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

/// Whatever cannot be known is left out; what can is told all the same.
async fn count(State((metrics, watch)): State<(Metrics, Arc<Watch>)>) -> impl IntoResponse {
    let stats = watch.stats().await;
    ([(CONTENT_TYPE, MEDIA_TYPE)], metrics.text(stats.as_ref()))
}
