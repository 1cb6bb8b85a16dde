//! Reading a flat JSON object of strings, naming everything that is wrong with its shape.
//!
//! A derived reader stops at the first flaw and forgets which field it was in; a caller wants
//! them all, by name. Syntax errors (and lone surrogates) stay the format's own.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::{FieldCode, FieldError};

/// One member of an object that does not belong there as it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The member's name, cut to a readable length.
    pub name: String,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// What can be wrong with a member of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Nobody knows this name.
    Unknown,
    /// The name stands there twice.
    Duplicate,
    /// The value is no string.
    WrongType,
}

/// Why a body is not the object it should be.
pub enum ReadError<E> {
    /// It cannot be read at all.
    Syntax(E),
    /// It is an object, with at least one member that does not belong. The first 64 are told.
    Malformed(Vec<Malformed>),
}

impl From<Malformed> for FieldError {
    fn from(Malformed { name, flaw }: Malformed) -> Self {
        let (code, message) = match flaw {
            Flaw::Unknown => (FieldCode::UnknownField, "This API takes no such field."),
            Flaw::Duplicate => (FieldCode::DuplicateField, "The field is there twice."),
            Flaw::WrongType => (FieldCode::WrongType, "The value must be a string."),
        };
        Self { field: name, code, message: message.into() }
    }
}

/// Personal data stays out of logs: a name that nobody knows can be anything that was typed.
impl fmt::Debug for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Malformed {{ flaw: {:?}, .. }}", self.flaw)
    }
}

/// Likewise: the words of a parser quote what it read.
impl<E> fmt::Debug for ReadError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(_) => f.write_str("Syntax(..)"),
            Self::Malformed(members) => f.debug_tuple("Malformed").field(members).finish(),
        }
    }
}

/// Longest part of an unknown name that is told back to the caller, in code points.
const NAME_CHARS: usize = 64;

/// How many flaws are told at most: a small body must not make a large answer.
const MAX_FLAWS: usize = 64;

/// Reads an object whose members are all strings of the given names, each at most once.
pub(crate) fn read_texts<'de, D: Deserializer<'de>>(
    names: &[&'static str],
    deserializer: D,
) -> Result<Vec<Option<String>>, ReadError<D::Error>> {
    let (texts, malformed) =
        TextObject(names).deserialize(deserializer).map_err(ReadError::Syntax)?;
    if malformed.is_empty() { Ok(texts) } else { Err(ReadError::Malformed(malformed)) }
}

struct TextObject<'n>(&'n [&'static str]);

type Texts = (Vec<Option<String>>, Vec<Malformed>);

impl<'de> DeserializeSeed<'de> for TextObject<'_> {
    type Value = Texts;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Texts, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for TextObject<'_> {
    type Value = Texts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of strings")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Texts, A::Error> {
        let mut texts = vec![None; self.0.len()];
        let mut seen = vec![false; self.0.len()];
        let mut malformed = Vec::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let text = map.next_value::<Lenient>()?.0;
            let place = self.0.iter().position(|it| *it == name);
            let flaw = match (place, text) {
                (None, _) => Flaw::Unknown,
                (Some(place), _) if seen[place] => Flaw::Duplicate,
                (Some(place), text) => {
                    seen[place] = true;
                    if text.is_some() {
                        texts[place] = text;
                        continue;
                    }
                    Flaw::WrongType
                }
            };
            if malformed.len() < MAX_FLAWS {
                malformed.push(Malformed { name: name.chars().take(NAME_CHARS).collect(), flaw });
            }
        }
        Ok((texts, malformed))
    }
}

/// A string, or anything else.
struct Lenient(Option<String>);

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LenientVisitor)
    }
}

struct LenientVisitor;

impl<'de> Visitor<'de> for LenientVisitor {
    type Value = Lenient;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Lenient, E> {
        Ok(Lenient(Some(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Lenient, E> {
        Ok(Lenient(Some(text)))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Lenient, E> {
        Ok(Lenient(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Lenient, E> {
        Ok(Lenient(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Lenient, E> {
        Ok(Lenient(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Lenient, E> {
        Ok(Lenient(None))
    }

    fn visit_unit<E>(self) -> Result<Lenient, E> {
        Ok(Lenient(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Lenient, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Lenient(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Lenient, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Lenient(None))
    }
}
