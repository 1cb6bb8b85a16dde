//! What a person typed, and the one check that turns it into something that may be sent.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde::{Deserialize, Deserializer};

use crate::malformed::read_texts;
use crate::{
    Client, ClientField, Doubt, Field, Malformed, Mistake, ReadError, Reason, Warning, text,
};

/// What a person has typed so far. Nothing in it is known to be right.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Draft([String; Field::COUNT]);

/// A client that passed [`Draft::check`], the only way to make one.
///
/// It serializes to the request of the API: clean texts in reading order, empty fields left out.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct NewClient([Option<Box<str>>; Field::COUNT]);

impl Draft {
    /// As typed into `field`.
    pub fn get(&self, field: Field) -> &str {
        &self.0[field.index()]
    }

    /// Types `text` into `field`.
    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        self.0[field.index()] = text.into();
    }

    /// Whether nothing was typed anywhere.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(String::is_empty)
    }

    /// Reads the body of a create: an object of strings, names of [`Field`] only, none twice.
    ///
    /// What follows the object is the caller's to refuse (`serde_json::Deserializer::end`).
    ///
    /// # Errors
    ///
    /// - [`ReadError::Syntax`] when it is no object of any kind, or holds a lone surrogate,
    /// - [`ReadError::Malformed`] with every member that does not belong.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, ReadError<D::Error>> {
        let texts = read_texts(&Field::ALL.map(Field::name), deserializer)?;
        let mut draft = Self::default();
        for (field, text) in Field::ALL.into_iter().zip(texts) {
            draft.set(field, text.unwrap_or_default());
        }
        Ok(draft)
    }

    /// Checks every field and cleans what it keeps.
    ///
    /// # Errors
    ///
    /// Returns every [`Mistake`], in reading order and at most one for each field.
    ///
    /// # Examples
    ///
    /// ```
    /// use roosted_contract::{Draft, Field, Mistake, Reason};
    ///
    /// let mut draft = Draft::default();
    /// draft.set(Field::Name, " Ada & Sons ");
    /// assert_eq!(draft.check().unwrap().get(Field::Name), Some("Ada & Sons"));
    ///
    /// let mistakes = Draft::default().check().unwrap_err();
    /// assert_eq!(mistakes, [Mistake { field: Field::Name, reason: Reason::Required }]);
    /// ```
    pub fn check(&self) -> Result<NewClient, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let fields = Field::ALL.map(|field| {
            Self::check_field(field, self.get(field)).unwrap_or_else(|reason| {
                mistakes.push(Mistake { field, reason });
                None
            })
        });
        if mistakes.is_empty() { Ok(NewClient(fields)) } else { Err(mistakes) }
    }

    /// Checks one field alone: the clean text, or `None` where it is empty and may be.
    ///
    /// # Errors
    ///
    /// Returns [`Reason::Required`] or [`Reason::TooLong`].
    pub fn check_field(field: Field, typed: &str) -> Result<Option<Box<str>>, Reason> {
        let clean = text::clean(typed);
        // A byte length within the limit proves the length in code points without counting.
        let length = if clean.len() > field.limit() { text::length(&clean) } else { clean.len() };
        Self::check_length(field, length)?;
        Ok((length > 0).then(|| clean.into()))
    }

    /// Checks how long the clean text of one field is, in code points: all that there is to check of it.
    ///
    /// # Errors
    ///
    /// Returns [`Reason::Required`] or [`Reason::TooLong`].
    pub const fn check_length(field: Field, length: usize) -> Result<(), Reason> {
        match length.saturating_sub(field.limit()) {
            0 if length == 0 && field.required() => Err(Reason::Required),
            0 => Ok(()),
            over => Err(Reason::TooLong { over }),
        }
    }

    /// What looks odd, in reading order and without stopping anybody.
    pub fn warnings(&self) -> Vec<Warning> {
        let doubt = |field| Doubt::of(field, &text::clean(self.get(field)));
        let warning = |field| doubt(field).map(|doubt| Warning { field, doubt });
        Field::ALL.into_iter().filter_map(warning).collect()
    }
}

impl NewClient {
    /// The clean text of `field`, if it has any.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.0[field.index()].as_deref()
    }

    /// Whether a record holds the same eight texts, by the rules of [`text`]: null, missing and
    /// empty are the same.
    pub fn is_like(&self, client: &Client) -> bool {
        Field::ALL.into_iter().all(|field| {
            let there = ClientField::named(field.name()).and_then(|it| client.text(it));
            text::clean(there.unwrap_or_default()) == self.get(field).unwrap_or_default()
        })
    }

    /// What a person would have typed to get it.
    pub fn to_draft(&self) -> Draft {
        Draft(self.0.clone().map(|text| text.unwrap_or_default().into()))
    }
}

/// Only where no names are wanted; [`Draft::read`] tells them all.
impl<'de> Deserialize<'de> for Draft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer).map_err(|error| match error {
            ReadError::Syntax(error) => error,
            ReadError::Malformed(all) => serde::de::Error::custom(Flaws(&all)),
        })
    }
}

impl Serialize for NewClient {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for field in Field::ALL {
            if let Some(text) = self.get(field) {
                map.serialize_entry(field.name(), text)?;
            }
        }
        map.end()
    }
}

/// Without names: whoever logs an error does not think of what a stranger calls a member.
struct Flaws<'m>(&'m [Malformed]);

impl fmt::Display for Flaws<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("malformed members:")?;
        self.0.iter().try_for_each(|it| write!(f, " {:?}", it.flaw))
    }
}

/// Personal data stays out of logs: only the name of the type.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Draft { .. }")
    }
}

/// Personal data stays out of logs: only the name of the type.
impl fmt::Debug for NewClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewClient { .. }")
    }
}
