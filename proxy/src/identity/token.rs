//! Tokens that callers bring: JSON Web Tokens in `Authorization: Bearer`.

use std::borrow::Cow;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::{Header, Validation, decode, decode_header};
use serde_json::{Map, Value};

use super::published::{DoorkeeperError, Published};
use super::signature::{ALGORITHMS, use_ring};
use super::{Known, Stranger, is_name};
use crate::config::{Claim, Tokens as Settings};
use crate::guard;

/// The longest token, in bytes. All headers together may have twice as many.
const MAX_TOKEN: usize = 8 * 1024;

/// How far the clocks of the issuer and of this machine may be apart, in seconds.
const CLOCK_SKEW: u64 = 60;

/// The types of token that say who somebody is (RFC 7519, RFC 9068). Others are signed with the
/// same keys for other purposes, such as to end a session.
const TYPES: [&str; 4] = ["jwt", "at+jwt", "application/jwt", "application/at+jwt"];

/// Reads tokens of one issuer.
pub(super) struct Tokens {
    keys: Published,
    validation: Validation,
    user: Claim,
    groups: Claim,
}

impl Tokens {
    /// Begins to ask for the issuer's keys, within a Tokio runtime.
    pub(super) fn new(settings: Settings) -> Result<Self, DoorkeeperError> {
        use_ring();
        let Settings { keys, issuer, audience, user, groups } = settings;
        let mut validation = Validation {
            // None until a token names one of ours.
            algorithms: Vec::new(),
            validate_nbf: true,
            leeway: CLOCK_SKEW,
            ..Validation::default()
        };
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[audience]);
        Ok(Self { keys: Published::at(keys)?, validation, user, groups })
    }

    /// Who the token of a request is for.
    pub(super) async fn read(&self, headers: &HeaderMap) -> Result<Known<'static>, Stranger> {
        let token = bearer(headers)?;
        let header = decode_header(token).map_err(|error| stranger(&error))?;
        is_taken(&header)?;
        let key = self.keys.find(header.kid.as_deref(), header.alg).await?;
        let validation = Validation { algorithms: vec![header.alg], ..self.validation.clone() };
        let token = decode::<Map<String, Value>>(token, &key, &validation);
        self.known(&token.map_err(|error| stranger(&error))?.claims)
    }

    fn known(&self, claims: &Map<String, Value>) -> Result<Known<'static>, Stranger> {
        let name = self.user.find(claims).and_then(Value::as_str);
        let name = name.filter(|it| is_name(it)).ok_or(Stranger::Claim)?;
        let groups = match self.groups.find(claims) {
            Some(Value::String(group)) => vec![group.clone()],
            Some(Value::Array(groups)) => {
                groups.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
            }
            _ => Vec::new(),
        };
        Ok(Known { name: Cow::Owned(name.to_owned()), groups })
    }
}

/// The one token of a request. Readers disagree on which of two counts.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str, Stranger> {
    let value = guard::only(headers, &AUTHORIZATION).map_err(|_| Stranger::TwoTokens)?;
    let value = value.ok_or(Stranger::NoToken)?.to_str().map_err(|_| Stranger::Unreadable)?;
    let (scheme, token) = value.split_once(' ').ok_or(Stranger::NoToken)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Stranger::NoToken);
    }
    let token = token.trim_matches(' ');
    if token.len() > MAX_TOKEN { Err(Stranger::LongToken) } else { Ok(token) }
}

/// Looks at what a token says of itself. Where it says how to check it (`jwk`, `jku`, `x5c`, …)
/// nobody listens.
pub(crate) fn is_taken(header: &Header) -> Result<(), Stranger> {
    if !ALGORITHMS.contains(&header.alg) {
        return Err(Stranger::Algorithm);
    }
    let is_known = |it: &String| TYPES.iter().any(|known| known.eq_ignore_ascii_case(it));
    // `crit` lists what must be understood, and `b64` or `zip` would be among it.
    if !header.typ.as_ref().is_none_or(is_known) || header.crit.is_some() {
        return Err(Stranger::Unreadable);
    }
    Ok(())
}

/// What an error of the library means. Its own words could quote the token.
fn stranger(error: &Error) -> Stranger {
    match error.kind() {
        ErrorKind::InvalidSignature => Stranger::Signature,
        ErrorKind::ExpiredSignature => Stranger::Expired,
        ErrorKind::ImmatureSignature => Stranger::TooEarly,
        ErrorKind::InvalidIssuer => Stranger::Issuer,
        ErrorKind::InvalidAudience => Stranger::Audience,
        ErrorKind::MissingRequiredClaim(_) | ErrorKind::InvalidClaimFormat(_) => Stranger::Claim,
        ErrorKind::InvalidAlgorithm | ErrorKind::UnsupportedAlgorithm => Stranger::Algorithm,
        _ => Stranger::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn headers(values: &[&str]) -> HeaderMap {
        let values = values.iter().map(|it| (AUTHORIZATION, HeaderValue::from_str(it).unwrap()));
        values.collect()
    }

    #[test]
    fn a_request_has_one_token() {
        let long = format!("Bearer {}", "x".repeat(MAX_TOKEN + 1));
        for (values, expected) in [
            (&[][..], Err(Stranger::NoToken)),
            (&["abc"], Err(Stranger::NoToken)),
            (&["Basic YTpi"], Err(Stranger::NoToken)),
            (&["Bearer a", "Bearer a"], Err(Stranger::TwoTokens)),
            (&["Basic YTpi", "Bearer a"], Err(Stranger::TwoTokens)),
            (&[&long], Err(Stranger::LongToken)),
            (&["Bearer a"], Ok("a")),
            (&["bearer  a "], Ok("a")),
        ] {
            assert_eq!(bearer(&headers(values)), expected, "{values:?}");
        }
        let latin = HeaderMap::from_iter([(
            AUTHORIZATION,
            HeaderValue::from_bytes(b"Bearer \xFC").unwrap(),
        )]);
        assert_eq!(bearer(&latin), Err(Stranger::Unreadable));
    }

    proptest! {
        #[test]
        fn whatever_is_brought_is_read_without_a_panic(token in "[ -~]{0,80}") {
            let headers = headers(&[&format!("Bearer {token}")]);
            prop_assert_eq!(bearer(&headers), Ok(token.trim_matches(' ')));
            prop_assert!(decode_header(token.trim_matches(' ')).is_err());
        }
    }
}
