//! What is refused at the door, before anybody looks at the body.
//!
//! [`shape`] and [`host`] stand before every route, [`form`] before those that change something.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::MethodRouter;
use roosted_contract::{Code, wire};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::config::Origins;
use crate::{App, AppError};

/// The longest address, in bytes. The longest of ours has a tenth of it.
pub(crate) const MAX_URI: usize = 2048;

/// The most headers, and the most bytes in them: a browser with a few cookies needs half.
pub(crate) const MAX_HEADERS: usize = 64;
pub(crate) const MAX_HEADER_BYTES: usize = 16 * 1024;

/// Why a request is refused at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The head of the request reads in two ways, or not at all.
    #[error("a head that can be read in two ways, or not at all")]
    Head,
    /// There are too many connections.
    #[error("too many connections")]
    NoRoom,
    /// A method that asks the door to be a tunnel or a mirror.
    #[error("a method nobody has")]
    Method,
    /// The request is for a proxy, not for a server.
    #[error("the address names another host")]
    AbsoluteForm,
    /// A path that reads differently to different readers.
    #[error("a path that can be read in two ways")]
    Path,
    /// The address is too long.
    #[error("the address is too long")]
    Uri,
    /// The headers are too many or too large.
    #[error("the headers are too many or too large")]
    Headers,
    /// `Host` is missing, or there twice.
    #[error("no host, or more than one")]
    NoHost,
    /// A host that is not ours: the name was rebound, or the front rewrites it.
    #[error("the host is not listed")]
    WrongHost,
    /// The request does not come from a page of our own.
    #[error("not from a page of this origin")]
    CrossOrigin,
    /// The header is missing that only a page of our own can set.
    #[error("no {} header", wire::FORM)]
    MissingHeader,
    /// The body is declared as something else.
    #[error("the body is not declared as JSON")]
    MediaType,
}

impl Refusal {
    /// What the caller is told.
    pub(crate) fn code(self) -> Code {
        match self {
            Self::Method => Code::MethodNotAllowed,
            Self::NoRoom => Code::Overloaded,
            Self::Head | Self::AbsoluteForm | Self::NoHost => Code::Malformed,
            Self::Path => Code::NotFound,
            Self::Uri => Code::UriTooLong,
            Self::Headers => Code::HeadersTooLarge,
            Self::WrongHost => Code::WrongHost,
            Self::CrossOrigin => Code::CrossOrigin,
            Self::MissingHeader => Code::MissingHeader,
            Self::MediaType => Code::UnsupportedMediaType,
        }
    }
}

/// Refuses what no browser sends and what a server behind us could read differently.
///
/// # Errors
///
/// Returns the [`Refusal`].
pub(crate) fn shape(request: &Request) -> Result<(), Refusal> {
    // What the connection has judged: the request is then only there to be answered.
    if let Some(refusal) = request.extensions().get::<Refusal>() {
        return Err(*refusal);
    }
    let uri = request.uri();
    if matches!(*request.method(), Method::TRACE | Method::CONNECT) {
        return Err(Refusal::Method);
    }
    if uri.scheme().is_some() || uri.authority().is_some() {
        return Err(Refusal::AbsoluteForm);
    }
    if uri.path_and_query().map_or("", PathAndQuery::as_str).len() > MAX_URI {
        return Err(Refusal::Uri);
    }
    let headers = request.headers();
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers.len() > MAX_HEADERS || bytes > MAX_HEADER_BYTES {
        return Err(Refusal::Headers);
    }
    if !is_plain(uri.path()) {
        return Err(Refusal::Path);
    }
    Ok(())
}

/// [`shape`] as a layer, for the admin side.
pub(crate) async fn shaped(request: Request, next: Next) -> Result<Response, AppError> {
    shape(&request)?;
    Ok(next.run(request).await)
}

/// Whether a path is one that our routes and files can have: nothing escaped, no dot segments, no
/// empty ones.
fn is_plain(path: &str) -> bool {
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"/-._~@+".contains(&it);
    path.starts_with('/')
        && path.bytes().all(plain)
        && !path.contains("//")
        && !path.split('/').any(|it| it == "." || it == "..")
}

/// Refuses a request for a host that is not one of ours, which closes DNS rebinding.
///
/// # Errors
///
/// Returns the [`Refusal`].
pub(crate) fn host(headers: &HeaderMap, origins: &Origins) -> Result<(), Refusal> {
    match only(headers, &HOST) {
        Ok(Some(host)) if origins.has_host(host) => Ok(()),
        Ok(Some(_)) => Err(Refusal::WrongHost),
        Ok(None) | Err(Doubled) => Err(Refusal::NoHost),
    }
}

/// Guards a route that changes something. Only its own methods: any other stays a 405.
pub(crate) fn form(route: MethodRouter<App>, origins: Arc<Origins>) -> MethodRouter<App> {
    let cross_origin = |_: ProtectionError| AppError::from(Refusal::CrossOrigin).into_response();
    route
        .route_layer(from_fn(media_type))
        .route_layer(from_fn(header))
        // What the layer below lets through: no `Origin` at all, an http one on an https host.
        .route_layer(from_fn_with_state(origins, page))
        .route_layer(CsrfLayer::new().with_rejection_response(cross_origin))
}

async fn page(
    State(origins): State<Arc<Origins>>,
    request: Request,
    next: Next,
) -> Result<Response, AppError> {
    if is_from_here(request.headers(), &origins) {
        Ok(next.run(request).await)
    } else {
        Err(Refusal::CrossOrigin.into())
    }
}

/// Whether the browser says that a page of our own is asking. A program that is no browser says
/// nothing, and has to say the same to be let in.
fn is_from_here(headers: &HeaderMap, origins: &Origins) -> bool {
    let site = only(headers, &HeaderName::from_static("sec-fetch-site"));
    let origin = only(headers, &ORIGIN);
    let (Ok(site), Ok(origin)) = (site, origin) else { return false };
    // `none` is a person's own doing, such as a bookmark, and never a POST.
    let site_is_ours = site.is_none_or(|it| it == "same-origin");
    let origin_is_ours = origin.is_none_or(|it| origins.has(it));
    site_is_ours && origin_is_ours && (site.is_some() || origin.is_some())
}

async fn header(request: Request, next: Next) -> Result<Response, AppError> {
    match only(request.headers(), &HeaderName::from_static(wire::FORM)) {
        Ok(Some(value)) if value == wire::FORM_VALUE => Ok(next.run(request).await),
        _ => Err(Refusal::MissingHeader.into()),
    }
}

async fn media_type(request: Request, next: Next) -> Result<Response, AppError> {
    let declared = only(request.headers(), &CONTENT_TYPE);
    let essence = |it: &HeaderValue| Some(it.to_str().ok()?.split(';').next()?.trim().to_owned());
    match declared.ok().flatten().and_then(essence) {
        Some(essence) if essence.eq_ignore_ascii_case(wire::JSON) => Ok(next.run(request).await),
        _ => Err(Refusal::MediaType.into()),
    }
}

/// A header is there more than once.
pub(crate) struct Doubled;

/// The one value of a header, since readers disagree on which of two counts.
pub(crate) fn only<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
) -> Result<Option<&'h HeaderValue>, Doubled> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() { Err(Doubled) } else { Ok(first) }
}
