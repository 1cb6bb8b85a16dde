//! The form.

use leptos::ev::Event;
use leptos::prelude::*;
use roosted_contract::Field;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlButtonElement, HtmlFormElement, KeyboardEvent};

use crate::form::Form;
use crate::state::{Arrival, State, errand};
use crate::text::{self, Group};
use crate::timer;
use crate::view::button::submit_button;
use crate::view::control::{self, Control};
use crate::view::error_summary::error_summary;
use crate::view::fill;
use crate::view::focus::focus;
use crate::view::notes::notes;
use crate::view::notice::notice;
use crate::view::tag::{Ref, Tag, block};
use crate::view::text_field::text_field;

/// The groups of the form, in reading order.
const GROUPS: [(Group, &[Field]); 4] = [
    (Group::Client, &[Field::Name]),
    (Group::Contact, &[Field::ContactName, Field::ContactEmail]),
    (Group::Billing, &[Field::InvoiceCustomerId]),
    (Group::Address, &[Field::Address, Field::City, Field::State, Field::PostalCode]),
];

/// How long a letter of a long text may stand there before it is counted, in milliseconds: to count takes
/// longer than to type, and nobody reads a counter more often.
const LOOK: i32 = 100;

/// A form that creates one client.
///
/// # Parts
///
/// `form`, `submit`, `banner`, and those of [`text_field`], [`error_summary`], [`notes`] and [`notice`].
pub fn create_client(state: State) -> Tag {
    let reference = Ref::new();
    let form = move || control::form(reference);

    // Derived: read from the state, never set.
    let sending = move || state.read(Form::is_sending);
    let blocked = move || state.read(Form::is_blocked);

    // Handlers: an event in, one transition out. One listener serves every field.
    let leave = move |event: Event| {
        // What is said when a field is left would move the button away from under the pointer, and
        // a button checks everything anyway.
        let pressed = event.unchecked_ref::<FocusEvent>().related_target();
        if pressed.is_some_and(|it| it.is_instance_of::<HtmlButtonElement>()) {
            return;
        }
        if let Some((control, field)) = Control::of_event(event.target()) {
            let validate = state.validate.get();
            state.change(|it| (control.with_typed(|typed| it.left(field, typed, validate)), ()));
        }
    };
    let submit = move |event: Event| {
        event.prevent_default();
        if let Some(form) = form() {
            state.submit(control::read(&form));
        }
    };
    let again = move || {
        if let Some(form) = form() {
            state.send_again(control::read(&form));
        }
    };
    // In the address, Enter starts a new line.
    let hurry = move |event: Event| {
        let key: &KeyboardEvent = event.unchecked_ref();
        if key.key() == "Enter"
            && (key.ctrl_key() || key.meta_key())
            && let Some(form) = form()
        {
            event.prevent_default();
            _ = form.request_submit();
        }
    };
    let follow = move |field| {
        if let Some(control) = form().and_then(|it| Control::of_field(&it, field)) {
            _ = control.focus();
        }
    };
    let arrival = state.arrival();
    if arrival == Arrival::Another {
        let first = move || {
            let form: HtmlFormElement = reference.get()?.unchecked_into();
            // What the page set while there was a card.
            control::fill(&form, state);
            Control::of_field(&form, Field::Name)
        };
        focus(move || first().map(JsCast::unchecked_into), || 0);
    }
    on_cleanup(move || {
        // Where there is a card now, what was typed is in it.
        if let Some(form) = form()
            && !state.peek(|it| it.client().is_some())
        {
            state.seed.replace(control::read(&form));
        }
    });

    block("form", "form")
        .part("form")
        .attr("novalidate", "")
        .attr("aria-labelledby", "form-title")
        .mark("aria-busy", sending)
        .known_as(reference)
        .on("input", move |event| edit(state, &event))
        .on("focusout", leave)
        .on("paste", move |event| fill::look_at(state, reference, &event))
        .on("keydown", hurry)
        .on("submit", submit)
        .child(header(state))
        .child(notes(state, move || discard(state, form())))
        .when(move || state.read(Form::has_summary), move || error_summary(state, follow))
        .children(GROUPS.map(|it| group(state, reference, it)))
        .child(
            block("div", "form__end")
                .child(notice(state, arrival, move || follow(Field::Name), again))
                .child(
                    block("div", "form__actions")
                        .child(submit_button(
                            state,
                            move || if sending() { text::CREATING } else { text::CREATE },
                            blocked,
                        ))
                        .child(block("p", "form__note").say(state, text::CREATE_NOTE)),
                ),
        )
        .child(
            block("p", "visually-hidden")
                .attr("role", "status")
                .says(state, move || sending().then_some(text::CREATING))
                .text(move || fill::sentence(state)),
        )
}

/// Looks at what was typed.
fn edit(state: State, event: &Event) {
    let Some((control, field)) = Control::of_event(event.target()) else { return };
    let is_long = control.is_long();
    let look = move || state.change(|it| (control.with_typed(|typed| it.edited(field, typed)), ()));
    if !is_long {
        look();
    } else if !state.unseen.with(|it| it.contains(&field)) {
        state.unseen.update(|it| it.push(field));
        errand(async move {
            timer::sleep(LOOK).await;
            state.unseen.update(|it| it.retain(|other| *other != field));
            look();
        });
    }
}

/// Throws away what was typed. Its button leaves with it, so focus goes on before.
fn discard(state: State, form: Option<HtmlFormElement>) {
    let Some(form) = form else { return };
    if let Some(first) = Control::of_field(&form, Field::Name) {
        _ = first.focus();
    }
    state.restart();
    form.reset();
}

/// What the form is, and where the record lands unless that is plain.
fn header(state: State) -> Tag {
    let environment = move || {
        state.environment.with(|it| {
            let (name, host) = it.as_ref()?;
            state.words.with(|words| text::environment(words, *name, host))
        })
    };

    block("header", "form__header")
        .child(block("h2", "form__title").attr("id", "form-title").say(state, text::FORM_TITLE))
        .when(
            move || environment().is_some(),
            move || {
                block("p", "form__environment")
                    .part("banner")
                    .attr("data-kind", "environment")
                    .text(move || environment().unwrap_or_default())
            },
        )
}

fn group(state: State, form: Ref, (group, fields): (Group, &'static [Field])) -> Tag {
    block("fieldset", "group")
        .child(block("legend", "group__title").say(state, text::group(group)))
        .child(
            block("div", "group__fields")
                .children(fields.iter().map(|field| text_field(state, form, *field))),
        )
}
