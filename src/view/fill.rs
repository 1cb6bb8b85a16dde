//! The offer to fill the form from what was pasted, below the field it was pasted into.

use leptos::ev::Event;
use roosted_contract::{Draft, Field};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlFormElement};

use crate::form::{Fill, Form};
use crate::state::State;
use crate::text;
use crate::view::button::{button, primary};
use crate::view::control::{self, Control};
use crate::view::tag::{Ref, Tag, block};

/// Looks at what is being pasted into `form`.
///
/// The text goes where it was pasted, as everywhere, and more is offered. Only an e-mail address that comes
/// with a name is taken apart at once. That can be undone, too.
pub fn look_at(state: State, form: Ref, event: &Event) {
    let Some((_, into)) = Control::of_event(event.target()) else { return };
    let clipboard = event.unchecked_ref::<ClipboardEvent>().clipboard_data();
    let Some(text) = clipboard.and_then(|it| it.get_data("text/plain").ok()) else { return };
    state.pasted(
        text,
        into,
        move || control::form(form).map(|it| control::read(&it)),
        move || {
            if let Some(form) = control::form(form) {
                fill_in(state, &form);
            }
        },
    );
}

/// What was pasted into `field`, if it can be taken apart: what would be filled in, and whether to.
pub fn fill(state: State, field: Field, form: Ref) -> Tag {
    let done = move || state.read(|it| it.fill().is_some_and(|it| it.before.is_some()));
    let press = move |act: fn(State, &HtmlFormElement)| {
        move || {
            if let Some(form) = control::form(form) {
                // The button leaves with what it does, so focus goes on before.
                if let Some(control) = Control::of_field(&form, field) {
                    _ = control.focus();
                }
                act(state, &form);
            }
        }
    };
    let title = [field.name(), "-fill"].concat();

    block("div", "fill")
        .attr("role", "group")
        .attr("aria-labelledby", &title)
        .child(block("p", "fill__title").attr("id", &title).text(move || sentence(state)))
        .when(move || !done(), move || preview(state))
        .when(
            move || !done(),
            move || {
                block("div", "fill__actions")
                    .child(primary(state, text::FILL, press(fill_in)))
                    .child(button(state, text::LEAVE_IT, press(leave)))
            },
        )
        .when(done, move || {
            block("div", "fill__actions").child(button(state, text::UNDO, press(undo)))
        })
}

/// Whether there is anything to say below `field`.
pub fn is_below(state: State, field: Field) -> bool {
    state.read(|form| form.fill().is_some_and(|it| it.into == field))
}

/// What is asked, or was done; empty where nothing was pasted.
pub fn sentence(state: State) -> String {
    let read = |form: &Form| {
        form.fill().map(|it| state.words.with(|words| text::fill(words, it))).unwrap_or_default()
    };
    state.read(read)
}

/// What would be filled in, field by field, and what would not.
fn preview(state: State) -> Tag {
    let fields = Field::ALL.into_iter().map(Some).chain([None]);
    fields.fold(block("dl", "fill__preview"), |list, field| {
        let class = if field.is_some() { "fill__row" } else { "fill__row fill__row--rest" };
        let text = move || {
            let read = |form: &Form| form.fill().map(|it| text::piece(it, field));
            state.read(read).unwrap_or_default()
        };
        list.when(
            move || !text().is_empty(),
            move || {
                block("div", class)
                    .child(block("dt", "fill__label").say(state, text::piece_label(field)))
                    .child(block("dd", "fill__value").text(text))
            },
        )
    })
}

fn fill_in(state: State, form: &HtmlFormElement) {
    let typed = control::read(form);
    let texts = state.update(|it| it.fill_in(&typed));
    write(form, &texts, &texts);
    state.update(|it| it.filled_in(typed));
}

fn leave(state: State, _: &HtmlFormElement) {
    state.update(Form::forget_fill);
}

fn undo(state: State, form: &HtmlFormElement) {
    if let Some(Fill { pasted, before: Some(before), .. }) = state.update(Form::forget_fill) {
        write(form, &pasted.fields, &before);
    }
}

/// Types `texts` into the fields for which there is anything in `fields`.
fn write(form: &HtmlFormElement, fields: &Draft, texts: &Draft) {
    for field in Field::ALL.into_iter().filter(|it| !fields.get(*it).is_empty()) {
        control::write(form, field, texts.get(field));
    }
}
