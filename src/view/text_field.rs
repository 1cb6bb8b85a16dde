//! One field of the form: its label, its hint, its input, and what is to be said about it.

use roosted_contract::Field;

use crate::form::{Entry, Form};
use crate::state::State;
use crate::text;
use crate::view::fill;
use crate::view::tag::{Ref, Tag, block};

/// A label, an input and, while there is one, what to put right in it.
///
/// The mistake describes the input (`aria-describedby`), so a screen reader says it after the
/// label; color alone never carries it. The line below the input is always there, so that nothing
/// jumps when a message comes or goes.
///
/// # Parts
///
/// `field`, `label`, `hint`, `input`, `error`.
pub fn text_field(state: State, form: Ref, field: Field) -> Tag {
    let id = field.name();
    let entry = move || state.entry(field);
    let invalid = move || entry().mistake().is_some();
    let words = move || entry().mistake().map(|why| state.mistake(field, why)).unwrap_or_default();

    let label = block("label", "field__label").part("label").attr("for", id);
    let label = label.say(state, text::label(field));
    let label =
        if field.required() {
            label.child(block("span", "field__required").text(move || {
                [" (", &*state.words.with(|it| it.say(text::REQUIRED)), ")"].concat()
            }))
        } else {
            label
        };
    let hint = text::hint(field).map(|hint| {
        block("p", "field__hint").part("hint").attr("id", &[id, "-hint"].concat()).say(state, hint)
    });

    block("div", "field")
        .part("field")
        .attr("data-field", id)
        .mark("data-wrong", invalid)
        .child(label)
        .children(hint)
        .child(input(state, field))
        .child(
            block("div", "field__foot")
                .when(invalid, move || {
                    block("p", "field__error")
                        .part("error")
                        .attr("data-field", id)
                        .attr("id", &[id, "-error"].concat())
                        .text(words)
                })
                .when(
                    move || shows_doubt(&entry()),
                    move || {
                        block("p", "field__doubt")
                            .attr("id", &[id, "-doubt"].concat())
                            .says(state, move || entry().doubt().map(text::doubt))
                    },
                )
                .when(move || shows_gauge(&entry()), move || gauge(state, field)),
        )
        .when(move || fill::is_below(state, field), move || fill::fill(state, field, form))
}

fn input(state: State, field: Field) -> Tag {
    let id = field.name();
    let long = field == Field::Address;
    let input = if long {
        block("textarea", "field__input field__input--long").attr("rows", "3")
    } else {
        block("input", "field__input").attr("type", "text").attr("inputmode", keyboard(field))
    };
    let input = if field.required() { input.attr("aria-required", "true") } else { input };

    input
        .part("input")
        .attr("id", id)
        .attr("name", id)
        .attr("autocomplete", "off")
        .attr("autocapitalize", capitals(field))
        .attr("enterkeyhint", if long { "enter" } else { "send" })
        .attr("spellcheck", "false")
        .attr("dir", direction(field))
        .mark("readonly", move || state.read(Form::is_blocked))
        .mark("aria-invalid", move || state.entry(field).mistake().is_some())
        .live("aria-describedby", move || described_by(field, &state.entry(field)))
}

/// How full it is, and by how much it is too full.
fn gauge(state: State, field: Field) -> Tag {
    let gauge = move || state.entry(field).gauge();

    block("p", "field__gauge")
        .attr("id", &[field.name(), "-gauge"].concat())
        .mark("data-over", move || gauge().is_some_and(|it| it.length > it.limit))
        .text(move || {
            state.words.with(|it| gauge().map(|gauge| text::gauge(it, gauge)).unwrap_or_default())
        })
}

/// The ids of what a screen reader adds to the label.
fn described_by(field: Field, entry: &Entry) -> Option<String> {
    let mut ids = String::new();
    for (there, what) in [
        (text::hint(field).is_some(), "-hint"),
        (entry.mistake().is_some(), "-error"),
        (shows_doubt(entry), "-doubt"),
        (shows_gauge(entry), "-gauge"),
    ] {
        if there {
            ids.push_str(if ids.is_empty() { "" } else { " " });
            ids.push_str(field.name());
            ids.push_str(what);
        }
    }
    (!ids.is_empty()).then_some(ids)
}

/// One thing at a time, so that there is room for it: a mistake also tells by how much.
fn shows_gauge(entry: &Entry) -> bool {
    entry.gauge().is_some() && entry.mistake().is_none() && entry.doubt().is_none()
}

fn shows_doubt(entry: &Entry) -> bool {
    entry.doubt().is_some() && entry.mistake().is_none()
}

/// The keyboard that a phone should show.
const fn keyboard(field: Field) -> &'static str {
    match field {
        Field::ContactEmail => "email",
        _ => "text",
    }
}

/// What is written from left to right in every language, and what as it is typed.
const fn direction(field: Field) -> &'static str {
    match field {
        Field::ContactEmail | Field::InvoiceCustomerId | Field::PostalCode => "ltr",
        _ => "auto",
    }
}

/// What a phone should write in capitals by itself.
const fn capitals(field: Field) -> &'static str {
    match field {
        Field::Name | Field::ContactName | Field::Address | Field::City | Field::State => "words",
        Field::PostalCode => "characters",
        Field::ContactEmail | Field::InvoiceCustomerId => "none",
    }
}
