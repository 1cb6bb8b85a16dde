//! What this tab remembers across a reload, as texts: what stands in the form, and the submission
//! whose answer is not final.
//!
//! What was typed is kept once. Whether it is what was sent tells its fingerprint, so that the two
//! cannot speak against each other. The element writes and reads the storage (`element/draft.js`),
//! since it can do so when this module has not come yet, or has stopped.

use roosted_contract::{Draft, Field};

use crate::form::{Attempt, Standing};

/// How long a submission is of use, in milliseconds: a day.
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

/// What was remembered.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// What stood in the form.
    pub typed: Draft,
    /// The submission, unless it is too old or cannot be read.
    pub attempt: Option<Attempt>,
}

/// What is kept of a submission beside what was typed: names and texts.
pub fn write(attempt: &Attempt) -> [(&'static str, String); 4] {
    let standing = STANDINGS.iter().find(|it| it.0 == attempt.standing).map_or("", |it| it.1);
    [
        (KEY, attempt.key.as_str().to_owned()),
        (FINGERPRINT, attempt.fingerprint.to_string()),
        (AT, attempt.at.to_string()),
        (STANDING, standing.to_owned()),
    ]
}

/// What was kept, from its texts by their names.
pub fn read(texts: &dyn Fn(&str) -> Option<String>, now: u64) -> Kept {
    let mut typed = Draft::default();
    for field in Field::ALL {
        typed.set(field, texts(field.name()).unwrap_or_default());
    }
    let attempt = attempt(texts, now, &typed);
    Kept { typed, attempt }
}

fn attempt(texts: &dyn Fn(&str) -> Option<String>, now: u64, typed: &Draft) -> Option<Attempt> {
    let standing = texts(STANDING)?;
    let at = texts(AT)?.parse().ok()?;
    if now.saturating_sub(at) > LIFE {
        return None;
    }
    let mut attempt = Attempt {
        key: texts(KEY)?.parse().ok()?,
        client: None,
        fingerprint: texts(FINGERPRINT)?.parse().ok()?,
        at,
        standing: STANDINGS.iter().find(|it| it.1 == standing)?.0,
    };
    attempt.client = typed.check().ok().filter(|client| attempt.is_of(client));
    Some(attempt)
}
