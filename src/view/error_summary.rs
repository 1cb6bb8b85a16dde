//! What the last submit was refused for, on top of the form.

use leptos::html;
use leptos::prelude::*;
use roosted_contract::{Field, Mistake};

use crate::form::Form;
use crate::state::State;
use crate::text;

/// A list of mistakes, each a link to its field.
///
/// It takes focus at every refused submit, so that a screen reader and a small screen both arrive
/// at it. What has been put right since stays in the list, marked, so that nothing jumps while
/// the person works on the fields below.
///
/// # Parts
///
/// `error-summary`.
#[component]
pub fn ErrorSummary(
    /// What the widget knows.
    state: State,
    /// Brings the person to a field.
    #[prop(into)]
    on_follow: UnsyncCallback<Field>,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();

    let refusals = Memo::new(move |_| state.form.with(Form::refusals));
    let mistakes = Memo::new(move |_| state.form.with(|form| form.summary().to_vec()));

    // A fragment link cannot see into a shadow root, and neither can the document's focus.
    Effect::new(move |seen: Option<usize>| {
        let now = refusals.get();
        if let Some(root) = root.get()
            && seen.is_none_or(|seen| seen < now)
        {
            _ = root.focus();
            return now;
        }
        seen.unwrap_or(0)
    });

    let item = move |Mistake { field, reason }| {
        let fixed =
            move || state.form.with(|form| form.entry(field).mistake().is_none()).then_some("true");
        let follow = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            on_follow.run(field);
        };
        view! {
            <li class="summary__item" data-fixed=fixed>
                <a class="summary__link" href=["#", field.name()].concat() on:click=follow>
                    {text::mistake(field, reason)}
                </a>
            </li>
        }
    };

    move || {
        let mistakes = mistakes.get();
        (!mistakes.is_empty()).then(|| {
            view! {
                <div
                    class="summary"
                    part="error-summary"
                    role="group"
                    tabindex="-1"
                    aria-labelledby="summary-title"
                    node_ref=root
                >
                    <h3 class="summary__title" id="summary-title">
                        {text::summary(mistakes.len())}
                    </h3>
                    <ul class="summary__list">
                        {mistakes.into_iter().map(item).collect_view()}
                    </ul>
                </div>
            }
        })
    }
}
