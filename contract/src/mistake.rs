//! What can be wrong with a field, and what can merely look odd.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::{Field, is_plausible_email};

/// One thing to put right in one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub field: Field,
    /// What.
    pub reason: Reason,
}

/// Why a field cannot be sent as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is required and empty.
    Required,
    /// It is longer than [`Field::limit`].
    TooLong {
        /// By how many characters.
        over: usize,
    },
    /// Somebody else refused it, without a reason this build knows.
    Refused,
}

/// Something that looks odd and does not stop anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Where.
    pub field: Field,
    /// What.
    pub doubt: Doubt,
}

/// Why a field may not be what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It does not look like an e-mail address. The API takes it all the same.
    Email,
    /// An e-mail address stands where none belongs.
    EmailElsewhere,
    /// Nothing but digits stands where a place belongs.
    DigitsForPlace,
    /// Nothing but letters stands where a postal code belongs.
    LettersForPostalCode,
}

impl Doubt {
    /// What looks odd about the clean text of a field, if anything.
    ///
    /// Only what can be told without knowing any country: in doubt there is no doubt.
    ///
    /// # Examples
    ///
    /// ```
    /// use roosted_contract::{Doubt, Field};
    ///
    /// assert_eq!(Doubt::of(Field::City, "62704"), Some(Doubt::DigitsForPlace));
    /// assert_eq!(Doubt::of(Field::City, "Springfield"), None);
    /// ```
    pub fn of(field: Field, clean: &str) -> Option<Self> {
        let is_email = || is_plausible_email(clean);
        let digits = || clean.bytes().filter(u8::is_ascii_digit).count();
        let only = |is: fn(&u8) -> bool| clean.bytes().all(|it| is(&it) || b" -.".contains(&it));
        match field {
            _ if clean.is_empty() => None,
            Field::ContactEmail => (!is_email()).then_some(Self::Email),
            _ if is_email() => Some(Self::EmailElsewhere),
            Field::City | Field::State if digits() > 2 && only(u8::is_ascii_digit) => {
                Some(Self::DigitsForPlace)
            }
            // Of one word or more, so that no abbreviation is taken for a mistake.
            Field::PostalCode if clean.len() > 4 && only(u8::is_ascii_alphabetic) => {
                Some(Self::LettersForPostalCode)
            }
            _ => None,
        }
    }
}

closed_set! {
    /// What is wrong with a field, as a word for programs.
    FieldCode {
        /// Required and empty.
        Required = "required",
        /// Longer than its limit.
        TooLong = "too-long",
        /// Not an address an e-mail can be sent to. Only of an invitation.
        Implausible = "implausible",
        /// A name this API does not take.
        UnknownField = "unknown-field",
        /// The same name twice in one object.
        DuplicateField = "duplicate-field",
        /// Not a string.
        WrongType = "wrong-type",
    }
    else
    /// A word this build does not know: the other side is newer.
    Unknown
}

/// One entry of a problem's `errors`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name on the wire.
    pub field: String,
    /// What is wrong with it.
    pub code: FieldCode,
    /// One English sentence for a log. The widget has its own words.
    #[serde(default)]
    pub message: String,
}

/// Personal data stays out of logs: a name that nobody knows can be anything that was typed.
impl fmt::Debug for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = Field::named(&self.field).map_or("..", Field::name);
        write!(f, "FieldError {{ field: {field:?}, code: {:?}, .. }}", self.code)
    }
}

impl From<Mistake> for FieldError {
    fn from(Mistake { field, reason }: Mistake) -> Self {
        let limit = field.limit();
        let (code, message) = match reason {
            Reason::Required => (FieldCode::Required, "A value is required.".into()),
            Reason::TooLong { over } => {
                (FieldCode::TooLong, format!("{over} characters over the limit of {limit}."))
            }
            Reason::Refused => (FieldCode::Unknown, "The value was refused.".into()),
        };
        Self { field: field.name().into(), code, message }
    }
}
