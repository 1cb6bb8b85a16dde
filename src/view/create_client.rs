//! The form.

use leptos::ev::{Event, FocusEvent, KeyboardEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use roosted_contract::Field;

use crate::form::Phase;
use crate::state::State;
use crate::text::{self, Group};
use crate::view::control::{self, Control};
use crate::view::error_summary::ErrorSummary;
use crate::view::live::{mark, present, word, words};
use crate::view::notice::Notice;
use crate::view::text_field::TextField;

/// The parts of the form, in reading order.
const GROUPS: [(Group, &[Field]); 4] = [
    (Group::Client, &[Field::Name]),
    (Group::Contact, &[Field::ContactName, Field::ContactEmail]),
    (Group::Billing, &[Field::InvoiceCustomerId]),
    (Group::Address, &[Field::Address, Field::City, Field::State, Field::PostalCode]),
];

/// A form that creates one client.
///
/// # Parts
///
/// `form`, `submit`, and those of [`TextField`], [`ErrorSummary`] and [`Notice`].
#[component]
pub fn CreateClient(
    /// What the widget knows.
    state: State,
) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();

    // Derived: read from the state, never set.
    let sending = Memo::new(move |_| state.form.with(|it| *it.phase() == Phase::Sending));
    let busy = mark(move || sending.get());
    let blocked = mark(move || {
        state.form.with(|it| it.is_busy() || matches!(it.phase(), Phase::Unconfirmed(_)))
    });
    let label = word(move || Some(if sending.get() { text::CREATING } else { text::CREATE }));
    let announced = word(move || sending.get().then_some(text::CREATING));
    let environment = move || {
        state
            .environment
            .with(|it| it.as_ref().and_then(|it| text::environment(it.name, &it.upstream_host)))
    };
    let banner = move || {
        let words = words(move || environment().unwrap_or_default());
        view! { <p class="form__environment" part="banner" data-kind="environment">{words}</p> }
            .into_any()
    };

    // Handlers: an event in, one transition out. One listener serves every field.
    let edit = move |event: Event| {
        if let Some((control, field)) = Control::of_event(event.target()) {
            state.form.maybe_update(|it| control.with_typed(|typed| it.edited(field, typed)));
        }
    };
    let leave = move |event: FocusEvent| {
        if let Some((control, field)) = Control::of_event(event.target()) {
            let validate = state.validate.get_value();
            state
                .form
                .maybe_update(|it| control.with_typed(|typed| it.left(field, typed, validate)));
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(form) = form.get_untracked() {
            state.submit(&control::read(&form));
        }
    };
    // In the address, Enter starts a new line.
    let hurry = move |event: KeyboardEvent| {
        if event.key() == "Enter"
            && (event.ctrl_key() || event.meta_key())
            && let Some(form) = form.get_untracked()
        {
            event.prevent_default();
            _ = form.request_submit();
        }
    };
    let follow = move |field| {
        if let Some(control) = form.get_untracked().and_then(|it| Control::of_field(&it, field)) {
            _ = control.focus();
        }
    };
    on_cleanup(move || {
        if let Some(form) = form.try_get_untracked().flatten() {
            state.seed.try_set_value(control::read(&form));
        }
    });

    let group = |(group, fields): (Group, &'static [Field])| {
        view! {
            <fieldset class="group">
                <legend class="group__title">{text::group(group)}</legend>
                <div class="group__fields">
                    {fields.iter().map(|field| view! { <TextField field=*field state /> }).collect_view()}
                </div>
            </fieldset>
        }
    };

    view! {
        <form
            class="form"
            part="form"
            novalidate=true
            aria-labelledby="form-title"
            aria-busy=busy
            node_ref=form
            on:input=edit
            on:focusout=leave
            on:keydown=hurry
            on:submit=submit
        >
            <header class="form__header">
                <h2 class="form__title" id="form-title">{text::FORM_TITLE}</h2>
                {present(move || environment().is_some(), banner)}
            </header>
            <ErrorSummary state on_follow=follow />
            {GROUPS.map(group).into_iter().collect_view()}
            <div class="form__end">
                <Notice state />
                <div class="form__actions">
                    <button
                        class="button button--primary"
                        part="submit"
                        type="submit"
                        aria-disabled=blocked
                    >
                        {label}
                    </button>
                    <p class="form__note">{text::CREATE_NOTE}</p>
                </div>
            </div>
            <p class="visually-hidden" role="status">
                {announced}
            </p>
        </form>
    }
}
