//! The connections to the upstream: a new one for what changes something, kept ones for reading.
//!
//! > **Invariant:** what changes something is the first and the last request of its connection,
//! > and is sent once. An idle connection that the upstream closes while we write would leave
//! > nobody knowing whether it happened; of a read it is enough that it is asked again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::Method;
use reqwest::dns::Resolve;
use reqwest::{ClientBuilder, Request, RequestBuilder, Response, redirect, retry};
use rustls::ClientConfig;

use super::headers;
use crate::config::Timeouts;

/// How many connections wait for the next read: as many as may be under way.
const KEPT: usize = 64;

/// For how long: well below what servers and balancers have the patience for.
const IDLE: Duration = Duration::from_secs(15);

/// Two ways to the same upstream.
pub(super) struct Lines {
    /// Every request has a connection of its own.
    anew: reqwest::Client,
    /// Connections are kept for a while.
    kept: reqwest::Client,
    /// For a whole answer.
    patience: Duration,
}

impl Lines {
    /// Over TLS alone, if that is given as `secure`.
    pub(super) fn new(
        tls: &ClientConfig,
        secure: bool,
        timeouts: Timeouts,
        resolver: &Arc<dyn Resolve>,
    ) -> reqwest::Result<Self> {
        let builder = || builder(tls.clone(), secure, timeouts, resolver.clone());
        Ok(Self {
            anew: builder().pool_max_idle_per_host(0).build()?,
            kept: builder().pool_max_idle_per_host(KEPT).pool_idle_timeout(IDLE).build()?,
            patience: timeouts.upstream,
        })
    }

    pub(super) fn request(&self, method: Method, url: String) -> RequestBuilder {
        self.anew.request(method, url)
    }

    /// Sends what changes something: once.
    pub(super) async fn send(&self, request: RequestBuilder) -> reqwest::Result<Response> {
        self.anew.execute(request.build()?).await
    }

    /// Asks, and asks once more on a new connection where one breaks before it brings an answer:
    /// it may have been closed by the upstream for having been idle.
    pub(super) async fn ask(&self, request: RequestBuilder) -> reqwest::Result<Response> {
        let (begun, request) = (Instant::now(), request.build()?);
        let again = request.try_clone();
        match (self.kept.execute(request).await, again) {
            (Err(error), Some(again)) if !error.is_connect() && !error.is_timeout() => {
                self.anew
                    .execute(within(self.patience.saturating_sub(begun.elapsed()), again))
                    .await
            }
            (result, _) => result,
        }
    }
}

/// With what is left of the time for both.
fn within(rest: Duration, mut request: Request) -> Request {
    *request.timeout_mut() = Some(rest);
    request
}

fn builder(
    tls: ClientConfig,
    secure: bool,
    timeouts: Timeouts,
    resolver: Arc<dyn Resolve>,
) -> ClientBuilder {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .https_only(secure)
        .default_headers(headers())
        .connect_timeout(timeouts.connect)
        .timeout(timeouts.upstream)
        // A redirect would carry the key and the body to another host.
        .redirect(redirect::Policy::none())
        .referer(false)
        // Whatever the environment says about proxies, the key goes to the upstream alone.
        .no_proxy()
        .dns_resolver(resolver)
        .retry(retry::never())
}
