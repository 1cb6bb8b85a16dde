//! Everything that can go wrong, by name: the body of every answer that is not a success.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::FieldError;
use crate::closed_set::closed_set;

closed_set! {
    /// What a failure means to the person and to the portal.
    Kind {
        /// Something to correct.
        Rejected = "rejected",
        /// Nobody is signed in.
        Unauthorized = "unauthorized",
        /// This person may not.
        Forbidden = "forbidden",
        /// Too many in a short time.
        RateLimited = "rate-limited",
        /// Nothing was created; trying again may help.
        Unavailable = "unavailable",
        /// The portal's set-up is wrong; nothing was created.
        Misconfigured = "misconfigured",
        /// The request never left.
        Offline = "offline",
        /// It may or may not have been created.
        Unconfirmed = "unconfirmed",
        /// The widget cannot run here.
        Unsupported = "unsupported",
    }
    else
    /// A kind this build does not know.
    Unknown
}

/// Declares [`Code`] with the status, kind and title of each, once.
macro_rules! codes {
    ($( $(#[$doc:meta])* $variant:ident = $word:literal, $status:literal, $kind:ident, $title:literal; )+) => {
        closed_set! {
            /// What went wrong, as a word for programs.
            Code { $( $(#[$doc])* $variant = $word, )+ }
            else
            /// A code this build does not know: the other side is newer.
            Unknown
        }

        impl Code {
            /// The HTTP status it travels with.
            pub const fn status(self) -> u16 {
                match self {
                    $( Self::$variant => $status, )+
                    Self::Unknown => 500,
                }
            }

            /// What it means to the person.
            pub const fn kind(self) -> Kind {
                match self {
                    $( Self::$variant => Kind::$kind, )+
                    Self::Unknown => Kind::Unconfirmed,
                }
            }

            /// A short English summary, the same for every occurrence.
            pub const fn title(self) -> &'static str {
                match self {
                    $( Self::$variant => $title, )+
                    Self::Unknown => "Unknown problem",
                }
            }
        }
    };
}

codes! {
    /// The body is not the JSON this route takes.
    Malformed = "malformed", 400, Rejected, "The body is malformed";
    /// There is no idempotency key.
    MissingKey = "missing-key", 400, Rejected, "The idempotency key is missing";
    /// The idempotency key is doubled or no UUID.
    BadKey = "bad-key", 400, Rejected, "The idempotency key is not a UUID";
    /// The caller is not signed in.
    Unauthenticated = "unauthenticated", 401, Unauthorized, "Sign in first";
    /// The caller is signed in and may not.
    NotAllowed = "not-allowed", 403, Forbidden, "This user may not do this";
    /// The request comes from a page of another origin.
    CrossOrigin = "cross-origin", 403, Forbidden, "The request comes from another origin";
    /// The header that only a same-origin page can set is missing.
    MissingHeader = "missing-header", 403, Forbidden, "A required header is missing";
    /// There is no such route.
    NotFound = "not-found", 404, Misconfigured, "There is nothing here";
    /// There is no client of this id.
    ClientNotFound = "client-not-found", 404, Rejected, "There is no such client";
    /// The key was never claimed: nothing was sent.
    UnknownSubmission = "unknown-submission", 404, Unavailable, "There is no such submission";
    /// The route exists and does not take this method.
    MethodNotAllowed = "method-not-allowed", 405, Misconfigured, "The method is not allowed here";
    /// The same key is being worked on.
    StillRunning = "still-running", 409, Unconfirmed, "The same submission is still running";
    /// The upstream answered 409: nothing was created.
    UpstreamConflict = "upstream-conflict", 409, Rejected, "The upstream reports a conflict";
    /// The body is too large.
    TooLarge = "too-large", 413, Rejected, "The body is too large";
    /// The address of the request is too long.
    UriTooLong = "uri-too-long", 414, Misconfigured, "The address is too long";
    /// The body is declared as something else than JSON.
    UnsupportedMediaType = "unsupported-media-type", 415, Misconfigured, "The body must be JSON";
    /// The request is for a host this proxy does not serve.
    WrongHost = "wrong-host", 421, Misconfigured, "This host is not served here";
    /// Some fields have mistakes.
    Invalid = "invalid", 422, Rejected, "Some fields need correcting";
    /// The upstream refused the data.
    UpstreamRejected = "upstream-rejected", 422, Rejected, "The upstream refused the data";
    /// The key was used for another payload.
    KeyReused = "key-reused", 422, Rejected, "The key belongs to another payload";
    /// The caller exceeds the proxy's own limit. Nothing was claimed.
    TooManyRequests = "too-many-requests", 429, RateLimited, "Too many requests";
    /// The headers are too many or too large.
    HeadersTooLarge = "headers-too-large", 431, Misconfigured, "The headers are too large";
    /// A defect of the proxy. What it did until then is not known.
    Internal = "internal", 500, Unconfirmed, "The proxy failed";
    /// The upstream refused the proxy's key.
    UpstreamUnauthorized = "upstream-unauthorized", 502, Misconfigured, "The upstream refused the API key";
    /// The proxy's key lacks a permission.
    UpstreamForbidden = "upstream-forbidden", 502, Misconfigured, "The API key lacks a permission";
    /// The upstream has no such route.
    UpstreamNotFound = "upstream-not-found", 502, Misconfigured, "The upstream has no such route";
    /// The upstream has no such invitation route.
    InviteNotConfigured = "invite-not-configured", 502, Misconfigured, "The invitation route is not set up";
    /// The upstream failed; nothing was created.
    UpstreamFailed = "upstream-failed", 502, Unavailable, "The upstream failed";
    /// The upstream asked to wait. Nothing was created.
    UpstreamBusy = "upstream-busy", 503, Unavailable, "The upstream is busy";
    /// Too much is in flight. Nothing was claimed.
    Overloaded = "overloaded", 503, Unavailable, "The proxy is busy";
    /// The ledger cannot be written. Nothing was sent.
    LedgerUnavailable = "ledger-unavailable", 503, Unavailable, "The ledger is unavailable";
    /// The proxy is stopping. Nothing was claimed.
    ShuttingDown = "shutting-down", 503, Unavailable, "The proxy is stopping";
    /// The upstream did not answer in time; nothing was created.
    UpstreamTimeout = "upstream-timeout", 504, Unavailable, "The upstream did not answer in time";
}

/// The body of every answer that is not a success (RFC 9457).
///
/// It carries what a program and a person can act on and nothing else: no upstream text, no
/// stack, no address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A relative reference that names the code.
    #[serde(rename = "type", default)]
    pub type_: Cow<'static, str>,
    /// [`Code::title`].
    #[serde(default)]
    pub title: Cow<'static, str>,
    /// The HTTP status, again.
    #[serde(default)]
    pub status: u16,
    /// What this occurrence is about, in English.
    #[serde(default)]
    pub detail: Cow<'static, str>,
    /// What went wrong.
    pub code: Code,
    /// The name of this request in the proxy's log.
    #[serde(default)]
    pub request_id: String,
    /// What is wrong with which field, in reading order, where that is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

impl Problem {
    /// What every `type` of the proxy begins with.
    pub const TYPE: &'static str = "urn:roosted-proxy:";

    /// A problem of that code, without fields or a request id.
    pub fn new(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            type_: Cow::Owned([Self::TYPE, code.as_str()].concat()),
            title: code.title().into(),
            status: code.status(),
            detail: detail.into(),
            code,
            request_id: String::new(),
            errors: Vec::new(),
        }
    }

    /// The same problem, naming fields.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }
}
