//! The key that makes sending the same submission twice harmless.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, de};

/// A UUID in lower case, one for each payload.
///
/// Parsed from a bare UUID or from the quoted string of the IETF draft
/// `draft-ietf-httpapi-idempotency-key-header`.
///
/// # Examples
///
/// ```
/// use roosted_contract::IdempotencyKey;
///
/// let bare: IdempotencyKey = "6F1F9F0A-8D1B-4C77-9D6B-0E4F1C2A3B4D".parse().unwrap();
/// assert_eq!(bare, r#""6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d""#.parse().unwrap());
/// assert!("6f1f9f0a".parse::<IdempotencyKey>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct IdempotencyKey([u8; 36]);

/// The text is no UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadKey;

impl IdempotencyKey {
    /// A random key (UUID version 4, RFC 9562) of 16 random bytes.
    pub fn from_random(mut bytes: [u8; 16]) -> Self {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        bytes[6] = bytes[6] & 0x0F | 0x40;
        bytes[8] = bytes[8] & 0x3F | 0x80;
        let mut text = [b'-'; 36];
        let mut places = (0..36).filter(|place| !is_hyphen(*place));
        for byte in bytes {
            for digit in [byte >> 4, byte & 0x0F] {
                if let Some(place) = places.next() {
                    text[place] = HEX[usize::from(digit)];
                }
            }
        }
        Self(text)
    }

    /// The key as it travels.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

const fn is_hyphen(place: usize) -> bool {
    matches!(place, 8 | 13 | 18 | 23)
}

impl FromStr for IdempotencyKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let bare = text.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(text);
        let mut key: [u8; 36] = bare.as_bytes().try_into().map_err(|_| BadKey)?;
        let well_formed = key.iter().enumerate().all(|(place, byte)| {
            if is_hyphen(place) { *byte == b'-' } else { byte.is_ascii_hexdigit() }
        });
        key.make_ascii_lowercase();
        if well_formed { Ok(Self(key)) } else { Err(BadKey) }
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for BadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a UUID")
    }
}

impl std::error::Error for BadKey {}

impl Serialize for IdempotencyKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for IdempotencyKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
