//! One connection: hyper between the gate and the routes.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, HOST, TRANSFER_ENCODING};
use axum::http::{HeaderValue, Request, Response, Uri, Version};
use hyper::body::Incoming;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;

use super::Limits;
use super::body::{Answer, Paced};
use super::gate::Gate;
use super::presence::{Handed, Presence};
use crate::tasks::Tasks;

/// The most bytes that are kept of a request before somebody asks for them.
const BUFFER: usize = 64 * 1024;

/// The most requests at once on one connection of HTTP/2.
const STREAMS: u32 = 64;

/// The most bytes of headers: what the guards allow, where HTTP/2 counts 32 more for each.
const HEADER_LIST: u32 = 16 * 1024 + 32 * 64;

/// The most requests that are begun and broken off before the connection is ended.
const RESETS: usize = 20;

/// How often a connection of HTTP/2 is asked whether it is still there, and how long it may take.
const PING: Duration = Duration::from_secs(20);
const PONG: Duration = Duration::from_secs(10);

/// Serves one connection to its end: the other side's, an idle one's, or that of the process.
pub(super) async fn carry(
    stream: TcpStream,
    peer: SocketAddr,
    routes: Router,
    presence: Arc<Presence>,
    limits: Limits,
    tasks: &Tasks,
) {
    let handed = Handed::default();
    let gate = Gate::new(stream, presence.clone(), handed.clone(), limits);
    let requests = service_fn({
        let presence = presence.clone();
        move |request| {
            let serving = handed.take().unwrap_or_else(|| presence.serve());
            let request = prepare(request, peer, &presence, limits);
            let last = request.headers().contains_key(TRANSFER_ENCODING);
            let answer = TowerToHyperService::new(routes.clone()).call(request);
            async move {
                let mut response = answer.await?;
                if last {
                    // The gate cannot tell where the chunks end, and where a next head begins.
                    let close = HeaderValue::from_static("close");
                    response.headers_mut().insert(CONNECTION, close);
                }
                Ok::<Response<_>, Infallible>(
                    response.map(|body| Answer { body, _serving: serving }),
                )
            }
        }
    });
    let builder = builder(limits);
    let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(gate), requests));
    let mut leaving = false;
    loop {
        tokio::select! {
            result = connection.as_mut() => {
                // Callers go as they please: nobody's alarm.
                if let Err(error) = result {
                    tracing::debug!(event = "connection", why = crate::upstream::chain(&*error));
                }
                return;
            }
            () = tasks.closing(), if !leaving => {}
            () = presence.dismissed(), if !leaving => {}
        }
        // Where nobody is being served it ends at once.
        connection.as_mut().graceful_shutdown();
        leaving = true;
    }
}

fn builder(limits: Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        // The gate tells a slow head from an idle connection. This is for whatever gets past it.
        .header_read_timeout(limits.idle + limits.head)
        .max_buf_size(BUFFER);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_pending_accept_reset_streams(RESETS)
        .max_local_error_reset_streams(RESETS)
        .max_header_list_size(HEADER_LIST)
        .max_send_buf_size(BUFFER)
        .keep_alive_interval(PING)
        .keep_alive_timeout(PONG);
    if limits.http2 { builder } else { builder.http1_only() }
}

/// A request as the routes know it, whatever it came by.
fn prepare(
    request: Request<Incoming>,
    peer: SocketAddr,
    presence: &Presence,
    limits: Limits,
) -> Request<Body> {
    let mut request = request.map(|body| Body::new(Paced::new(body, limits.body)));
    if request.version() == Version::HTTP_2 {
        as_http1(&mut request);
    }
    request.extensions_mut().insert(ConnectInfo(peer));
    if let Some(refusal) = presence.refusal() {
        request.extensions_mut().insert(refusal);
    }
    request
}

/// HTTP/2 names the host in the address. The guards know it by its header, and refuse a request
/// that names two.
fn as_http1(request: &mut Request<Body>) {
    let Some(authority) = request.uri().authority() else { return };
    let Ok(host) = HeaderValue::from_str(authority.as_str()) else { return };
    let same = request.headers().get(HOST).is_none_or(|it| *it == host);
    let path = request.uri().path_and_query().cloned();
    if let (true, Some(path)) = (same, path) {
        request.headers_mut().insert(HOST, host);
        *request.uri_mut() = Uri::from(path);
    }
}
