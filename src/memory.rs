//! What this tab remembers across a reload: the submission whose answer is not final.
//!
//! The only file that knows the session storage. What is kept there is a flat object of texts,
//! under the path of the page and the name of the form; members that this build does not know are
//! left alone by it, and gone with the next writing. A storage that is full, refused or switched
//! off is one that keeps nothing: the form works all the same.

use std::fmt;

use roosted_contract::{Draft, Field};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use web_sys::Storage;

use crate::form::{Attempt, Standing};

/// How long it is of use, in milliseconds: a day.
const LIFE: u64 = 24 * 60 * 60 * 1_000;

const KEY: &str = "key";
const FINGERPRINT: &str = "fingerprint";
const AT: &str = "at";
const STANDING: &str = "standing";

/// What each standing is called.
const STANDINGS: [(Standing, &str); 4] = [
    (Standing::Unsent, "unsent"),
    (Standing::Sent, "sent"),
    (Standing::Doubted, "doubted"),
    (Standing::Unrecorded, "unrecorded"),
];

/// Keeps `attempt` under `place`, or nothing; what was typed only where `typed`.
pub fn keep(place: &str, attempt: Option<&Attempt>, typed: bool) {
    let Some(storage) = storage() else { return };
    let written = attempt.is_some_and(|it| storage.set_item(place, &write(it, typed)).is_ok());
    if !written {
        // Rather none than an older one.
        _ = storage.remove_item(place);
    }
}

/// What was kept under `place`, unless it is too old.
pub fn recall(place: &str, now: u64) -> Option<Attempt> {
    read(&storage()?.get_item(place).ok()??, now)
}

/// The text that is kept of `attempt`.
pub fn write(attempt: &Attempt, typed: bool) -> String {
    serde_json::to_string(&Kept { attempt, typed }).unwrap_or_default()
}

/// The attempt of a kept text, unless it cannot be read or is too old.
pub fn read(text: &str, now: u64) -> Option<Attempt> {
    let texts: Texts = serde_json::from_str(text).ok()?;
    let standing = texts.get(STANDING)?;
    let at = texts.get(AT)?.parse().ok()?;
    if now.saturating_sub(at) > LIFE {
        return None;
    }
    let mut draft = Draft::default();
    for field in Field::ALL {
        draft.set(field, texts.get(field.name()).unwrap_or_default());
    }
    Some(Attempt {
        key: texts.get(KEY)?.parse().ok()?,
        client: draft.check().ok(),
        fingerprint: texts.get(FINGERPRINT)?.parse().ok()?,
        at,
        standing: STANDINGS.iter().find(|it| it.1 == standing)?.0,
    })
}

/// None where the browser refuses it, which it does by throwing.
fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

struct Kept<'a> {
    attempt: &'a Attempt,
    typed: bool,
}

impl Serialize for Kept<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Attempt { key, client, fingerprint, at, standing } = self.attempt;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(KEY, key.as_str())?;
        map.serialize_entry(FINGERPRINT, &*fingerprint.to_string())?;
        map.serialize_entry(AT, &*at.to_string())?;
        let standing = STANDINGS.iter().find(|it| it.0 == *standing).map_or("", |it| it.1);
        map.serialize_entry(STANDING, standing)?;
        if let Some(client) = client.as_ref().filter(|_| self.typed) {
            for field in Field::ALL {
                if let Some(text) = client.get(field) {
                    map.serialize_entry(field.name(), text)?;
                }
            }
        }
        map.end()
    }
}

/// The members of an object of texts.
struct Texts(Vec<(String, String)>);

impl Texts {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|it| it.0 == name).map(|it| &*it.1)
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TextsVisitor)
    }
}

struct TextsVisitor;

impl<'de> Visitor<'de> for TextsVisitor {
    type Value = Texts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Texts, A::Error> {
        let mut texts = Vec::new();
        while let Some(member) = map.next_entry()? {
            texts.push(member);
        }
        Ok(Texts(texts))
    }
}
