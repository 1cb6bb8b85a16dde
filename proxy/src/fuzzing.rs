//! The parsers, as `fuzz/` reaches them: any bytes go in, and what holds of all of them is asserted.
//!
//! A failed assertion is a finding, so they panic on purpose.

use std::time::SystemTime;

use axum::body::Bytes;
use axum::http::header::{AUTHORIZATION, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use clap::Parser as _;
use jsonwebtoken::{Algorithm, decode_header};
use roosted_contract::{Draft, Field, IdempotencyKey, Invitation};
use serde_json::{Map, Value};

use crate::body::Whole;
use crate::config::{Args, Claim, Config};
use crate::identity::keys::KeySet;
use crate::identity::token::{bearer, is_taken};
use crate::serve::head::{Head, judge};
use crate::trace::{TRACEPARENT, Trace};
use crate::upstream::exchange::client;
use crate::upstream::list::page;
use crate::upstream::retry_after::seconds;

/// The body of a create or of an invitation.
pub fn body(bytes: &[u8]) {
    let body = Whole(Bytes::copy_from_slice(bytes));
    if let Ok(draft) = body.draft() {
        // Another reader reads the same.
        let other: Value = serde_json::from_slice(bytes).expect("it is JSON for everybody");
        for field in Field::ALL {
            let text = other.get(field.name()).and_then(Value::as_str).unwrap_or_default();
            assert_eq!(draft.get(field), text);
        }
        if let Ok(new) = draft.check() {
            let sent = serde_json::to_vec(&new).expect("texts are always JSON");
            let again: Draft = serde_json::from_slice(&sent).expect("what we send can be read");
            assert!(again.check() == Ok(new), "what passed once passes again, unchanged");
        }
    }
    if let Ok(address) = body.address()
        && let Ok(invitation) = Invitation::check(&address)
    {
        let address = invitation.email();
        assert!(!address.contains(char::is_control) && address.matches('@').count() == 1);
    }
}

/// The head of a request, in one piece and byte by byte.
pub fn head(bytes: &[u8]) {
    let at_once = judge(bytes, 0);
    if let Head::Whole(length, _) = at_once {
        let head = &bytes[..length];
        assert!(head.ends_with(b"\r\n\r\n"));
        let feeds = (0..length).filter(|at| head[*at] == b'\n');
        assert!(feeds.into_iter().all(|at| at > 0 && head[at - 1] == b'\r'));
    }
    let in_pieces = (1..=bytes.len()).map(|end| judge(&bytes[..end], end - 1));
    match in_pieces.into_iter().find(|it| *it != Head::Partial) {
        // A head that is too large is noticed sooner, and that is all.
        Some(Head::Refused(_)) if bytes.len() > LARGE => {}
        Some(Head::Refused(_)) => assert!(matches!(at_once, Head::Refused(_))),
        found => assert_eq!(found.unwrap_or(Head::Partial), at_once),
    }
}

/// Heads from here on may be refused before their end has come.
const LARGE: usize = 2048;

/// An answer of the upstream: a client, a page of them, how long to leave it alone.
pub fn upstream(bytes: &[u8]) {
    if let Ok(decoded) = client(bytes) {
        let client_read = decoded.client;
        assert!(!client_read.id().is_empty() && !client_read.name().is_empty());
        let told = serde_json::to_vec(&client_read).expect("a client is always JSON");
        let again = client(&told).expect("what we tell can be read");
        assert!(again.client == client_read, "a client survives being told");
    }
    if let Ok(page) = page(bytes) {
        assert!(page.clients.iter().all(|it| !it.id().is_empty()));
    }
    if let Some(headers) = carrying(RETRY_AFTER, bytes) {
        assert!((1..=3600).contains(&seconds(&headers, SystemTime::UNIX_EPOCH)));
    }
}

/// The headers of a caller that are read.
pub fn headers(bytes: &[u8]) {
    if let Some(headers) = carrying(TRACEPARENT, bytes) {
        // New, where it is not named well.
        let trace = Trace::of(&headers);
        let next = HeaderMap::from_iter([(TRACEPARENT, trace.child().header())]);
        assert_eq!(Trace::of(&next).id().to_string(), trace.id().to_string());
    }
    if let Some(headers) = carrying(AUTHORIZATION, bytes)
        && let Ok(token) = bearer(&headers)
    {
        assert!(!token.starts_with(' ') && !token.ends_with(' '));
    }
    if let Ok(text) = str::from_utf8(bytes)
        && let Ok(key) = text.parse::<IdempotencyKey>()
    {
        assert!(text.to_ascii_lowercase().contains(key.as_str()));
        assert!(key.to_string().parse() == Ok(key), "a key reads as itself");
    }
}

fn carrying(name: HeaderName, bytes: &[u8]) -> Option<HeaderMap> {
    Some(HeaderMap::from_iter([(name, HeaderValue::from_bytes(bytes).ok()?)]))
}

/// What an issuer publishes and signs: keys, the head of a token, its claims after a pointer and a
/// line feed.
pub fn issuer(bytes: &[u8]) {
    if let Some(keys) = KeySet::read(bytes) {
        for secret in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            assert!(keys.find(None, secret).is_none(), "no secret verifies anything");
        }
    }
    let Ok(text) = str::from_utf8(bytes) else { return };
    if let Ok(header) = decode_header(text) {
        let hashed = matches!(header.alg, Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512);
        assert!(is_taken(&header).is_err() || !hashed);
    }
    if let Some((pointer, claims)) = text.split_once('\n')
        && let Ok(claims) = serde_json::from_str::<Map<String, Value>>(claims)
    {
        let found = Claim::new(pointer).find(&claims).cloned();
        let all = Value::Object(claims);
        let expected =
            if pointer.starts_with('/') { all.pointer(pointer) } else { all.get(pointer) };
        assert_eq!(found.as_ref(), expected);
    }
}

/// The settings that are no files, a line for each.
pub fn settings(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let mut args = Args::try_parse_from(["roosted-proxy"]).expect("every setting has a default");
    let (Args { listen, admin_listen, api_url, api_auth, .. }, mut lines) =
        (&mut args, text.lines());
    let mut next = || lines.next().filter(|it| !it.is_empty()).map(ToOwned::to_owned);
    for place in [listen, admin_listen, api_auth] {
        *place = next().unwrap_or_else(|| place.clone());
    }
    *api_url = next();
    for place in [
        &mut args.frame_ancestors,
        &mut args.reconcile,
        &mut args.timeouts,
        &mut args.keep_alive,
        &mut args.http2,
        &mut args.invite,
        &mut args.invite_email_field,
        &mut args.log,
    ] {
        *place = next().unwrap_or_else(|| place.clone());
    }
    for place in [
        &mut args.public_origin,
        &mut args.auth,
        &mut args.jwt_issuer,
        &mut args.jwt_audience,
        &mut args.trusted_proxies,
        &mut args.allow_users,
        &mut args.allow_groups,
        &mut args.groups_header,
        &mut args.rate_limit,
    ] {
        *place = next();
    }
    // Whatever else is said: no folder is read.
    args.static_dir = Some("no-such-folder".to_owned());
    if let Err(mistakes) = Config::read(&args, Some("fuzzed-key".as_ref())) {
        assert!(!mistakes.is_empty() && !mistakes.to_string().contains("fuzzed-key"));
    }
}
