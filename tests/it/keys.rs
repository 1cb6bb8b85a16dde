//! One key for one payload, until its answer is final.

use roosted_client_form::failure::Failure;
use roosted_contract::{Code, Draft, Field, FieldCode, IdempotencyKey, Kind};

use crate::support::{NOW, ada, draft, failed, key, kinds, no_key, sending, settle, told};

/// The key under which `draft` leaves after [`ada`] failed so under key 1.
#[track_caller]
fn next(failure: Failure, draft: &Draft) -> IdempotencyKey {
    let mut form = failed(failure);
    if form.is_blocked() {
        settle(&mut form);
        form.go_back();
    }
    form.submit(draft, NOW, || key(2)).unwrap().key
}

#[test]
fn the_same_payload_keeps_its_key_until_its_answer_is_final() {
    for kind in kinds() {
        let expected = match kind {
            // Refused for good.
            Kind::Rejected => key(2),
            _ => key(1),
        };
        assert_eq!(next(Failure::of(kind), &ada()), expected, "{kind:?}");
    }
}

#[test]
fn another_payload_gets_a_key_of_its_own() {
    let mut other = ada();
    other.set(Field::State, "ZH");
    for kind in kinds() {
        assert_eq!(next(Failure::of(kind), &other), key(2), "{kind:?}");
    }
}

#[test]
fn what_is_not_sent_makes_no_other_payload() {
    let typed = draft([(Field::Name, " Ada\u{200B}"), (Field::City, "Zürich\r\n")]);
    assert_eq!(next(Failure::of(Kind::Offline), &typed), key(1));
}

#[test]
fn a_refusal_of_a_field_is_final() {
    let failure = told(Code::Invalid, &[("client_city", FieldCode::TooLong)]);
    assert_eq!(next(failure, &ada()), key(2));
    assert_eq!(next(told(Code::KeyReused, &[]), &ada()), key(2));
}

#[test]
fn a_mistake_in_between_does_not_change_the_key_of_what_is_typed_again() {
    let mut form = failed(Failure::of(Kind::Unavailable));
    assert_eq!(form.submit(&draft([]), NOW, no_key), None);
    assert_eq!(form.submit(&ada(), NOW, no_key).unwrap().key, key(1));
}

#[test]
fn a_request_that_never_left_keeps_its_key() {
    let (mut form, _) = sending();
    form.not_sent(Failure::of(Kind::Offline));
    assert!(!form.is_busy());
    assert_eq!(form.submit(&ada(), NOW, no_key).unwrap().key, key(1));
}
