//! The body of a request, read within bounds, with every flaw named.

use std::error::Error;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_LENGTH;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use roosted_contract::{Code, Draft, FieldError, Invitation, Malformed, ReadError, wire};
use serde_json::Deserializer;
use serde_json::de::SliceRead;
use tokio::sync::Semaphore;

use crate::serve::TooSlow;
use crate::{App, AppError};

/// A whole body.
pub(crate) struct Whole(pub(crate) Bytes);

/// Why a body cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// It is longer than it may be.
    #[error("longer than {} bytes", wire::MAX_REQUEST_BYTES)]
    TooLarge,
    /// It broke off.
    #[error("it broke off")]
    Cut,
    /// It came too slowly.
    #[error("it came too slowly")]
    Slow,
    /// It is no JSON object. The parser's words are not kept: they quote what was typed.
    #[error("no JSON object (line {line}, column {column})")]
    Syntax {
        /// Where reading stopped.
        line: usize,
        /// Where reading stopped.
        column: usize,
    },
    /// Members that do not belong. Their names are the caller's, and stay out of the log.
    #[error("{} members do not belong", .0.len())]
    Malformed(Vec<Malformed>),
}

impl BodyError {
    /// What the caller is told.
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::TooLarge => Code::TooLarge,
            _ => Code::Malformed,
        }
    }

    /// The members that are wrong.
    pub(crate) fn errors(&self) -> Vec<FieldError> {
        match self {
            Self::Malformed(members) => members.iter().cloned().map(FieldError::from).collect(),
            _ => Vec::new(),
        }
    }
}

impl FromRequest<App> for Whole {
    type Rejection = AppError;

    async fn from_request(request: Request, app: &App) -> Result<Self, AppError> {
        let most = wire::MAX_REQUEST_BYTES;
        let declared = request.headers().get(CONTENT_LENGTH).and_then(|it| it.to_str().ok());
        if declared.and_then(|it| it.parse::<u64>().ok()).is_some_and(|it| it > most as u64) {
            return Err(BodyError::TooLarge.into());
        }
        collect(request.into_body(), most, &app.large_bodies).await.map(Self)
    }
}

/// The bodies larger than [`SMALL`] that are being read. Each can take as long as a connection is
/// patient, and all of them together must fit into memory.
pub(crate) struct LargeBodies(Semaphore);

/// The most bytes of a body that nobody counts: all but the longest addresses.
const SMALL: usize = 64 * 1024;

/// The most larger ones at once.
const LARGE_AT_ONCE: usize = 64;

impl Default for LargeBodies {
    fn default() -> Self {
        Self(Semaphore::new(LARGE_AT_ONCE))
    }
}

async fn collect(body: Body, most: usize, large: &LargeBodies) -> Result<Bytes, AppError> {
    let mut body = Limited::new(body, most);
    let (mut bytes, mut counted) = (Vec::new(), None);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| broken(&*error))?;
        let Ok(data) = frame.into_data() else { continue };
        bytes.extend_from_slice(&data);
        if bytes.len() > SMALL && counted.is_none() {
            counted = Some(large.0.try_acquire().map_err(|_| AppError::Overloaded)?);
        }
    }
    Ok(bytes.into())
}

fn broken(error: &(dyn Error + 'static)) -> BodyError {
    if error.is::<LengthLimitError>() {
        BodyError::TooLarge
    } else if is_too_slow(error) {
        BodyError::Slow
    } else {
        BodyError::Cut
    }
}

/// Whether the connection ran out of patience, somewhere below what others wrapped around it.
fn is_too_slow(error: &(dyn Error + 'static)) -> bool {
    error.is::<TooSlow>() || error.source().is_some_and(is_too_slow)
}

impl Whole {
    /// As what a person typed.
    ///
    /// # Errors
    ///
    /// Returns [`BodyError::Syntax`] or [`BodyError::Malformed`].
    pub(crate) fn draft(&self) -> Result<Draft, BodyError> {
        self.read(|it| Draft::read(it))
    }

    /// As the address of an invitation, to be checked.
    ///
    /// # Errors
    ///
    /// Returns [`BodyError::Syntax`] or [`BodyError::Malformed`].
    pub(crate) fn address(&self) -> Result<String, BodyError> {
        self.read(|it| Invitation::read(it))
    }

    fn read<T>(
        &self,
        read: impl FnOnce(&mut Deserializer<SliceRead<'_>>) -> Result<T, ReadError<serde_json::Error>>,
    ) -> Result<T, BodyError> {
        let syntax =
            |it: serde_json::Error| BodyError::Syntax { line: it.line(), column: it.column() };
        let mut json = Deserializer::from_slice(&self.0);
        let value = read(&mut json).map_err(|error| match error {
            ReadError::Syntax(error) => syntax(error),
            ReadError::Malformed(members) => BodyError::Malformed(members),
        })?;
        // Bytes after the object could be a second one, for another reader.
        json.end().map_err(syntax)?;
        Ok(value)
    }
}
