//! What a tab remembers across a reload.

use roosted_client_form::form::{Attempt, Standing, fingerprint};
use roosted_client_form::memory::{read, write};
use roosted_contract::Field;

use crate::support::{NOW, ada, draft, key, sending};

const DAY: u64 = 24 * 60 * 60 * 1_000;

fn attempt(standing: Standing) -> Attempt {
    Attempt { standing, ..sending().1 }
}

#[test]
fn a_submission_is_remembered_with_what_was_typed() {
    let standings =
        [Standing::Unsent, Standing::Sent, Standing::Doubted, Standing::Unrecorded].map(attempt);
    for attempt in standings {
        assert_eq!(read(&write(&attempt, true), NOW), Some(attempt));
    }
}

#[test]
fn every_field_comes_back_as_it_was_sent() {
    let typed = draft(Field::ALL.map(|field| (field, "Ünicode \"quoted\" \\ \u{2028} \n line")));
    let attempt = Attempt::new(key(7), typed.check().unwrap(), NOW);
    let read = read(&write(&attempt, true), NOW).unwrap();
    assert_eq!(read.client.unwrap().to_draft().check(), typed.check());
}

#[test]
fn without_drafts_nothing_typed_is_written() {
    let attempt = attempt(Standing::Sent);
    let text = write(&attempt, false);
    assert!(!text.contains("Ada") && !text.contains("rich"), "{text}");
    let read = read(&text, NOW).unwrap();
    assert_eq!(read, Attempt { client: None, ..attempt });
    assert!(read.is_of(&ada().check().unwrap()));
}

#[test]
fn what_is_older_than_a_day_is_forgotten() {
    let text = write(&attempt(Standing::Doubted), true);
    assert!(read(&text, NOW + DAY).is_some());
    assert!(read(&text, NOW + DAY + 1).is_none());
    // A clock that was put back.
    assert!(read(&text, 0).is_some());
}

#[test]
fn what_cannot_be_read_is_nothing() {
    let text = write(&attempt(Standing::Sent), true);
    for end in 0..text.len() {
        assert!(text.get(..end).is_none_or(|it| read(it, NOW).is_none()), "{end}");
    }
    for (part, other) in [
        ("\"sent\"", "\"of-tomorrow\""),
        ("\"key\":\"", "\"key\":\"x"),
        ("\"at\":\"", "\"at\":\"-"),
        ("\"fingerprint\":\"", "\"fingerprint\":\"x"),
        ("\"standing\"", "\"stand\""),
        ("\"at\":\"1", "\"at\":1,\"x\":\"1"),
    ] {
        let broken = text.replace(part, other);
        assert_ne!(broken, text);
        assert_eq!(read(&broken, NOW), None, "{broken}");
    }
    for text in ["", "null", "[]", "{}", "\"\"", "0"] {
        assert_eq!(read(text, NOW), None);
    }
}

#[test]
fn what_a_newer_build_adds_is_passed_over() {
    let attempt = attempt(Standing::Sent);
    let text = write(&attempt, true).replacen('{', r#"{"of-tomorrow":"x","#, 1);
    assert_eq!(read(&text, NOW), Some(attempt));
}

#[test]
fn payloads_and_keys_are_told_apart_by_their_fingerprints() {
    let payloads = [
        draft([(Field::Name, "Ada")]),
        draft([(Field::Name, "Ad"), (Field::ContactName, "a")]),
        draft([(Field::Name, "Ada"), (Field::City, "a")]),
        draft([(Field::Name, "Ada"), (Field::State, "a")]),
        ada(),
    ]
    .map(|it| it.check().unwrap());
    let mut seen = std::collections::HashSet::new();
    for number in [1, 2] {
        for client in &payloads {
            assert!(seen.insert(fingerprint(&key(number), client)));
            assert_eq!(fingerprint(&key(number), client), fingerprint(&key(number), client));
        }
    }
}
