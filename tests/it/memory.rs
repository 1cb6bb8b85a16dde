//! What a tab remembers across a reload.

use std::collections::HashMap;

use roosted_client_form::form::{Attempt, Form, Phase, Standing, fingerprint};
use roosted_client_form::memory::{Kept, read, write};
use roosted_contract::{Draft, Field};

use crate::support::{NOW, ada, draft, key, sending};

const DAY: u64 = 24 * 60 * 60 * 1_000;

/// The texts that are kept, as the element writes them.
type Texts = HashMap<String, String>;

fn attempt(standing: Standing) -> Attempt {
    Attempt { standing, ..sending().1 }
}

fn keep(attempt: &Attempt, typed: &Draft) -> Texts {
    let typed = Field::ALL.map(|field| (field.name(), typed.get(field).to_owned()));
    let texts = write(attempt).into_iter().chain(typed);
    texts.filter(|it| !it.1.is_empty()).map(|(name, text)| (name.to_owned(), text)).collect()
}

fn recall(texts: &Texts, now: u64) -> Kept {
    read(&|name| texts.get(name).cloned(), now)
}

#[test]
fn a_submission_is_remembered_with_what_was_typed() {
    let standings =
        [Standing::Unsent, Standing::Sent, Standing::Doubted, Standing::Unrecorded].map(attempt);
    for attempt in standings {
        let kept = recall(&keep(&attempt, &ada()), NOW);
        assert_eq!(kept.attempt, Some(attempt));
        assert!(kept.typed == ada());
    }
}

#[test]
fn every_field_comes_back_as_it_was_typed() {
    let typed = draft(Field::ALL.map(|field| (field, " Ünicode \"quoted\" \\ \u{2028} \n line ")));
    let attempt = Attempt::new(key(7), typed.check().unwrap(), NOW);
    let kept = recall(&keep(&attempt, &typed), NOW);
    assert!(kept.typed == typed);
    assert_eq!(kept.attempt.unwrap().client, typed.check().ok());
}

#[test]
fn what_was_typed_comes_back_without_a_submission() {
    let texts: Texts = [("client_city".to_owned(), "Zug".to_owned())].into();
    let kept = recall(&texts, NOW);
    assert!(kept.typed == draft([(Field::City, "Zug")]));
    assert_eq!(kept.attempt, None);
    assert!(recall(&Texts::new(), NOW) == Kept::default());
}

#[test]
fn without_drafts_the_submission_comes_back_without_its_payload() {
    let attempt = attempt(Standing::Sent);
    let texts = keep(&attempt, &Draft::default());
    assert!(!format!("{texts:?}").contains("Ada"));
    let read = recall(&texts, NOW).attempt.unwrap();
    assert_eq!(read, Attempt { client: None, ..attempt });
    assert!(read.is_of(&ada().check().unwrap()));
}

#[test]
fn what_was_typed_since_is_not_taken_for_what_was_sent() {
    let since = draft([(Field::Name, "Bob")]);
    for typed in [since, draft([(Field::City, "no name")])] {
        let kept = recall(&keep(&attempt(Standing::Doubted), &typed), NOW);
        assert!(kept.typed == typed);
        assert_eq!(kept.attempt.unwrap().client, None);
    }
}

#[test]
fn who_had_gone_back_to_the_form_is_still_there_after_a_reload() {
    for (standing, typed_on, editing) in [
        (Standing::Doubted, true, true),
        (Standing::Unrecorded, true, true),
        (Standing::Doubted, false, false),
        // Nobody could go back yet: it is looked up.
        (Standing::Sent, true, false),
        (Standing::Unsent, true, true),
    ] {
        let mut form = Form::default();
        form.resume(attempt(standing), typed_on);
        assert_eq!(form.phase() == &Phase::Editing, editing, "{standing:?} {typed_on}");
        assert_eq!(form.attempt().unwrap().key, key(1));
    }
}

#[test]
fn a_submission_that_is_older_than_a_day_is_forgotten() {
    let texts = keep(&attempt(Standing::Doubted), &ada());
    assert!(recall(&texts, NOW + DAY).attempt.is_some());
    assert!(recall(&texts, NOW + DAY + 1).attempt.is_none());
    // A clock that was put back.
    assert!(recall(&texts, 0).attempt.is_some());
}

#[test]
fn what_cannot_be_read_is_nothing() {
    let texts = keep(&attempt(Standing::Sent), &ada());
    for name in ["standing", "key", "at", "fingerprint"] {
        for odd in [None, Some("x"), Some(""), Some("-1"), Some("of-tomorrow")] {
            let mut texts = texts.clone();
            texts.remove(name);
            texts.extend(odd.map(|odd| (name.to_owned(), odd.to_owned())));
            let kept = recall(&texts, NOW);
            assert_eq!(kept.attempt, None, "{name} {odd:?}");
            assert!(kept.typed == ada());
        }
    }
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
