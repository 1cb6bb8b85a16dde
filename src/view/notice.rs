//! What happened to the last submission, above the button that sent it.

use leptos::prelude::*;

use crate::form::{Form, Phase};
use crate::state::State;
use crate::text;
use crate::view::button::button;
use crate::view::tag::{Ref, Tag, block};

/// A banner: what happened, what became of what was typed, and what to do next; `back` brings the
/// person to the form. Its buttons leave with it, so focus goes on before they do.
///
/// The live region is there from the start, since one that comes with its text is not read out.
///
/// # Parts
///
/// `banner`.
pub fn notice(state: State, back: impl Fn() + Copy + Send + 'static) -> Tag {
    let place = Ref::new();
    let kind = move || state.form.with(|form| kind(form.phase()));
    let open = move || state.form.with(|form| matches!(form.phase(), Phase::Unconfirmed(_)));

    let banner = move || {
        banner(kind)
            .child(
                block("p", "banner__title").text(move || state.form.with(|it| title(it.phase()))),
            )
            .child(block("p", "banner__body").text(move || state.form.with(|it| body(it.phase()))))
            .when(open, move || {
                block("div", "banner__actions")
                    .child(button(text::LOOK_AGAIN, move || {
                        if let Some(place) = place.get_untracked() {
                            _ = place.focus();
                        }
                        state.look_again();
                    }))
                    .child(button(text::BACK_TO_FORM, move || {
                        back();
                        state.form.update(Form::forget_attempt);
                    }))
            })
    };

    block("div", "notice")
        .attr("role", "alert")
        .attr("tabindex", "-1")
        .known_as(place)
        .when(move || kind().is_some(), banner)
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
        Phase::Checking(_) | Phase::Unconfirmed(_) => Some("checking"),
        Phase::Editing | Phase::Sending | Phase::Created(_) => None,
    }
}

fn title(phase: &Phase) -> String {
    match phase {
        Phase::Failed(failure) | Phase::Unconfirmed(failure) => text::failure_title(failure.kind),
        Phase::Checking(_) => text::CHECKING_TITLE,
        Phase::Editing | Phase::Sending | Phase::Created(_) => "",
    }
    .to_owned()
}

fn body(phase: &Phase) -> String {
    match phase {
        Phase::Failed(failure) | Phase::Unconfirmed(failure) => text::failure(failure),
        Phase::Checking(_) => text::CHECKING.into(),
        Phase::Editing | Phase::Sending | Phase::Created(_) => String::new(),
    }
}
