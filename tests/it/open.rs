//! It is not known whether the client was created.

use roosted_client_form::failure::Failure;
use roosted_client_form::form::{Attempt, Finding, Form, Phase, Report, Standing, Step};
use roosted_contract::{Code, Field, Kind};

use crate::support::{
    NOW, ada, awake, checking, client, draft, failed, found, key, kinds, no_key, sending, told,
    unconfirmed,
};

/// A form that has been told that a person may send it again.
fn safe() -> Form {
    found(Report { may_send_again: true, ..report(Finding::Unconfirmed) })
}

/// A form behind a server that keeps no submissions.
fn unrecorded() -> Form {
    found(report(Finding::Unknowable))
}

fn report(finding: Finding) -> Report {
    Report { finding, ..Report::default() }
}

fn standing(form: &Form) -> Standing {
    form.attempt().unwrap().standing
}

#[test]
fn an_open_outcome_is_looked_up_under_its_key() {
    let mut form = checking();
    assert!(form.inquiry().is_some() && form.is_busy() && form.is_blocked());
    assert_eq!(form.tick(awake(1)).1, Step::Wait);
    assert_eq!(form.tick(awake(2)).1, Step::Look(key(1)));
}

#[test]
fn the_page_hears_once_that_it_is_not_known() {
    let (mut form, _) = sending();
    form.leaves();
    assert!(form.answered(Err(Failure::of(Kind::Unconfirmed))));
    for finding in [Finding::Nothing, Finding::Unconfirmed, Finding::Unknowable] {
        assert!(!form.found(report(finding), NOW), "{finding:?}");
    }
    assert!(!form.answered(Err(Failure::of(Kind::Unconfirmed))));
}

#[test]
fn what_is_still_on_its_way_is_no_error_until_nobody_knows() {
    let (mut form, _) = sending();
    form.leaves();
    assert!(!form.answered(Err(told(Code::StillRunning, &[]))));
    assert!(!form.found(report(Finding::Sending), NOW));
    assert_eq!(standing(&form), Standing::Sent);
    assert!(form.found(report(Finding::Unconfirmed), NOW));
    assert_eq!(standing(&form), Standing::Doubted);
}

#[test]
fn when_the_look_ups_come_to_nothing_the_person_decides() {
    let form = unconfirmed();
    assert!(form.inquiry().unwrap().is_weary());
    assert!(form.is_blocked() && !form.is_busy());
}

#[test]
fn looking_again_asks_for_the_same_submission_at_once() {
    let mut form = unconfirmed();
    form.look_again();
    assert!(form.is_busy() && !form.inquiry().unwrap().is_weary());
    assert_eq!(form.tick(awake(1)).1, Step::Look(key(1)));
}

#[test]
fn there_is_nothing_to_look_for_where_nothing_is_open() {
    let (mut sending, _) = sending();
    for form in [&mut sending, &mut failed(Failure::of(Kind::Rejected)), &mut Form::default()] {
        let before = form.clone();
        form.look_again();
        form.warn(true);
        form.go_back();
        form.forget_attempt();
        form.never_arrived(told(Code::UnknownSubmission, &[]));
        assert!(!form.found(Report::default(), NOW));
        assert_eq!((form.tick(awake(1)), &*form), ((false, Step::Stop), &before));
    }
}

#[test]
fn an_outcome_that_is_found_out_counts_like_an_answer() {
    let mut form = checking();
    assert!(form.answered(Ok(client())));
    assert_eq!(form.client(), Some(&client()));

    let mut form = checking();
    assert!(form.answered(Err(told(Code::Invalid, &[("client_city", unknown())]))));
    assert_eq!((form.phase(), form.attempt()), (&Phase::Editing, None));
    assert_eq!(form.summary().len(), 1);
}

fn unknown() -> roosted_contract::FieldCode {
    roosted_contract::FieldCode::Unknown
}

#[test]
fn a_client_is_told_once() {
    let mut form = checking();
    assert!(form.answered(Ok(client())));
    assert!(!form.answered(Ok(client())));
    assert!(!form.answered(Err(Failure::of(Kind::Unconfirmed))));
    assert_eq!(form.client(), Some(&client()));
}

#[test]
fn what_never_arrived_is_sent_again_under_its_key_by_the_person() {
    let mut form = checking();
    form.never_arrived(told(Code::UnknownSubmission, &[]));
    assert_eq!(form.phase(), &Phase::Failed(told(Code::UnknownSubmission, &[])));
    assert_eq!(standing(&form), Standing::Unsent);
    assert_eq!(form.submit(&ada(), NOW, no_key).unwrap().key, key(1));
}

#[test]
fn a_look_up_that_comes_late_does_not_stop_what_is_being_sent() {
    let mut form = unconfirmed();
    form.go_back();
    assert!(form.submit(&ada(), NOW, no_key).is_some());
    form.never_arrived(told(Code::UnknownSubmission, &[]));
    assert_eq!(form.phase(), &Phase::Sending);
}

#[test]
fn back_at_the_form_the_same_payload_keeps_its_key() {
    let mut form = unconfirmed();
    form.go_back();
    assert_eq!(form.phase(), &Phase::Editing);
    let attempt = form.submit(&ada(), NOW, no_key).unwrap();
    assert_eq!((attempt.key, form.phase()), (key(1), &Phase::Sending));
}

#[test]
fn back_at_the_form_another_payload_gets_a_key_of_its_own() {
    let mut form = unconfirmed();
    form.go_back();
    let other = draft([(Field::Name, "Bob")]);
    let attempt = form.submit(&other, NOW, || key(2)).unwrap();
    assert_eq!((attempt.key, attempt.standing), (key(2), Standing::Unsent));
}

#[test]
fn nobody_goes_back_while_it_is_being_checked() {
    let mut form = checking();
    form.go_back();
    assert!(form.is_busy());
}

#[test]
fn where_no_submissions_are_kept_the_same_payload_is_looked_up_and_not_sent() {
    let mut form = unrecorded();
    assert_eq!(standing(&form), Standing::Unrecorded);
    form.go_back();
    assert_eq!(form.submit(&ada(), NOW, no_key), None);
    assert_eq!(form.tick(awake(0)).1, Step::Look(key(1)));
}

#[test]
fn a_request_that_fails_leaves_open_what_was_open_before() {
    for kind in kinds().filter(|it| !matches!(it, Kind::Rejected | Kind::Unconfirmed)) {
        let mut form = unconfirmed();
        form.go_back();
        assert!(form.submit(&ada(), NOW, no_key).is_some());
        form.leaves();
        assert!(!form.answered(Err(Failure::of(kind))), "{kind:?}");
        assert!(form.inquiry().is_some(), "{kind:?}");
        assert_eq!(standing(&form), Standing::Doubted, "{kind:?}");
        let signed_out = form.inquiry().unwrap().finding() == Finding::SignedOut;
        assert_eq!(signed_out, kind == Kind::Unauthorized);
    }
    let mut form = unconfirmed();
    form.go_back();
    assert!(form.submit(&ada(), NOW, no_key).is_some());
    form.not_sent(Failure::of(Kind::Offline));
    assert!(form.inquiry().is_some());
}

#[test]
fn it_is_sent_again_under_a_new_key_only_when_that_is_safe_and_after_a_warning() {
    let mut form = unconfirmed();
    form.warn(true);
    form.forget_attempt();
    assert_eq!(form.attempt().unwrap().key, key(1));

    let mut form = safe();
    form.forget_attempt();
    assert_eq!(form.attempt().unwrap().key, key(1));
    form.warn(true);
    assert!(form.inquiry().unwrap().is_warned());
    form.forget_attempt();
    assert_eq!(form.submit(&ada(), NOW, || key(2)).unwrap().key, key(2));
}

#[test]
fn who_thinks_better_of_it_is_asked_again() {
    let mut form = safe();
    form.warn(true);
    form.warn(false);
    form.forget_attempt();
    assert_eq!(form.attempt().unwrap().key, key(1));
    form.warn(true);
    form.look_again();
    assert!(!form.inquiry().unwrap().is_warned());
}

#[test]
fn where_no_submissions_are_kept_it_is_safe_a_quarter_of_an_hour_after_sending() {
    let mut form = unrecorded();
    for (seconds, safe) in [(1, false), (899, false), (900, true)] {
        form.tick(awake(seconds));
        assert_eq!(form.inquiry().unwrap().may_send_again(), safe, "{seconds}");
    }
    // Not so where they are kept: the proxy says when.
    let mut form = unconfirmed();
    form.tick(awake(100_000));
    assert!(!form.inquiry().unwrap().may_send_again());
}

#[test]
fn a_page_that_was_loaded_anew_goes_on_where_it_was() {
    for standing in [Standing::Sent, Standing::Doubted, Standing::Unrecorded] {
        let mut form = Form::default();
        form.resume(Attempt { standing, ..sending().1 }, false);
        assert!(form.is_busy());
        assert_eq!(form.tick(awake(0)).1, Step::Look(key(1)));
        // Of what it had not been told before.
        assert_eq!(form.found(report(Finding::Unconfirmed), NOW), standing == Standing::Sent);
    }
    let mut form = Form::default();
    form.resume(sending().1, false);
    assert_eq!(form.phase(), &Phase::Editing);
    assert_eq!(form.submit(&ada(), NOW, no_key).unwrap().key, key(1));
}

#[test]
fn what_was_not_kept_is_not_called_kept_and_its_key_is_found_again() {
    let mut form = Form::default();
    form.resume(Attempt { client: None, standing: Standing::Doubted, ..sending().1 }, false);
    assert!(!form.keeps_typed() && checking().keeps_typed());
    assert!(!form.found(Report { may_send_again: true, ..Report::default() }, NOW));
    form.tick(awake(1_000));
    assert!(!form.found(Report { retry_after: Some(60), ..report(Finding::Unconfirmed) }, NOW));
    form.tick(awake(1_001));
    assert!(!form.found(Report { retry_after: Some(60), ..report(Finding::Unconfirmed) }, NOW));
    let mut weary = unconfirmed();
    weary.go_back();
    assert_eq!(weary.submit(&ada(), NOW, no_key).unwrap().client, Some(ada().check().unwrap()));
}
