//! What happened to the last submission, above the button that sent it.

use leptos::prelude::*;
use roosted_contract::Kind;

use crate::form::{Form, Inquiry, Phase};
use crate::state::{Arrival, State};
use crate::text::{self, Word, Words};
use crate::view::button::{button, danger};
use crate::view::candidates::candidates;
use crate::view::focus::{focus, is_lost};
use crate::view::tag::{Ref, Tag, block};

/// A banner: what happened, what became of what was typed, and what to do next. `back` brings the
/// person to the form, `again` sends what stands in it once more. Its buttons leave with what they
/// do, so focus goes on before they do.
///
/// Only a change of state is read out, and so the live region holds no more than that; it is there
/// from the start, since one that comes with its text is not read out.
///
/// # Parts
///
/// `banner`.
pub fn notice(
    state: State,
    arrival: Arrival,
    back: impl Fn() + Copy + Send + 'static,
    again: impl Fn() + Copy + Send + 'static,
) -> Tag {
    let place = Ref::new();
    let kind = move || state.read(|form| kind(form.phase()));
    let open = move |is: fn(&Inquiry) -> bool| state.read(|it| it.inquiry().is_some_and(is));
    let hold_focus = move || {
        if let Some(place) = place.get_untracked() {
            _ = place.focus();
        }
    };

    let words = move || {
        block("div", "banner__words")
            .child(block("p", "banner__title").says(state, move || title(state)))
            .child(block("p", "banner__body").text(move || body(state)))
    };
    let warn = move |warned| {
        hold_focus();
        state.update(|form| form.warn(warned));
    };
    let choices = move || {
        block("div", "banner__actions")
            .child(button(state, text::LOOK_AGAIN, move || {
                hold_focus();
                state.look_again();
            }))
            .when(
                move || open(Inquiry::may_send_again),
                move || button(state, text::SEND_AGAIN, move || warn(true)),
            )
            .child(button(state, text::BACK_TO_FORM, move || {
                back();
                state.update(Form::go_back);
            }))
    };
    let warning = move || {
        block("div", "banner__actions")
            .child(button(state, text::DO_NOT_SEND, move || warn(false)))
            .child(danger(state, text::SEND_ANYWAY, move || {
                back();
                again();
            }))
    };

    // Who comes back to the page comes back for this, unless they are at something else already.
    if arrival == Arrival::Resumed && is_lost() {
        focus(move || place.get(), || 0);
    }

    block("div", "banner")
        .live("part", move || kind().map(|_| "banner".to_owned()))
        .live("data-kind", move || kind().map(str::to_owned))
        .attr("tabindex", "-1")
        .known_as(place)
        .child(
            block("div", "banner__news")
                .attr("role", "alert")
                .when(move || kind().is_some(), words),
        )
        .when(
            move || open(|_| true),
            move || block("p", "banner__progress").text(move || state.progress()),
        )
        .when(move || open(|it| !it.candidates().is_empty()), move || candidates(state))
        .when(move || open(|it| it.is_weary() && !it.is_warned()), choices)
        .when(move || open(Inquiry::is_warned), warning)
}

/// A box that says what kind of news it has.
///
/// # Parts
///
/// `banner`.
pub fn banner(kind: impl Fn() -> Option<&'static str> + Send + 'static) -> Tag {
    block("div", "banner").part("banner").live("data-kind", move || kind().map(str::to_owned))
}

fn kind(phase: &Phase) -> Option<&'static str> {
    match phase {
        Phase::Failed(_) => Some("error"),
        Phase::Open(_) => Some("checking"),
        Phase::Editing | Phase::Asking { .. } | Phase::Sending | Phase::Created(_) => None,
    }
}

fn title(state: State) -> Option<Word> {
    state.read(|form| match form.phase() {
        Phase::Failed(failure) if failure.kind == Kind::Offline && state.online.get() => {
            Some(text::ONLINE)
        }
        Phase::Failed(failure) => Some(text::failure_title(failure.kind)),
        Phase::Open(inquiry) => Some(text::inquiry_title(inquiry)),
        Phase::Editing | Phase::Asking { .. } | Phase::Sending | Phase::Created(_) => None,
    })
}

fn body(state: State) -> String {
    let read = |words: &Words| {
        state.read(|form| match form.phase() {
            Phase::Failed(failure) if failure.kind == Kind::Offline && state.online.get() => {
                words.say(text::SEND_NOW)
            }
            Phase::Failed(failure) => text::failure(words, failure),
            Phase::Open(inquiry) => text::inquiry(words, inquiry, form.keeps_typed()),
            Phase::Editing | Phase::Asking { .. } | Phase::Sending | Phase::Created(_) => {
                String::new()
            }
        })
    };
    state.words.with(read)
}
