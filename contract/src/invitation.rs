//! The one address an invitation goes to.

use std::fmt;

use serde::{Deserializer, Serialize};

use crate::malformed::read_texts;
use crate::{Field, FieldCode, FieldError, ReadError, is_plausible_email, text};

/// An address that passed [`Invitation::check`], the only way to make one.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Invitation {
    email: String,
}

impl Invitation {
    /// The name of its one member on the wire.
    pub const EMAIL: &'static str = "email";

    /// Takes an address an e-mail can be sent to. The API declares no format for the contact's
    /// address, so a create takes anything; an invitation that cannot arrive helps nobody.
    ///
    /// # Errors
    ///
    /// Returns [`FieldCode::Required`], [`FieldCode::TooLong`] or [`FieldCode::Implausible`].
    pub fn check(typed: &str) -> Result<Self, FieldCode> {
        let email = text::clean(typed);
        if email.is_empty() {
            Err(FieldCode::Required)
        } else if text::length(&email) > Field::ContactEmail.limit() {
            Err(FieldCode::TooLong)
        } else if is_plausible_email(&email) {
            Ok(Self { email: email.into_owned() })
        } else {
            Err(FieldCode::Implausible)
        }
    }

    /// Reads the body of an invitation, to be checked.
    ///
    /// # Errors
    ///
    /// As [`Draft::read`](crate::Draft::read).
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, ReadError<D::Error>> {
        let mut texts = read_texts(&[Self::EMAIL], deserializer)?;
        Ok(texts.pop().flatten().unwrap_or_default())
    }

    /// The address.
    pub fn email(&self) -> &str {
        &self.email
    }

    /// The entry of a problem's `errors` for a refused address.
    pub fn error(code: FieldCode) -> FieldError {
        let message = match code {
            FieldCode::Required => "A value is required.",
            FieldCode::TooLong => "The address is too long.",
            _ => "An e-mail cannot be sent to this address.",
        };
        FieldError { field: Self::EMAIL.into(), code, message: message.into() }
    }
}

/// Personal data stays out of logs: only the name of the type.
impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Invitation { .. }")
    }
}
