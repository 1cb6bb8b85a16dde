//! The page is asked before anything is sent.

use roosted_client_form::failure::Failure;
use roosted_client_form::form::{Finding, Form, Phase, Refusal, Report};
use roosted_contract::{Field, Kind, Mistake, Reason};

use crate::support::{
    NOW, ada, checking, client, draft, edit, found, key, mistakes, no_key, refused, sending,
};

/// A form whose page is being asked about [`ada`].
fn asking() -> Form {
    let mut form = Form::default();
    assert_eq!(form.propose(&ada(), false), ada().check().ok());
    form
}

/// A look-up after which it may be sent again.
fn safe() -> Report {
    Report { finding: Finding::Unconfirmed, may_send_again: true, ..Report::default() }
}

fn refusal(message: &str, fields: &[(Field, &str)]) -> Refusal {
    let fields = fields.iter().map(|(field, text)| (*field, (*text).to_owned())).collect();
    Refusal { message: message.into(), fields }
}

#[test]
fn the_page_is_asked_only_about_what_passed_the_check() {
    let mut form = Form::default();
    assert_eq!(form.propose(&draft([]), false), None);
    assert_eq!((form.phase(), form.summary().len()), (&Phase::Editing, 1));
    assert!(form.propose(&ada(), false).is_some());
    // Its mistakes are gone, and nothing is sent or kept.
    assert_eq!((form.summary_length(), form.attempt()), (0, None));
    assert!(form.is_asking() && form.is_busy() && form.is_blocked() && form.is_sending());
}

#[test]
fn nobody_is_asked_twice_at_once() {
    let mut form = asking();
    for anew in [false, true] {
        assert_eq!(form.propose(&ada(), anew), None);
        assert_eq!(sending().0.propose(&ada(), anew), None);
        assert_eq!(checking().propose(&ada(), anew), None);
    }
    assert!(form.is_asking());
}

#[test]
fn what_the_page_lets_go_is_checked_again_and_sent() {
    let mut form = asking();
    assert_eq!(form.submit(&draft([]), NOW, no_key), None);
    assert_eq!((form.phase(), form.summary().len(), form.attempt()), (&Phase::Editing, 1, None));

    let mut form = asking();
    let changed = draft([(Field::Name, "Ada"), (Field::City, "Zug")]);
    let attempt = form.submit(&changed, NOW, || key(1)).unwrap();
    assert_eq!(attempt.client, changed.check().ok());
    assert_eq!(form.phase(), &Phase::Sending);
}

#[test]
fn a_page_that_cancels_leaves_the_form_as_it_was() {
    let mut form = asking();
    form.canceled();
    assert_eq!((form.phase(), form.summary_length(), form.attempt()), (&Phase::Editing, 0, None));
    assert!(form.propose(&ada(), false).is_some());
}

#[test]
fn a_refusal_is_shown_like_any_mistake_and_goes_like_one() {
    let mut form = asking();
    let rounds = form.rounds();
    form.turned_down(refusal("", &[(Field::City, "We do not serve Zürich"), (Field::Name, "")]));
    assert_eq!(form.phase(), &Phase::Editing);
    assert_eq!(form.summary(), [refused(Field::Name), refused(Field::City)]);
    assert_eq!(mistakes(&form), form.summary());
    assert!(form.rounds() > rounds, "the summary takes focus");
    assert_eq!(form.remark(Field::City), Some("We do not serve Zürich"));
    assert_eq!((form.remark(Field::Name), form.remark(Field::State)), (Some(""), None));
    assert_eq!((form.objection(), form.summary_length(), form.attempt()), (None, 2, None));

    edit(&mut form, Field::City, "Zug");
    assert_eq!(mistakes(&form), [refused(Field::Name)]);
    assert!(form.propose(&ada(), false).is_some());
    assert_eq!((form.remark(Field::City), form.summary_length()), (None, 0));
}

#[test]
fn a_refusal_as_a_whole_counts_as_one_thing_to_correct() {
    for (refusal, objection, things) in [
        (refusal("Over the limit", &[]), Some("Over the limit"), 1),
        (refusal("", &[]), Some(""), 1),
        (refusal("Over the limit", &[(Field::City, "x")]), Some("Over the limit"), 2),
    ] {
        let mut form = asking();
        form.turned_down(refusal);
        assert_eq!((form.objection(), form.summary_length()), (objection, things));
        assert!(form.has_summary() && !form.is_blocked());
        // Its own mistakes take the place of those of the page.
        assert_eq!(form.propose(&draft([]), false), None);
        assert_eq!((form.objection(), form.summary_length()), (None, 1));
    }
}

#[test]
fn a_verdict_that_nobody_waits_for_is_passed_over() {
    for mut form in [Form::default(), sending().0, checking()] {
        let before = form.clone();
        form.turned_down(refusal("No", &[]));
        form.canceled();
        assert_eq!(form, before);
    }
}

#[test]
fn a_submission_that_may_exist_is_given_up_only_when_the_page_lets_the_next_one_go() {
    let warned = || {
        let mut form = found(safe());
        form.warn(true);
        form
    };
    // Not without the warning.
    let mut form = warned();
    assert_eq!(form.propose(&ada(), false), None);

    let mut form = warned();
    assert!(form.propose(&ada(), true).is_some());
    assert_eq!(form.attempt().unwrap().key, key(1));
    form.canceled();
    assert_eq!(form.attempt().unwrap().key, key(1));
    // The same payload still has its key.
    assert!(form.propose(&ada(), false).is_some());
    form.forget_attempt();
    assert_eq!(form.submit(&ada(), NOW, no_key).unwrap().key, key(1));

    let mut form = warned();
    assert!(form.propose(&ada(), true).is_some());
    form.forget_attempt();
    assert_eq!(form.submit(&ada(), NOW, || key(2)).unwrap().key, key(2));
}

#[test]
fn what_is_found_out_while_the_page_is_asked_counts() {
    let mut form = found(safe());
    form.warn(true);
    assert!(form.propose(&ada(), true).is_some());
    assert!(form.answered(Ok(client())));
    assert_eq!(form.submit(&ada(), NOW, no_key), None);
    assert_eq!(form.client(), Some(&client()));
}

#[test]
fn a_page_that_is_asked_has_not_failed() {
    let mut form = asking();
    assert!(!form.found(Report::default(), NOW));
    form.never_arrived(Failure::of(Kind::Unavailable));
    assert!(form.is_asking());
    assert_eq!(mistakes(&form), Vec::<Mistake>::new());
    assert_ne!(refused(Field::Name).reason, Reason::Required);
}
