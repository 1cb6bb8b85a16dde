//! One line in the log for each request, and its name in every answer.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{FromRequestParts, MatchedPath, Request};
use axum::http::header::ALLOW;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::Response;

use crate::metrics::Route;
use crate::trace::Trace;
use crate::upstream::chain;
use crate::{AppError, Metrics, otel};

/// The name of a request in the log and in its answer. Ours: a caller's could forge lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RequestId(u128);

impl RequestId {
    pub(crate) fn new() -> Self {
        Self(fastrand::u128(..))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl<S: Sync> FromRequestParts<S> for RequestId {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or_else(Self::new))
    }
}

/// Logs a request once, and turns a stashed [`AppError`] into its problem.
///
/// The line never holds a body, a path as it came, a name or an address.
pub(crate) async fn request<F: Future<Output = Response>>(
    metrics: &Metrics,
    mut request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Response {
    let (id, trace) = (RequestId::new(), Trace::of(request.headers()));
    request.extensions_mut().insert(id);
    let line = Line::begin(&request, id, trace, metrics.clone());

    let mut response = trace.within(answer(request)).await;
    let error = response.extensions_mut().remove::<Arc<AppError>>();
    if let Some(error) = &error {
        let allow = response.headers_mut().remove(ALLOW);
        response = error.answer(&id);
        if let Some(allow) = allow {
            response.headers_mut().insert(ALLOW, allow);
        }
    }
    let name = HeaderName::from_static("x-request-id");
    let value = HeaderValue::try_from(id.to_string()).expect("an id is made of digits");
    response.headers_mut().insert(name, value);

    line.end(&response, error.as_deref());
    response
}

/// A line of the log while its request is under way.
struct Line {
    id: RequestId,
    trace: Trace,
    metrics: Metrics,
    method: &'static str,
    /// The template of the route, if it is one of ours.
    template: Option<MatchedPath>,
    /// What is said of any other.
    rest: &'static str,
    begun: Instant,
    ended: bool,
}

impl Line {
    fn begin(request: &Request, id: RequestId, trace: Trace, metrics: Metrics) -> Self {
        let template = request.extensions().get::<MatchedPath>().cloned();
        let rest = if request.uri().path().starts_with("/api") { "/api/*" } else { "/*" };
        // A method can be any word, and so can a path.
        let method = match *request.method() {
            Method::GET => "GET",
            Method::HEAD => "HEAD",
            Method::POST => "POST",
            Method::PUT => "PUT",
            Method::PATCH => "PATCH",
            Method::DELETE => "DELETE",
            Method::OPTIONS => "OPTIONS",
            _ => "other",
        };
        metrics.begun();
        Self { id, trace, metrics, method, template, rest, begun: Instant::now(), ended: false }
    }

    fn route(&self) -> &str {
        self.template.as_ref().map_or(self.rest, MatchedPath::as_str)
    }

    fn end(mut self, response: &Response, error: Option<&AppError>) {
        self.ended = true;
        let (Self { id, trace, method, .. }, route) = (&self, self.route());
        let (took, trace_id) = (self.begun.elapsed(), trace.id());
        let code = error.map(AppError::code);
        self.metrics.answered(Route::of(route), response.status(), code, took);
        otel::requested(*trace, took, (method, route), response.status());
        let status = response.status().as_u16();
        let ms = milliseconds(took);
        match error {
            None => {
                tracing::info!(
                    event = "request", request_id = %id, %trace_id, method, route, status, ms,
                );
            }
            Some(error) => {
                let (code, why) = (error.code().as_str(), chain(error));
                // A caller's mistake is nobody's alarm.
                if status < 500 {
                    tracing::info!(
                        event = "request", request_id = %id, %trace_id, method, route, status, ms,
                        code, why,
                    );
                } else {
                    tracing::error!(
                        event = "request", request_id = %id, %trace_id, method, route, status, ms,
                        code, why,
                    );
                }
            }
        }
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// A handler is dropped when its caller hangs up: that is an end, too.
impl Drop for Line {
    fn drop(&mut self) {
        self.metrics.ended();
        if !self.ended {
            let (Self { id, trace, method, .. }, route) = (&*self, self.route());
            let (ms, trace_id) = (milliseconds(self.begun.elapsed()), trace.id());
            tracing::info!(event = "hung-up", request_id = %id, %trace_id, method, route, ms);
        }
    }
}
