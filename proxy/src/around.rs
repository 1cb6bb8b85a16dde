//! What is around every route: whatever refuses or breaks, the answer has its headers and a name,
//! and the log a line.
//!
//! It is one layer, since axum copies all that is within a layer for each request: five of them
//! cost more than it takes to answer with a file.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;

use crate::config::Origins;
use crate::{AppError, Metrics, Policy, guard, record};

/// What it takes.
pub(crate) struct Around {
    pub(crate) origins: Arc<Origins>,
    pub(crate) policy: Policy,
    pub(crate) metrics: Metrics,
}

/// Answers a request, outside of every route.
pub(crate) async fn every(
    State(around): State<Arc<Around>>,
    request: Request,
    next: Next,
) -> Response {
    let Around { origins, policy, metrics } = &*around;
    let answer = |request| guarded(origins, request, next);
    let mut response = record::request(metrics, request, answer).await;
    policy.add(response.headers_mut());
    response
}

async fn guarded(origins: &Origins, request: Request, next: Next) -> Response {
    let judged = guard::shape(&request).and_then(|()| guard::host(request.headers(), origins));
    if let Err(refusal) = judged {
        return AppError::from(refusal).into_response();
    }
    // What a panic said is in no answer; its place is in the log. What requests share is behind
    // locks that outlive it, or on disk.
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    answer.unwrap_or_else(|_| AppError::Panicked.into_response())
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::*;
    use crate::config::PublicOrigins;

    #[tokio::test]
    async fn a_panic_is_a_problem_that_does_not_quote_it() {
        let around = Around {
            origins: Arc::new(PublicOrigins::ThisMachine.at(8080)),
            policy: Policy::framed_by("'self'").unwrap(),
            metrics: Metrics::default(),
        };
        let app = Router::new()
            .route("/", get(async || -> &str { panic!("Ada Lovelace") }))
            .layer(from_fn_with_state(Arc::new(around), every));

        for _ in 0..2 {
            let request = Request::builder().header("host", "localhost:8080");
            let request = request.body(Body::empty()).unwrap();
            let response = app.clone().oneshot(request).await.unwrap();

            assert_eq!(response.status(), 500);
            assert_eq!(response.headers()["x-content-type-options"], "nosniff");
            assert_eq!(response.headers()["cache-control"], "no-store");
            let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
            let body = response.into_body().collect().await.unwrap().to_bytes();
            let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(problem["code"], "internal");
            assert_eq!(problem["request_id"], id);
            assert!(!problem.to_string().contains("Ada"));
        }
    }
}
