//! What happened to the last submission, above the button that sent it.

use leptos::prelude::*;

use crate::form::{Form, Phase};
use crate::state::State;
use crate::text;
use crate::view::button::Button;

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
    let phase = Memo::new(move |_| state.form.with(|form| form.phase().clone()));

    let banner = move || {
        let (kind, title, body, open) = match phase.get() {
            Phase::Failed(failure) => {
                ("error", text::failure_title(failure.kind), text::failure(&failure), false)
            }
            Phase::Checking(_) => ("checking", text::CHECKING_TITLE, text::CHECKING.into(), false),
            Phase::Unconfirmed(failure) => {
                ("checking", text::failure_title(failure.kind), text::failure(&failure), true)
            }
            Phase::Editing | Phase::Sending | Phase::Created(_) => return None,
        };
        let again = move |_| state.look_again();
        let back = move |_| state.form.update(Form::forget_attempt);
        Some(view! {
            <div class="banner" part="banner" data-kind=kind>
                <p class="banner__title">{title}</p>
                <p class="banner__body">{body}</p>
                {open.then(|| view! {
                    <div class="banner__actions">
                        <Button label=text::LOOK_AGAIN on_press=again />
                        <Button label=text::BACK_TO_FORM on_press=back />
                    </div>
                })}
            </div>
        })
    };

    view! { <div class="notice" role="alert">{banner}</div> }
}
