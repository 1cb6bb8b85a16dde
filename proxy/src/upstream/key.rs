//! The API key: where it comes from, and how it is kept out of everything that is written down.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{fmt, fs, io};

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};

use crate::config::ApiAuth;

/// The key of the upstream.
pub struct ApiKey(Source);

enum Source {
    Fixed(SecretString),
    /// With the last key that could be read.
    File(PathBuf, Mutex<SecretString>),
}

/// Why there is no usable key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// There is nothing but white space.
    #[error("it is empty")]
    Empty,
    /// It holds what no key holds.
    #[error("it is no key: one line of plain characters is expected, at most {MAX_BYTES} of them")]
    NotAKey,
}

/// Longer than any key, and short enough to be read for every request.
const MAX_BYTES: usize = 4096;

impl ApiKey {
    /// A key that never changes.
    ///
    /// # Errors
    ///
    /// Returns [`KeyError::Empty`] or [`KeyError::NotAKey`].
    pub fn fixed(key: &SecretString) -> Result<Self, KeyError> {
        check(key.expose_secret()).map(|it| Self(Source::Fixed(it)))
    }

    /// The key in a file, which may be replaced at any time.
    ///
    /// # Errors
    ///
    /// Returns any [`KeyError`].
    pub fn from_file(path: &Path) -> Result<Self, KeyError> {
        let key = read(&fs::read(path)?)?;
        Ok(Self(Source::File(path.to_owned(), Mutex::new(key))))
    }

    /// The header that carries the key as it is now, marked so that no `Debug` prints it.
    pub(super) async fn header(&self, scheme: ApiAuth) -> (HeaderName, HeaderValue) {
        let key = self.current().await;
        let (name, text) = match scheme {
            ApiAuth::ApiKeyHeader => {
                (HeaderName::from_static("x-api-key"), key.expose_secret().to_owned())
            }
            ApiAuth::Bearer => (AUTHORIZATION, format!("Bearer {}", key.expose_secret())),
        };
        let mut value =
            HeaderValue::try_from(text).expect("`check` lets only visible characters through");
        value.set_sensitive(true);
        (name, value)
    }

    /// Reads the file each time: it is small, and no clock or watcher can then miss a change.
    async fn current(&self) -> SecretString {
        let (path, last) = match &self.0 {
            Source::Fixed(key) => return key.clone(),
            Source::File(path, last) => (path, last),
        };
        let fresh = tokio::fs::read(path).await.map_err(KeyError::from).and_then(|it| read(&it));
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        match fresh {
            Ok(key) => *last = key,
            // Most likely it is being replaced at this moment.
            Err(error) => tracing::error!(event = "key-file", %error, "the last key stays in use"),
        }
        last.clone()
    }
}

fn read(bytes: &[u8]) -> Result<SecretString, KeyError> {
    check(str::from_utf8(bytes).map_err(|_| KeyError::NotAKey)?)
}

fn check(text: &str) -> Result<SecretString, KeyError> {
    let key = text.trim();
    if key.is_empty() {
        Err(KeyError::Empty)
    } else if key.len() > MAX_BYTES || !key.bytes().all(|it| it.is_ascii_graphic()) {
        Err(KeyError::NotAKey)
    } else {
        Ok(SecretString::from(key))
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_an_end() {
        assert!(check(&"k".repeat(MAX_BYTES)).is_ok());
        assert!(matches!(check(&"k".repeat(MAX_BYTES + 1)), Err(KeyError::NotAKey)));
    }

    #[tokio::test]
    async fn no_debug_prints_the_key() {
        let key = ApiKey::fixed(&SecretString::from("s3cret")).unwrap();
        for scheme in [ApiAuth::ApiKeyHeader, ApiAuth::Bearer] {
            let header = key.header(scheme).await;
            assert!(header.1.as_bytes().ends_with(b"s3cret"));
            assert!(!format!("{key:?} {header:?}").contains("s3cret"));
        }
    }
}
