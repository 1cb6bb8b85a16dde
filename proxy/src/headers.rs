//! The headers that every answer carries, and the policy of a document.

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// What a document may do, as a Content Security Policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy(HeaderValue);

impl Policy {
    /// The policy of a page that these sources may frame; `None` if no header can hold them.
    pub fn framed_by(sources: &str) -> Option<Self> {
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; {STYLES}; \
             connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; \
             frame-ancestors {sources}; require-trusted-types-for 'script'; trusted-types 'none'"
        );
        HeaderValue::try_from(policy).ok().map(Self)
    }

    /// The same, with the styles that stand in the page itself: by what they are, `'sha256-…'` each,
    /// and nothing else that is inline.
    #[must_use]
    pub fn with_styles(self, hashes: &[String]) -> Self {
        let policy = self.0.to_str().unwrap_or_default();
        let styles = [&[STYLES.to_owned()], hashes].concat().join(" ");
        HeaderValue::try_from(policy.replacen(STYLES, &styles, 1)).map_or(self, Self)
    }

    /// Adds the headers, whatever the answer.
    pub(crate) fn add(&self, headers: &mut HeaderMap) {
        insert(headers);
        let html = |it: &HeaderValue| it.as_bytes().starts_with(b"text/html");
        if headers.get(CONTENT_TYPE).is_some_and(html) {
            headers.insert(CONTENT_SECURITY_POLICY, self.0.clone());
            headers.insert(
                HeaderName::from_static("cross-origin-opener-policy"),
                HeaderValue::from_static("same-origin"),
            );
        }
    }
}

/// Where styles come from.
const STYLES: &str = "style-src 'self'";

/// Every feature that a page could be given and the form does not use. Writing to the clipboard,
/// for the id, is the one that stays; what no browser knows by default is left out, since each
/// unknown name is a warning in its console.
const NO_FEATURES: &str = "accelerometer=(), autoplay=(), camera=(), \
    clipboard-read=(), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), \
    geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), \
    microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-create=(), \
    publickey-credentials-get=(), screen-wake-lock=(), serial=(), storage-access=(), \
    sync-xhr=(), usb=(), window-management=(), xr-spatial-tracking=()";

/// Adds the headers of an answer that is no document.
pub(crate) async fn add_plain(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    insert(response.headers_mut());
    response
}

fn insert(headers: &mut HeaderMap) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(NO_FEATURES),
    );
    // Only files say otherwise, each for itself.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
