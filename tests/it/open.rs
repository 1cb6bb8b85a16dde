//! It is not known whether the client was created.

use roosted_client_form::failure::Failure;
use roosted_client_form::form::{Form, Phase};
use roosted_contract::Kind;

use crate::support::{ada, client, failed, key, kinds, sending};

fn checking() -> Form {
    failed(Failure::of(Kind::Unconfirmed))
}

fn unconfirmed() -> Form {
    let mut form = checking();
    form.gave_up();
    form
}

#[test]
fn an_open_outcome_is_looked_up_under_its_key() {
    let form = checking();
    assert_eq!(form.phase(), &Phase::Checking(Failure::of(Kind::Unconfirmed)));
    assert_eq!(form.attempt().unwrap().key, key(1));
}

#[test]
fn when_the_look_ups_come_to_nothing_the_person_decides() {
    let form = unconfirmed();
    assert_eq!(form.phase(), &Phase::Unconfirmed(Failure::of(Kind::Unconfirmed)));
    assert!(form.is_blocked() && !form.is_busy());
}

#[test]
fn only_look_ups_can_come_to_nothing() {
    let (mut form, _) = sending();
    form.gave_up();
    assert_eq!(form.phase(), &Phase::Sending);
    form.answered(Ok(client()));
    form.gave_up();
    assert_eq!(form.client(), Some(&client()));
}

#[test]
fn looking_again_asks_for_the_same_submission() {
    let mut form = unconfirmed();
    let attempt = form.look_again().unwrap();
    assert_eq!((attempt.key, form.is_busy()), (key(1), true));
    // Once is enough.
    assert_eq!(form.look_again(), None);
}

#[test]
fn there_is_nothing_to_look_for_where_nothing_is_open() {
    let (mut sending, _) = sending();
    for form in [&mut sending, &mut checking(), &mut Form::default()] {
        let before = form.clone();
        assert_eq!((form.look_again(), &*form), (None, &before));
    }
}

#[test]
fn an_outcome_that_is_found_out_counts_like_an_answer() {
    for kind in kinds().filter(|it| *it != Kind::Unconfirmed) {
        let (mut looked, mut answered) = (checking(), sending().0);
        looked.answered(Err(Failure::of(kind)));
        answered.answered(Err(Failure::of(kind)));
        assert_eq!(looked, answered);
    }
    let mut form = checking();
    form.answered(Ok(client()));
    assert_eq!(form.client(), Some(&client()));
}

#[test]
fn the_person_who_looked_in_roosted_sends_anew() {
    let mut form = unconfirmed();
    form.forget_attempt();
    assert_eq!((form.phase(), form.attempt()), (&Phase::Editing, None));
    assert_eq!(form.submit(&ada(), || key(2)).unwrap().key, key(2));
}
