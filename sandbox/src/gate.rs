//! What happens to every request on its way to the API: it is logged, must carry the key, and
//! runs into the fault that waits for it.

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;

use crate::fault::Route;
use crate::refusal::Refusal;
use crate::serve::Line;
use crate::{Sandbox, play};

/// The largest body it reads; the vendor's own limit is not known.
const MAX_BODY: usize = 4 * 1024 * 1024;

/// A request under way: which one it is, and whether it may do its work.
#[derive(Clone, Copy)]
pub(crate) struct Visit {
    pub(crate) number: u64,
    pub(crate) works: bool,
}

impl Visit {
    /// Does the work of a request, unless a fault says that it is never done.
    pub(crate) fn keep(self, sandbox: &Sandbox, id: &str, work: impl FnOnce()) {
        if self.works {
            work();
            sandbox.requests().stored(self.number, id);
        }
    }
}

/// The way of every request. Those that belong to the tests pass unseen.
pub(crate) async fn pass(State(sandbox): State<Sandbox>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/_") {
        return next.run(request).await;
    }

    let (mut parts, body) = request.into_parts();
    let number = sandbox.requests().arrived(&parts);
    let (body, whole) = collect(body).await;
    sandbox.requests().read(number, &body);
    if !whole {
        return Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE").into_response();
    }
    if !sandbox.admits(&parts.headers) {
        return Refusal::new(StatusCode::UNAUTHORIZED, "INVALID_API_KEY").into_response();
    }

    let fault = Route::of(&parts.method, parts.uri.path()).and_then(|it| sandbox.plans().take(it));
    let visit = Visit { number, works: fault.as_ref().is_none_or(crate::Fault::works) };
    let line = parts.extensions.get::<Line>().cloned();
    let headers = parts.headers.clone();
    parts.extensions.insert(visit);
    let request = Request::from_parts(parts, body.into());

    match fault {
        None => next.run(request).await,
        Some(fault) => play::fault(fault, &headers, line, next.run(request)).await,
    }
}

/// Reads a body as far as it comes, and tells whether that was all of it.
async fn collect(mut body: Body) -> (Bytes, bool) {
    let mut read = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return (read.into(), false) };
        read.extend_from_slice(frame.data_ref().map_or(&[][..], |it| it));
        if read.len() > MAX_BODY {
            return (read.into(), false);
        }
    }
    (read.into(), true)
}
