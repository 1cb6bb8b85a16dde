//! What happened to the last submission, above the button that sent it.

use leptos::prelude::*;

use crate::form::{Form, Phase};
use crate::state::State;
use crate::text;
use crate::view::button::Button;
use crate::view::live::{present, word, words};

/// A banner: what happened, what became of what was typed, and what to do next.
///
/// The live region is there from the start, since one that comes with its text is not read out.
///
/// # Parts
///
/// `banner`.
#[component]
pub fn Notice(
    /// What the widget knows.
    state: State,
) -> impl IntoView {
    let kind = move || state.form.with(|form| kind(form.phase()));
    let open = move || state.form.with(|form| matches!(form.phase(), Phase::Unconfirmed(_)));

    let actions = move || {
        let again = move |_| state.look_again();
        let back = move |_| state.form.update(Form::forget_attempt);
        view! {
            <div class="banner__actions">
                <Button label=text::LOOK_AGAIN on_press=again />
                <Button label=text::BACK_TO_FORM on_press=back />
            </div>
        }
        .into_any()
    };
    let banner = move || {
        let title = word(move || state.form.with(|form| title(form.phase())));
        let body = words(move || state.form.with(|form| body(form.phase())));
        view! {
            <div class="banner" part="banner" data-kind=word(kind)>
                <p class="banner__title">{title}</p>
                <p class="banner__body">{body}</p>
                {present(open, actions)}
            </div>
        }
        .into_any()
    };

    view! { <div class="notice" role="alert">{present(move || kind().is_some(), banner)}</div> }
}

fn kind(phase: &Phase) -> Option<&'static str> {
    match phase {
        Phase::Failed(_) => Some("error"),
        Phase::Checking(_) | Phase::Unconfirmed(_) => Some("checking"),
        Phase::Editing | Phase::Sending | Phase::Created(_) => None,
    }
}

fn title(phase: &Phase) -> Option<&'static str> {
    match phase {
        Phase::Failed(failure) | Phase::Unconfirmed(failure) => {
            Some(text::failure_title(failure.kind))
        }
        Phase::Checking(_) => Some(text::CHECKING_TITLE),
        Phase::Editing | Phase::Sending | Phase::Created(_) => None,
    }
}

fn body(phase: &Phase) -> String {
    match phase {
        Phase::Failed(failure) | Phase::Unconfirmed(failure) => text::failure(failure),
        Phase::Checking(_) => text::CHECKING.into(),
        Phase::Editing | Phase::Sending | Phase::Created(_) => String::new(),
    }
}
