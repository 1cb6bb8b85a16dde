//! Spans on their way to a collector: OTLP, in batches, from a thread of their own.

use std::error::Error;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use axum::body::Bytes;
use axum::http::{self, StatusCode};
use opentelemetry::trace::{
    SpanContext, SpanId, SpanKind, Status, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_otlp::{SpanExporter, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{
    BatchSpanProcessor, SpanData, SpanEvents, SpanLinks, SpanProcessor as _,
};
use reqwest::redirect;
use tokio::runtime::Handle;

use crate::trace::Trace;
use crate::upstream::{chain, tls};

/// Where the collector is: `/v1/traces` is added to the first, the second stands as it is.
const ENDPOINTS: [&str; 2] = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

static SPANS: OnceLock<BatchSpanProcessor> = OnceLock::new();

/// Sends spans from now on, if the environment says where to.
pub(crate) fn start() {
    let is_set = |it: &&str| std::env::var_os(it).is_some_and(|it| !it.is_empty());
    if !ENDPOINTS.iter().any(is_set) {
        return;
    }
    match exporter() {
        Ok(exporter) => {
            let mut spans = BatchSpanProcessor::builder(exporter).build();
            let name = std::env::var("OTEL_SERVICE_NAME").ok().filter(|it| !it.is_empty());
            let name = name.unwrap_or_else(|| env!("CARGO_PKG_NAME").to_owned());
            let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
            let resource = Resource::builder().with_attribute(version).with_service_name(name);
            spans.set_resource(&resource.build());
            let _ = SPANS.set(spans);
        }
        Err(error) => tracing::error!(event = "no-export", why = chain(&*error)),
    }
}

fn exporter() -> Result<SpanExporter, Box<dyn Error>> {
    let http = reqwest::Client::builder()
        .tls_backend_preconfigured(tls(true)?)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .build()?;
    let sender = Sender { http, runtime: Handle::current() };
    Ok(SpanExporter::builder().with_http().with_http_client(sender).build()?)
}

/// Whether spans are sent.
pub(crate) fn is_on() -> bool {
    SPANS.get().is_some()
}

/// Sends what is left.
pub(crate) async fn stop() {
    let last = tokio::task::spawn_blocking(|| SPANS.get().map(BatchSpanProcessor::shutdown));
    let _ = last.await;
}

/// A request was answered just now.
pub(crate) fn requested(
    trace: Trace,
    took: Duration,
    (method, route): (&'static str, &str),
    status: StatusCode,
) {
    let attributes = vec![
        KeyValue::new("http.request.method", method),
        KeyValue::new("http.route", route.to_owned()),
        KeyValue::new("http.response.status_code", i64::from(status.as_u16())),
    ];
    let failed = status.is_server_error();
    end(trace, took, format!("{method} {route}"), SpanKind::Server, attributes, failed);
}

/// The upstream was called, and it ended just now.
pub(crate) fn called(trace: Trace, took: Duration, call: &'static str, outcome: &'static str) {
    let attributes =
        vec![KeyValue::new("roosted.call", call), KeyValue::new("roosted.outcome", outcome)];
    end(trace, took, format!("upstream {call}"), SpanKind::Client, attributes, outcome != "done");
}

fn end(
    trace: Trace,
    took: Duration,
    name: String,
    span_kind: SpanKind,
    attributes: Vec<KeyValue>,
    failed: bool,
) {
    let (Some(spans), Some((id, span, parent))) = (SPANS.get(), trace.ids()) else { return };
    let end_time = SystemTime::now();
    let span_context = SpanContext::new(
        TraceId::from(id),
        SpanId::from(span),
        TraceFlags::SAMPLED,
        false,
        TraceState::NONE,
    );
    spans.on_end(SpanData {
        span_context,
        parent_span_id: parent.map_or(SpanId::INVALID, SpanId::from),
        // A caller's, or our own of the request.
        parent_span_is_remote: parent.is_some() && span_kind == SpanKind::Server,
        span_kind,
        name: name.into(),
        start_time: end_time.checked_sub(took).unwrap_or(end_time),
        end_time,
        attributes,
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: if failed { Status::error("") } else { Status::Unset },
        instrumentation_scope: InstrumentationScope::builder(env!("CARGO_PKG_NAME")).build(),
    });
}

/// The batches are sent from a thread that is none of the runtime's; the client needs one of those.
#[derive(Debug)]
struct Sender {
    http: reqwest::Client,
    runtime: Handle,
}

#[async_trait::async_trait]
impl HttpClient for Sender {
    async fn send_bytes(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, HttpError> {
        let http = self.http.clone();
        let sent = self.runtime.spawn(async move { send(&http, request).await });
        let answer = sent.await.map_err(HttpError::from).flatten();
        match &answer {
            Ok(answer) if answer.status().is_success() => {}
            Ok(answer) => {
                let status = answer.status().as_u16();
                tracing::warn!(event = "no-export", status, "the collector refuses");
            }
            Err(error) => tracing::warn!(event = "no-export", why = chain(&**error)),
        }
        answer
    }
}

async fn send(
    http: &reqwest::Client,
    request: http::Request<Bytes>,
) -> Result<http::Response<Bytes>, HttpError> {
    // The address can hold a password.
    let bare = reqwest::Error::without_url;
    let request = reqwest::Request::try_from(request).map_err(bare)?;
    let answer = http.execute(request).await.map_err(bare)?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let mut response = http::Response::new(answer.bytes().await.map_err(bare)?);
    (*response.status_mut(), *response.headers_mut()) = (status, headers);
    Ok(response)
}
