//! The upstream: the only place that knows its address, its key, its paths and its names.
//!
//! Every request is built anew from checked values, with the headers listed here and no others.

mod breaker;
pub(crate) mod exchange;
mod key;
mod lines;
pub(crate) mod list;
mod outcome;
mod reach;
pub(crate) mod retry_after;
mod watch;

use std::sync::Arc;

use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, Method};
use reqwest::{RequestBuilder, Url};
use roosted_contract::{Client, ClientId, Invitation, NewClient, wire};
use rustls::crypto::{CryptoProvider, ring};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;
use serde::Serialize;

use crate::Metrics;
use crate::config::{ApiAuth, InviteCall, Timeouts};
use breaker::Breaker;
use exchange::Call;
use lines::Lines;

pub use key::{ApiKey, KeyError};
pub(crate) use list::Page;
pub use outcome::{Doubt, Failure};
pub(crate) use outcome::{Outcome, chain};
pub use reach::Reach;

/// The Roosted API, as seen through the door. Clones share everything.
#[derive(Clone)]
pub struct Upstream(Arc<Inside>);

struct Inside {
    lines: Lines,
    /// Without a slash at its end.
    base: String,
    key: ApiKey,
    auth: ApiAuth,
    invite: InviteCall,
    breaker: Breaker,
    metrics: Metrics,
}

/// Why the upstream cannot be spoken to at all.
#[derive(Debug, thiserror::Error)]
pub enum UpstreamError {
    /// The certificates of this machine cannot be used.
    #[error("no certificates to check the upstream by")]
    Tls(#[from] rustls::Error),
    /// The client cannot be made.
    #[error("no HTTP client")]
    Http(#[from] reqwest::Error),
}

impl Upstream {
    /// Prepares to speak to the API at `base`. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// - [`UpstreamError::Tls`] when this machine has no certificate authorities,
    /// - [`UpstreamError::Http`] when the HTTP client cannot be made.
    pub fn new(
        base: &Url,
        key: ApiKey,
        auth: ApiAuth,
        invite: InviteCall,
        timeouts: Timeouts,
        reach: Reach,
        metrics: Metrics,
    ) -> Result<Self, UpstreamError> {
        let secure = base.scheme() == "https";
        let lines = Lines::new(&tls(secure)?, secure, timeouts, &reach.resolver())?;
        let base = base.as_str().trim_end_matches('/').to_owned();
        let breaker = Breaker::default();
        Ok(Self(Arc::new(Inside { lines, base, key, auth, invite, breaker, metrics })))
    }

    /// Whether the last attempts in a row found no connection, so that most are not made now.
    pub fn is_left_alone(&self) -> bool {
        self.0.breaker.is_open()
    }

    /// Creates a client.
    pub(crate) async fn create(&self, new: &NewClient) -> Outcome<Client> {
        let request = self.request(Method::POST, "/clients").await;
        let outcome = self.ask(Call::Create, with_json(request, new)).await;
        outcome.and_then(|body| self.client_in(&body).map_or_else(Outcome::Unknown, Outcome::Done))
    }

    /// Reads a client.
    ///
    /// # Errors
    ///
    /// Returns any [`Failure`]; reading changes nothing.
    pub(crate) async fn client(&self, id: &ClientId) -> Result<Client, Failure> {
        let request = self.request(Method::GET, &format!("/clients/{}", id.as_str())).await;
        let body = self.ask(Call::Read, request).await.read()?;
        self.client_in(&body).map_err(Failure::Unanswered)
    }

    /// Reads a page of at most `size` clients of the list, the first of which is number one.
    ///
    /// # Errors
    ///
    /// Returns any [`Failure`]; reading changes nothing.
    pub(crate) async fn page(&self, number: u32, size: usize) -> Result<Page, Failure> {
        let path = format!("/clients?items_per_page={size}&page={number}");
        let request = self.request(Method::GET, &path).await;
        let body = self.ask(Call::List, request).await.read()?;
        list::page(&body).map_err(Failure::Unanswered)
    }

    /// Invites a client, and tells how it stands then.
    pub(crate) async fn invite(&self, id: &ClientId, invitation: &Invitation) -> Outcome<Client> {
        let call = &self.0.invite;
        let request = self.request(call.method.clone(), &call.path_for(id)).await;
        let body = serde_json::Map::from_iter([(
            call.email_field.clone(),
            serde_json::Value::from(invitation.email()),
        )]);
        let body = match self.ask(Call::Invite, with_json(request, &body)).await {
            Outcome::Done(body) => body,
            Outcome::Failed(failure) => return Outcome::Failed(failure),
            Outcome::Unknown(doubt) => return Outcome::Unknown(doubt),
        };
        // The answer of this call is not documented. An invitation with an id and a name of its
        // own would read as a client; only this client counts as one.
        match exchange::client(&body).map(|it| it.client) {
            Ok(client) if client.id() == id.as_str() => Outcome::Done(client),
            _ => match self.client(id).await {
                Ok(client) => Outcome::Done(client),
                Err(Failure::Unanswered(doubt)) => Outcome::Unknown(doubt),
                // It was sent, so this is no failure of the invitation.
                Err(Failure::Refused { status, .. }) => Outcome::Unknown(Doubt::Status(status)),
                Err(Failure::Busy { .. }) => Outcome::Unknown(Doubt::Status(429)),
                Err(Failure::NotSent(error)) => Outcome::Unknown(Doubt::Lost(error)),
                Err(Failure::LeftAlone { .. }) => Outcome::Unknown(Doubt::LeftAlone),
            },
        }
    }

    async fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let (name, value) = self.0.key.header(self.0.auth).await;
        self.0.lines.request(method, format!("{}{path}", self.0.base)).header(name, value)
    }
}

/// The headers of every request, beside the key, `Host`, the trace and what describes the body.
fn headers() -> HeaderMap {
    HeaderMap::from_iter([
        (ACCEPT, HeaderValue::from_static(wire::JSON)),
        // Left out it would mean that any encoding is welcome; none of them can be read here.
        (ACCEPT_ENCODING, HeaderValue::from_static("identity")),
        (
            USER_AGENT,
            HeaderValue::from_static(concat!("roosted-proxy/", env!("CARGO_PKG_VERSION"))),
        ),
    ])
}

fn with_json(request: RequestBuilder, body: &impl Serialize) -> RequestBuilder {
    let body = serde_json::to_vec(body).expect("texts under names of texts are always JSON");
    request.header(CONTENT_TYPE, wire::JSON).body(body)
}

/// The certificates of this machine, or none where there is nothing to check.
pub(crate) fn tls(secure: bool) -> Result<ClientConfig, rustls::Error> {
    let provider: Arc<CryptoProvider> = ring::default_provider().into();
    let config = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()?;
    let config = if secure {
        let verifier = Verifier::new(provider)?;
        config.dangerous().with_custom_certificate_verifier(Arc::new(verifier))
    } else {
        config.with_root_certificates(RootCertStore::empty())
    };
    Ok(config.with_no_client_auth())
}
