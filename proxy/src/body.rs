//! The body of a request, read within bounds, with every flaw named.

use std::error::Error;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_LENGTH;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use roosted_contract::{Code, Draft, FieldError, Invitation, Malformed, ReadError, wire};
use serde_json::Deserializer;
use serde_json::de::SliceRead;

use crate::AppError;
use crate::serve::TooSlow;

/// A whole body.
pub(crate) struct Whole(Bytes);

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

impl<S: Sync> FromRequest<S> for Whole {
    type Rejection = AppError;

    async fn from_request(request: Request, _: &S) -> Result<Self, AppError> {
        let most = wire::MAX_REQUEST_BYTES;
        let declared = request.headers().get(CONTENT_LENGTH).and_then(|it| it.to_str().ok());
        if declared.and_then(|it| it.parse::<u64>().ok()).is_some_and(|it| it > most as u64) {
            return Err(BodyError::TooLarge.into());
        }
        collect(request.into_body(), most).await.map(Self).map_err(AppError::Body)
    }
}

async fn collect(body: Body, most: usize) -> Result<Bytes, BodyError> {
    match Limited::new(body, most).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(BodyError::TooLarge),
        Err(error) if is_too_slow(&*error) => Err(BodyError::Slow),
        Err(_) => Err(BodyError::Cut),
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
