//! What the last submit was refused for, on top of the form.

use leptos::prelude::*;
use roosted_contract::{Field, Mistake};

use crate::form::Form;
use crate::state::State;
use crate::text;
use crate::view::focus::focus;
use crate::view::tag::{Ref, Tag, block};

/// A list of mistakes, each a link to its field; `follow` brings the person there.
///
/// It takes focus at every refused submit, so that a screen reader and a small screen both arrive
/// at it. What has been put right since stays in the list, marked, so that nothing jumps while
/// the person works on the fields below.
///
/// # Parts
///
/// `error-summary`.
pub fn error_summary(state: State, follow: impl Fn(Field) + Copy + Send + 'static) -> Tag {
    let root = Ref::new();
    // The same mistakes again are a new round.
    focus(move || root.get(), move || state.read(Form::rounds));

    block("div", "summary")
        .part("error-summary")
        .attr("role", "group")
        .attr("tabindex", "-1")
        .attr("aria-labelledby", "summary-title")
        .known_as(root)
        .child(block("h3", "summary__title").attr("id", "summary-title").text(move || {
            let mistakes = state.read(Form::summary_length);
            state.words.with(|it| text::summary(it, mistakes))
        }))
        .child(Field::ALL.into_iter().fold(
            // Said again, since a list without bullets loses its role in some browsers.
            block("ul", "summary__list").attr("role", "list").when(
                move || state.read(|form| form.objection().is_some()),
                move || {
                    block("li", "summary__item").text(move || {
                        let said = state.read(|form| form.objection().map(str::to_owned));
                        state.or_refused(said.unwrap_or_default())
                    })
                },
            ),
            |list, field| line(list, state, field, follow),
        ))
}

/// One line for each field that can be wrong.
fn line(
    list: Tag,
    state: State,
    field: Field,
    follow: impl Fn(Field) + Copy + Send + 'static,
) -> Tag {
    let words = move || {
        let Mistake { reason, .. } =
            state.read(|form| form.summary().iter().find(|it| it.field == field).copied())?;
        Some(state.mistake(field, reason))
    };
    list.when(
        move || words().is_some(),
        move || {
            block("li", "summary__item")
                .mark("data-fixed", move || state.entry(field).mistake().is_none())
                .child(
                    block("a", "summary__link")
                        .attr("href", &["#", field.name()].concat())
                        // A fragment link cannot see into a shadow root.
                        .on("click", move |event| {
                            event.prevent_default();
                            follow(field);
                        })
                        .text(move || words().unwrap_or_default()),
                )
        },
    )
}
