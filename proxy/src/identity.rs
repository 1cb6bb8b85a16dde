//! Who is asking.
//!
//! A sign-in proxy says so in a header (`named`), or the caller brings a token (`token`), which is
//! checked by the keys of its issuer (`keys`, `published`) with ring (`signature`).
//!
//! > **Invariant:** a name reaches the ledger, where it is hashed, and the limits. It is in no line
//! > of the log, no answer and no request to the upstream.

pub(crate) mod keys;
mod named;
mod published;
mod signature;
mod stranger;
pub(crate) mod token;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::config::{Access, Allowed};
use crate::{App, AppError};
use named::Named;
use token::Tokens;

pub use published::DoorkeeperError;
pub use stranger::Stranger;

/// Somebody who may come in. Clones are cheap.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct User(Arc<str>);

/// Somebody who is known, and the groups they are in.
struct Known<'p> {
    name: Cow<'p, str>,
    groups: Vec<String>,
}

/// Knows who may come in. It asks for keys in the background for as long as it lives.
pub struct Doorkeeper {
    by: By,
    allowed: Allowed,
}

/// What people are known by.
enum By {
    Nothing,
    Header(Named),
    Token(Box<Tokens>),
}

/// The longest name that is believed, in bytes: an address of an e-mail fits.
const MAX_NAME: usize = 320;

impl User {
    /// One user for all: submissions are told apart by their keys alone.
    fn anybody() -> Self {
        Self("anybody".into())
    }

    /// The name, to be hashed and sealed.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Somebody of that name.
    #[cfg(test)]
    pub(crate) fn named(name: &str) -> Self {
        Self(name.into())
    }
}

impl Doorkeeper {
    /// Prepares to ask who is coming in, within a Tokio runtime.
    ///
    /// # Errors
    ///
    /// Returns any [`DoorkeeperError`] when the keys of tokens cannot be asked for.
    pub fn new(access: Access) -> Result<Self, DoorkeeperError> {
        let (by, allowed) = match access {
            Access::Anybody => (By::Nothing, Allowed::everybody()),
            Access::Named { header, groups, trusted, allowed } => {
                (By::Header(Named { header, groups, trusted }), allowed)
            }
            Access::Token { tokens, allowed } => {
                (By::Token(Box::new(Tokens::new(tokens)?)), allowed)
            }
        };
        Ok(Self { by, allowed })
    }

    /// Who is asking.
    ///
    /// # Errors
    ///
    /// - [`AppError::Unauthenticated`] when nobody says so, or not so that it can be believed,
    /// - [`AppError::NotAllowed`] when neither the name nor a group is on the list.
    async fn ask(&self, parts: &Parts) -> Result<User, AppError> {
        let Known { name, groups } = match &self.by {
            By::Nothing => return Ok(User::anybody()),
            By::Header(named) => named.read(parts)?,
            By::Token(tokens) => tokens.read(&parts.headers).await?,
        };
        if self.allowed.admits(&name, groups.iter().map(String::as_str)) {
            Ok(User(name.into()))
        } else {
            Err(AppError::NotAllowed)
        }
    }
}

impl FromRequestParts<App> for User {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        app.doorkeeper.ask(parts).await
    }
}

/// Whether a name can be one: not too long, and nothing that reads as another name.
fn is_name(text: &str) -> bool {
    matches!(text.len(), 1..=MAX_NAME) && text.trim() == text && !text.contains(char::is_control)
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
