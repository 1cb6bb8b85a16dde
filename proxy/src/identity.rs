//! Who is asking.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderName;
use axum::http::request::Parts;
use ipnet::IpNet;

use crate::config::Access;
use crate::{App, AppError};

/// Somebody who may come in.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct User(Arc<str>);

impl User {
    /// The name, to be hashed.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// The longest name that is believed, in bytes: an address of an e-mail fits.
const MAX_NAME: usize = 320;

impl FromRequestParts<App> for User {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        match &app.access {
            // One user for all: submissions are told apart by their keys alone.
            Access::Anybody => Ok(Self("anybody".into())),
            Access::Named { header, trusted, users } => {
                let name = named(parts, header, trusted).ok_or(AppError::Unauthenticated)?;
                match users {
                    Some(users) if !users.iter().any(|it| it == name) => Err(AppError::NotAllowed),
                    _ => Ok(Self(name.into())),
                }
            }
        }
    }
}

/// The name in the header, if there is exactly one and a trusted peer has set it.
fn named<'p>(parts: &'p Parts, header: &HeaderName, trusted: &[IpNet]) -> Option<&'p str> {
    let ConnectInfo(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    // A dual-stack listener shows IPv4 peers as IPv6.
    let peer = peer.ip().to_canonical();
    if !trusted.iter().any(|it| it.contains(&peer)) {
        return None;
    }
    let mut values = parts.headers.get_all(header).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let name = str::from_utf8(value.as_bytes()).ok()?.trim();
    let well_formed = matches!(name.len(), 1..=MAX_NAME) && !name.contains(char::is_control);
    well_formed.then_some(name)
}

/// A name is personal data: it stays out of logs.
impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("User { .. }")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_debug_prints_a_name() {
        let user = User("wilhelmine@example.org".into());
        assert_eq!(format!("{user:?}"), "User { .. }");
    }
}
