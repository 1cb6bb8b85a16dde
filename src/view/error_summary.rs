//! What the last submit was refused for, on top of the form.

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use roosted_contract::{Field, Mistake};

use crate::form::Form;
use crate::state::State;
use crate::text;
use crate::view::live::{mark, present, word, words};

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
    let rounds = Memo::new(move |_| state.form.with(Form::rounds));
    let mistakes = move || state.form.with(|form| form.summary().len());

    // Outside: focus. The same mistakes again are a new round.
    Effect::new(move |seen: Option<usize>| {
        let now = rounds.get();
        let Some(root) = root.get() else { return seen.unwrap_or(0) };
        if seen.is_none_or(|seen| seen < now) {
            _ = root.focus();
        }
        now
    });

    // One line for each field that can be wrong, so that nothing is built in a loop.
    let item = move |field: Field| {
        let of_field =
            move |form: &Form| form.summary().iter().copied().find(|it| it.field == field);
        let reason = move || state.form.with(of_field).map(|it: Mistake| it.reason);
        let words = words(move || reason().map(|it| text::mistake(field, it)).unwrap_or_default());
        let fixed = mark(move || state.form.with(|form| form.entry(field).mistake().is_none()));
        // A fragment link cannot see into a shadow root.
        let follow = move |event: MouseEvent| {
            event.prevent_default();
            on_follow.run(field);
        };
        present(
            move || reason().is_some(),
            move || {
                view! {
                    <li class="summary__item" data-fixed=fixed>
                        <a class="summary__link" href=["#", field.name()].concat() on:click=follow>
                            {words}
                        </a>
                    </li>
                }
                .into_any()
            },
        )
    };
    let summary = move || {
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
                    {words(move || text::summary(mistakes()))}
                </h3>
                <ul class="summary__list" role=word(|| Some("list"))>
                    {Field::ALL.map(item).into_iter().collect_view()}
                </ul>
            </div>
        }
        .into_any()
    };

    present(move || mistakes() > 0, summary)
}
