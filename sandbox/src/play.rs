//! How each fault is done on the wire.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, LOCATION, TRANSFER_ENCODING,
};
use axum::http::response::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use futures_util::{StreamExt as _, stream};
use http_body_util::{BodyExt as _, Collected};
use roosted_contract::{ClientField, wire};
use serde_json::{Map, Value, json};

use crate::fault::Fault;
use crate::refusal::{INTERNAL_TEXT, vendor_error};
use crate::serve::Line;

/// Answers a request with `fault`. `work` is the request's usual way; it knows already whether
/// it may store anything.
pub(crate) async fn fault(
    fault: Fault,
    headers: &HeaderMap,
    line: Option<Line>,
    work: impl Future<Output = Response> + Send + 'static,
) -> Response {
    if let Fault::Latency { ms, created } = fault {
        return late(Duration::from_millis(ms), created, work).await;
    }
    let usual = work.await;
    match fault {
        Fault::Latency { .. } | Fault::Hang { .. } => std::future::pending().await,
        Fault::Status { status, headers, body, .. } => chosen(status, headers, body),
        Fault::Reset { .. } => reset(line).await,
        Fault::Close { .. } => close(),
        Fault::Cut { .. } => cut(usual).await,
        Fault::Malformed { body, .. } => malformed(usual, body).await,
        Fault::Huge { bytes, chunked, .. } => huge(usual, bytes, chunked).await,
        Fault::Redirect { location, status, .. } => {
            chosen(status, vec![(LOCATION.to_string(), location)], Some(String::new()))
        }
        Fault::Html { status, .. } => {
            let html = ("content-type".to_owned(), "text/html; charset=utf-8".to_owned());
            chosen(status, vec![html], Some(PAGE.to_owned()))
        }
        Fault::NoId { .. } => {
            rewritten(usual, |client| {
                client.remove(ClientField::Id.name());
            })
            .await
        }
        Fault::Echo { status, .. } => echo(status, headers),
        Fault::Drift { extra, numeric_id, portal_status, .. } => {
            rewritten(usual, |client| drift(client, extra, numeric_id, portal_status)).await
        }
    }
}

/// The page of a login or a gateway.
const PAGE: &str = "<!doctype html><title>Sign in</title><h1>Sign in to continue</h1>\
    <script>document.title = 'upstream script'</script>";

/// How much of a huge body is made at a time.
const CHUNK: usize = 64 * 1024;

static PADDING: [u8; CHUNK] = [b'x'; CHUNK];

/// The usual answer, late. The wait and the work go on when the caller hangs up, as they would
/// on a real server.
async fn late(
    wait: Duration,
    created: bool,
    work: impl Future<Output = Response> + Send + 'static,
) -> Response {
    let task = tokio::spawn(async move {
        if !created {
            tokio::time::sleep(wait).await;
        }
        let usual = work.await;
        if created {
            tokio::time::sleep(wait).await;
        }
        usual
    });
    task.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// A status, headers and body of the test's choice, or 500 and the reason if HTTP has no such.
fn chosen(status: u16, headers: Vec<(String, String)>, body: Option<String>) -> Response {
    let body = body.unwrap_or_else(|| vendor_error("PLANNED", &[]).to_string());
    let declared = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let mut response = Response::builder().status(status);
    if !declared {
        response = response.header(CONTENT_TYPE, wire::JSON);
    }
    for (name, value) in headers {
        response = response.header(name, value);
    }
    response.body(body.into()).unwrap_or_else(|error| {
        (StatusCode::INTERNAL_SERVER_ERROR, format!("no such answer: {error}")).into_response()
    })
}

async fn reset(line: Option<Line>) -> Response {
    match line {
        Some(line) => {
            line.reset();
            // The accept loop drops the connection, and this with it.
            std::future::pending().await
        }
        None => close(),
    }
}

/// A body that fails before its first byte: hyper then drops the connection without having sent
/// the head, which waits in its buffer for company.
fn close() -> Response {
    Body::from_stream(stream::once(async { Err::<Bytes, _>(broken()) })).into_response()
}

/// Announces the whole length and sends half of it.
async fn cut(usual: Response) -> Response {
    let (parts, whole) = taken_apart(usual).await;
    let half = whole.slice(..whole.len() / 2);
    let end = stream::once(async {
        // hyper sends what it has only when there is nothing more to take at the moment.
        tokio::task::yield_now().await;
        Err(broken())
    });
    let pieces = stream::iter([Ok(half)]).chain(end);
    let mut response = Response::from_parts(parts, Body::from_stream(pieces));
    response.headers_mut().insert(CONTENT_LENGTH, whole.len().into());
    response
}

async fn malformed(usual: Response, body: Option<String>) -> Response {
    let (parts, whole) = taken_apart(usual).await;
    let body = body.map_or_else(|| whole.slice(..whole.len().saturating_sub(1)), Bytes::from);
    Response::from_parts(parts, body.into())
}

/// The usual object with a first member that is as long as it takes.
async fn huge(usual: Response, bytes: u64, chunked: bool) -> Response {
    let (parts, whole) = taken_apart(usual).await;
    let head = Bytes::from_static(br#"{"padding":""#);
    let tail = Bytes::from([&br#"","#[..], whole.get(1..).unwrap_or_default()].concat());
    let length = bytes.max((head.len() + tail.len()) as u64);
    let padding = length - (head.len() + tail.len()) as u64;

    let middle = stream::unfold(padding, move |left| {
        let size = left.min(CHUNK as u64);
        let piece = &PADDING[..usize::try_from(size).unwrap_or(CHUNK)];
        std::future::ready((size > 0).then(|| (Bytes::from_static(piece), left - size)))
    });
    let pieces = stream::iter([head]).chain(middle).chain(stream::iter([tail]));
    let body = Body::from_stream(pieces.map(Ok::<_, io::Error>));

    let mut response = Response::from_parts(parts, body);
    if !chunked {
        response.headers_mut().insert(CONTENT_LENGTH, length.into());
    }
    response
}

/// Every header of the request, as a header of the answer where that does not break it.
fn echo(status: u16, headers: &HeaderMap) -> Response {
    let listed: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()))
        .collect();
    let body = json!({ "error": { "message": INTERNAL_TEXT, "request_headers": &listed } });
    let framing = [CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION, CONTENT_TYPE, HOST];
    let sent = listed.into_iter().filter(|(name, _)| !framing.iter().any(|it| it == name.as_str()));
    chosen(status, sent.collect(), Some(body.to_string()))
}

fn drift(client: &mut Map<String, Value>, extra: bool, numeric_id: bool, status: Option<i64>) {
    if extra {
        client.insert("client_tax_number".into(), json!("of a later version"));
        client.insert("client_locations".into(), json!([{ "city": { "name": "Zürich" } }]));
    }
    if numeric_id {
        client.insert(ClientField::Id.name().into(), json!(48_151));
    }
    if let Some(status) = status {
        client.insert(ClientField::PortalStatus.name().into(), json!(status));
    }
}

/// The usual answer with its client rewritten, or every client of a list.
async fn rewritten(usual: Response, rewrite: impl Fn(&mut Map<String, Value>)) -> Response {
    let (parts, whole) = taken_apart(usual).await;
    let mut body: Value = serde_json::from_slice(&whole).unwrap_or_default();
    match body.get_mut("clients").and_then(Value::as_array_mut) {
        Some(clients) => clients.iter_mut().filter_map(Value::as_object_mut).for_each(rewrite),
        None => body.as_object_mut().into_iter().for_each(rewrite),
    }
    Response::from_parts(parts, body.to_string().into())
}

/// Head and body, the head without the length that no longer holds.
async fn taken_apart(usual: Response) -> (Parts, Bytes) {
    let (mut parts, body) = usual.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    let body = body.collect().await.map(Collected::to_bytes).unwrap_or_default();
    (parts, body)
}

fn broken() -> io::Error {
    io::Error::other("a planned fault")
}
