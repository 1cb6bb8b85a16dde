//! The person presses the button.

use roosted_client_form::failure::Failure;
use roosted_client_form::form::{Form, Phase};
use roosted_contract::{Field, Kind, Mistake, Reason};

use crate::support::{
    NOW, ada, checking, client, draft, edit, failed, key, missing, mistakes, no_key, sending,
    unconfirmed,
};

#[test]
fn a_good_draft_is_sent() {
    let (form, attempt) = sending();
    assert_eq!((form.phase(), form.is_busy()), (&Phase::Sending, true));
    assert_eq!((form.attempt(), attempt.key), (Some(&attempt), key(1)));
    assert_eq!(attempt.client, ada().check().ok());
    assert_eq!((attempt.at, attempt.is_open()), (NOW, false));
    assert_eq!((form.summary(), mistakes(&form)), (&[][..], vec![]));
}

#[test]
fn an_empty_draft_is_refused_and_nothing_is_sent() {
    let mut form = Form::default();
    assert_eq!(form.submit(&draft([]), NOW, no_key), None);
    assert_eq!((form.phase(), form.attempt()), (&Phase::Editing, None));
    assert_eq!(form.summary(), [missing(Field::Name)]);
    assert_eq!(mistakes(&form), form.summary());
}

#[test]
fn every_mistake_is_told_at_its_field_and_in_the_summary() {
    let long = "x".repeat(257);
    let mut form = Form::default();
    let typed = draft([(Field::PostalCode, &*long), (Field::ContactName, &*long)]);
    assert_eq!(form.submit(&typed, NOW, no_key), None);
    let too_long = |field| Mistake { field, reason: Reason::TooLong { over: 2 } };
    let expected =
        [missing(Field::Name), too_long(Field::ContactName), too_long(Field::PostalCode)];
    assert_eq!(form.summary(), expected);
    assert_eq!(mistakes(&form), expected);
}

#[test]
fn the_same_mistakes_again_are_a_new_round() {
    let mut form = Form::default();
    let mut rounds = vec![form.rounds()];
    for _ in 0..3 {
        assert_eq!(form.submit(&draft([]), NOW, no_key), None);
        rounds.push(form.rounds());
    }
    assert!(rounds.is_sorted_by(|before, after| before < after), "{rounds:?}");
}

#[test]
fn the_summary_stays_until_the_next_submit() {
    let mut form = Form::default();
    assert_eq!(form.submit(&draft([]), NOW, no_key), None);
    edit(&mut form, Field::Name, "Ada");
    assert_eq!(mistakes(&form), []);
    assert_eq!(form.summary(), [missing(Field::Name)]);

    let rounds = form.rounds();
    assert!(form.submit(&ada(), NOW, || key(1)).is_some());
    assert!(form.summary().is_empty() && form.rounds() > rounds);
}

#[test]
fn a_mistake_put_right_by_a_script_alone_is_gone_with_the_next_submit() {
    let mut form = Form::default();
    assert_eq!(form.submit(&draft([]), NOW, no_key), None);
    assert!(form.submit(&ada(), NOW, || key(1)).is_some());
    assert_eq!(mistakes(&form), []);
}

#[test]
fn while_a_request_is_on_its_way_no_second_one_leaves() {
    let (mut form, attempt) = sending();
    let before = form.clone();
    for draft in [ada(), draft([]), draft([(Field::Name, "Somebody else")])] {
        assert_eq!(form.submit(&draft, NOW, no_key), None);
    }
    assert_eq!((&form, form.attempt()), (&before, Some(&attempt)));
}

#[test]
fn while_the_outcome_is_open_nothing_leaves() {
    for mut form in [checking(), unconfirmed()] {
        let before = form.clone();
        assert_eq!(form.submit(&ada(), NOW, no_key), None);
        assert_eq!(form.submit(&draft([]), NOW, no_key), None);
        assert_eq!(form, before);
        assert!(form.is_blocked());
    }
}

#[test]
fn a_created_client_is_not_created_again() {
    let (mut form, _) = sending();
    _ = form.answered(Ok(client()));
    let before = form.clone();
    assert_eq!(form.submit(&ada(), NOW, no_key), None);
    assert_eq!((&form, form.is_busy()), (&before, false));
}

#[test]
fn a_failure_is_no_longer_shown_once_the_next_request_leaves() {
    let mut form = failed(Failure::of(Kind::Unavailable));
    assert!(form.submit(&ada(), NOW, no_key).is_some());
    assert_eq!(form.phase(), &Phase::Sending);
}

#[test]
fn a_failure_gives_way_to_a_mistake() {
    let mut form = failed(Failure::of(Kind::Unavailable));
    assert_eq!(form.submit(&draft([]), NOW, no_key), None);
    assert_eq!((form.phase(), form.summary()), (&Phase::Editing, &[missing(Field::Name)][..]));
}
