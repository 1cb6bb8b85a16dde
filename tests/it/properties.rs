//! What holds for every course of events, not only for the ones we thought of.

use std::collections::{HashMap, HashSet};

use proptest::collection::vec;
use proptest::prelude::*;
use roosted_client_form::failure::Failure;
use roosted_client_form::form::{Attempt, Finding, Form, Gauge, Phase, Report, Validate};
use roosted_client_form::invite::Invite;
use roosted_contract::{Doubt, Draft, Field, Kind, text};

use crate::support::{NOW, client, draft, edit, key, kinds, leave};

/// What a person does at one field.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Edit,
    Leave(Validate),
    Submit,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => Just(Deed::Edit),
        1 => Just(Deed::Leave(Validate::Submit)),
        1 => Just(Deed::Leave(Validate::Blur)),
        1 => Just(Deed::Submit),
    ]
}

/// Texts around everything that matters: nothing, blanks, addresses, nine tenths, the limit.
fn typed() -> impl Strategy<Value = String> {
    let character = proptest::sample::select(vec!["x", "😀", " ", "\u{200D}", "\r\n", "e\u{301}"]);
    prop_oneof![
        2 => vec(character.clone(), 0..6).prop_map(|it| it.concat()),
        1 => Just("ada@example.org".to_owned()),
        3 => (character, 225_usize..260).prop_map(|(unit, count)| unit.repeat(count)),
    ]
}

/// What is shown of a field.
fn shown(form: &Form, field: Field) -> impl PartialEq + std::fmt::Debug + use<> {
    let entry = form.entry(field);
    (entry.mistake(), entry.doubt(), entry.gauge())
}

/// What happens to a form.
#[derive(Clone, Debug)]
enum Event {
    Submit(&'static str),
    Created,
    Failed(Kind),
    NeverArrived,
    Found(Finding),
    LookAgain,
    GoBack,
    Again,
}

fn event() -> impl Strategy<Value = Event> {
    let name = proptest::sample::select(vec!["", "Ada", " Ada ", "Bob"]);
    let findings =
        vec![Finding::Nothing, Finding::Sending, Finding::Unconfirmed, Finding::Unknowable];
    prop_oneof![
        6 => name.prop_map(Event::Submit),
        1 => Just(Event::Created),
        4 => proptest::sample::select(kinds().collect::<Vec<_>>()).prop_map(Event::Failed),
        1 => Just(Event::NeverArrived),
        4 => proptest::sample::select(findings).prop_map(Event::Found),
        1 => Just(Event::LookAgain),
        2 => Just(Event::GoBack),
        2 => Just(Event::Again),
    ]
}

proptest! {
    #[test]
    fn what_changes_is_told_and_what_is_shown_is_true(
        field in proptest::sample::select(Field::ALL.to_vec()),
        deeds in vec((deed(), typed()), 1..12),
    ) {
        let mut form = Form::default();
        let (mut text, mut live) = (String::new(), false);
        for (deed, next) in deeds {
            let before = shown(&form, field);
            let told = match deed {
                Deed::Edit => {
                    text = next;
                    edit(&mut form, field, &text)
                }
                Deed::Leave(validate) => {
                    live |= validate == Validate::Blur;
                    leave(&mut form, field, &text, validate)
                }
                Deed::Submit => {
                    // Never accepted, so that it can be submitted again.
                    let long = "x".repeat(256);
                    let other = if field == Field::City { Field::State } else { Field::City };
                    let typed = draft([(other, &*long), (field, &*text)]);
                    prop_assert_eq!(form.submit(&typed, NOW, || key(1)), None);
                    live = true;
                    true
                }
            };
            prop_assert!(told || before == shown(&form, field), "{deed:?} was not told");

            let entry = form.entry(field);
            let expected = Draft::check_field(field, &text).err().filter(|_| live);
            prop_assert_eq!(entry.mistake(), expected);
            let length = text::length(&text::clean(&text));
            let limit = field.limit();
            let full = length * 10 >= limit * 9;
            prop_assert_eq!(entry.gauge(), full.then_some(Gauge { length, limit }));
            prop_assert!(entry.doubt().is_none() || entry.doubt() == Doubt::of(field, &text::clean(&text)));
        }
    }

    #[test]
    fn a_key_never_goes_out_with_two_payloads_nor_beside_another(
        events in vec(event(), 1..60),
    ) {
        let mut form = Form::default();
        let mut keys = 0_u8;
        let mut sent = HashMap::new();
        // What may have arrived, and is neither settled nor given up by the person.
        let mut open = None;
        let mut told = HashSet::new();
        for event in events {
            let sending = form.phase() == &Phase::Sending;
            let settling = form.is_blocked();
            let attempt = form.attempt().cloned();
            let mut doubts = false;
            match event {
                Event::Submit(name) => {
                    let attempt = form.submit(&draft([(Field::Name, name)]), NOW, || {
                        keys += 1;
                        key(keys)
                    });
                    if let Some(attempt) = attempt {
                        prop_assert!(!settling, "two at once");
                        if !attempt.is_open() {
                            told.remove(&Some(attempt.key));
                        }
                        let first = sent.entry(attempt.key).or_insert(attempt.client.clone());
                        prop_assert_eq!(&*first, &attempt.client);
                        if let Some((key, client)) = open.replace((attempt.key, attempt.client.clone())) {
                            prop_assert!(key == attempt.key || client != attempt.client, "twice");
                        }
                        form.leaves();
                    }
                }
                Event::Created => {
                    prop_assert_eq!(form.answered(Ok(client())), settling);
                    open = open.filter(|_| !settling);
                }
                Event::Failed(kind) => {
                    doubts = form.answered(Err(Failure::of(kind))) && kind == Kind::Unconfirmed;
                    // Where it was not open before, nothing was created.
                    open = open.filter(|_| form.attempt().is_some_and(Attempt::is_open) || !settling);
                }
                Event::NeverArrived => {
                    form.never_arrived(Failure::of(Kind::Unavailable));
                    open = open.filter(|_| sending || !settling);
                }
                Event::Found(finding) => {
                    let report = Report { finding, may_send_again: true, ..Report::default() };
                    doubts = form.found(report, NOW);
                }
                Event::LookAgain => form.look_again(),
                Event::GoBack => form.go_back(),
                Event::Again => {
                    form.warn(true);
                    form.forget_attempt();
                    if form.attempt().is_none() {
                        open = None;
                    }
                }
            }
            if doubts {
                let key = attempt.map(|it| it.key);
                prop_assert!(told.insert(key), "told twice");
            }
            if let Some(inquiry) = form.inquiry() {
                prop_assert!(form.attempt().is_some_and(Attempt::is_open), "{:?}", inquiry);
            }
            if form.client().is_some() {
                prop_assert!(form.attempt().is_none());
            }
        }
    }

    #[test]
    fn an_invitation_leaves_only_for_an_address_that_passed_the_check(text in typed()) {
        let mut invite = Invite::Offered;
        match invite.submit(&text) {
            Some(invitation) => {
                prop_assert_eq!(invitation.email(), text::clean(&text));
                prop_assert_eq!(invite, Invite::Sending);
            }
            None => prop_assert!(matches!(invite, Invite::Refused(_))),
        }
    }
}
