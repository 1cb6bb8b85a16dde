//! What holds for every course of events, not only for the ones we thought of.

use std::collections::HashMap;

use proptest::collection::vec;
use proptest::prelude::*;
use roosted_client_form::failure::Failure;
use roosted_client_form::form::{Form, Gauge, Phase, Validate};
use roosted_client_form::invite::Invite;
use roosted_contract::{Draft, Field, Kind, is_plausible_email, text};

use crate::support::{client, draft, edit, key, kinds, leave};

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
    GaveUp,
    LookAgain,
    Forget,
}

fn event() -> impl Strategy<Value = Event> {
    let name = proptest::sample::select(vec!["", "Ada", " Ada ", "Bob"]);
    prop_oneof![
        6 => name.prop_map(Event::Submit),
        1 => Just(Event::Created),
        4 => proptest::sample::select(kinds().collect::<Vec<_>>()).prop_map(Event::Failed),
        1 => Just(Event::GaveUp),
        1 => Just(Event::LookAgain),
        1 => Just(Event::Forget),
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
                    prop_assert_eq!(form.submit(&typed, || key(1)), None);
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
            let odd = field == Field::ContactEmail && !is_plausible_email(&text::clean(&text));
            prop_assert!(entry.doubt().is_none() || (odd && !text.is_empty()));
        }
    }

    #[test]
    fn a_key_never_goes_out_with_two_payloads_nor_beside_another(
        events in vec(event(), 1..40),
    ) {
        let mut form = Form::default();
        let mut keys = 0_u8;
        let mut sent = HashMap::new();
        let mut under_way = false;
        for event in events {
            match event {
                Event::Submit(name) => {
                    let attempt = form.submit(&draft([(Field::Name, name)]), || {
                        keys += 1;
                        key(keys)
                    });
                    if let Some(attempt) = attempt {
                        prop_assert!(!under_way, "two at once");
                        under_way = true;
                        let first = sent.entry(attempt.key).or_insert(attempt.client.clone());
                        prop_assert_eq!(&*first, &attempt.client);
                    }
                }
                Event::Created if under_way => {
                    form.answered(Ok(client()));
                    under_way = false;
                }
                Event::Failed(kind) if under_way => {
                    let failure = Failure::of(kind);
                    under_way = failure.is_open();
                    form.answered(Err(failure));
                }
                Event::GaveUp => form.gave_up(),
                Event::LookAgain => _ = form.look_again(),
                // Offered only where the look-ups have come to nothing.
                Event::Forget if matches!(form.phase(), Phase::Unconfirmed(_)) => {
                    form.forget_attempt();
                    under_way = false;
                }
                Event::Created | Event::Failed(_) | Event::Forget => {}
            }
            prop_assert_eq!(form.is_busy() && !under_way, false);
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
