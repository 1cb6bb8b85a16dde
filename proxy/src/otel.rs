//! Traces for a collector (OpenTelemetry). Builds without the feature `otel` make none.
//!
//! > **Invariant:** a span has what is listed here and nothing else: no body, no path as it came, no
//! > name and no address.

#[cfg(feature = "otel")]
mod export;

#[cfg(feature = "otel")]
pub(crate) use export::{called, is_on, requested, start, stop};

#[cfg(not(feature = "otel"))]
mod nothing {
    use std::future::{Ready, ready};
    use std::time::Duration;

    use axum::http::StatusCode;

    use crate::trace::Trace;

    /// There is nobody to send spans to.
    pub(crate) fn start() {}

    /// Nothing is left to send.
    pub(crate) fn stop() -> Ready<()> {
        ready(())
    }

    /// Nobody keeps spans.
    pub(crate) fn is_on() -> bool {
        false
    }

    /// There is nothing to tell.
    pub(crate) fn requested(_: Trace, _: Duration, _: (&'static str, &str), _: StatusCode) {}

    /// There is nothing to tell.
    pub(crate) fn called(_: Trace, _: Duration, _: &'static str, _: &'static str) {}
}

#[cfg(not(feature = "otel"))]
pub(crate) use nothing::{called, is_on, requested, start, stop};
