//! One field of the form: its label, its hint, its input, and what is to be said about it.

use leptos::either::Either;
use leptos::prelude::*;
use roosted_contract::Field;

use crate::form::Form;
use crate::state::State;
use crate::text;
use crate::view::live::{mark, present, word, words};

/// A label, an input and, while there is one, what to put right in it.
///
/// The mistake describes the input (`aria-describedby`), so a screen reader says it after the
/// label; color alone never carries it. The line below the input is always there, so that nothing
/// jumps when a message comes or goes.
///
/// # Parts
///
/// `field`, `label`, `hint`, `input`, `error`.
#[component]
pub fn TextField(
    /// Which field this is. Gives the input its `id` and its `name`.
    field: Field,
    /// What the widget knows.
    state: State,
) -> impl IntoView {
    let id = field.name();
    let hint = text::hint(field);

    // Derived: read from the state, never set.
    let entry = move || state.form.with(|form| form.entry(field).clone());
    let mistake =
        words(move || entry().mistake().map(|why| text::mistake(field, why)).unwrap_or_default());
    let invalid = mark(move || entry().mistake().is_some());
    let doubt = word(move || entry().doubt().map(text::doubt));
    let settled = mark(move || doubt.get().is_none() || invalid.get().is_some());
    let gauge = words(move || entry().gauge().map(text::gauge).unwrap_or_default());
    let roomy = mark(move || entry().gauge().is_none());
    let over = mark(move || entry().gauge().is_some_and(|it| it.length > it.limit));
    let described_by = Signal::derive(move || {
        state.form.with(|form| {
            let it = form.entry(field);
            let parts = [
                (hint.is_some(), "-hint"),
                (it.mistake().is_some(), "-error"),
                (it.doubt().is_some() && it.mistake().is_none(), "-doubt"),
                (it.gauge().is_some(), "-gauge"),
            ];
            let ids: Vec<_> =
                parts.iter().filter(|it| it.0).map(|it| [id, it.1].concat()).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    });
    let busy = mark(move || state.form.with(Form::is_busy));
    let seed = state.seed.with_value(|draft| draft.get(field).to_owned());
    let habits = Habits::of(field);

    let input = if field == Field::Address {
        Either::Left(view! {
            <textarea
                class="field__input field__input--long"
                part="input"
                id=id
                name=id
                rows="3"
                autocomplete="off"
                autocapitalize=habits.capitals
                enterkeyhint="enter"
                spellcheck="false"
                readonly=busy
                aria-describedby=described_by
                aria-invalid=invalid
                prop:value=seed
            ></textarea>
        })
    } else {
        Either::Right(view! {
            <input
                class="field__input"
                part="input"
                id=id
                name=id
                type="text"
                autocomplete="off"
                autocapitalize=habits.capitals
                enterkeyhint="send"
                inputmode=habits.keyboard
                spellcheck="false"
                readonly=busy
                aria-required=field.required().then_some("true")
                aria-describedby=described_by
                aria-invalid=invalid
                prop:value=seed
            />
        })
    };

    let error = move || {
        let id = [id, "-error"].concat();
        view! { <p class="field__error" part="error" data-field=field.name() id=id>{mistake}</p> }
            .into_any()
    };

    view! {
        <div class="field" part="field" data-field=id data-wrong=invalid>
            <label class="field__label" part="label" for=id>
                {text::label(field)}
                {field.required().then(|| view! { <span class="field__required">" ("{text::REQUIRED}")"</span> })}
            </label>
            {hint
                .map(|hint| view! { <p class="field__hint" part="hint" id=[id, "-hint"].concat()>{hint}</p> })}
            {input}
            <div class="field__foot">
                {present(move || invalid.get().is_some(), error)}
                <p class="field__doubt" id=[id, "-doubt"].concat() hidden=settled>{doubt}</p>
                <p class="field__gauge" id=[id, "-gauge"].concat() hidden=roomy data-over=over>
                    {gauge}
                </p>
            </div>
        </div>
    }
}

/// What a phone's keyboard should do for a field.
struct Habits {
    keyboard: &'static str,
    capitals: &'static str,
}

impl Habits {
    const fn of(field: Field) -> Self {
        let keyboard = match field {
            Field::ContactEmail => "email",
            _ => "text",
        };
        let capitals = match field {
            Field::Name | Field::ContactName | Field::Address | Field::City | Field::State => {
                "words"
            }
            Field::PostalCode => "characters",
            Field::ContactEmail | Field::InvoiceCustomerId => "none",
        };
        Self { keyboard, capitals }
    }
}
