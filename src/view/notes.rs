//! What a person is told beside the submission at hand, on top of the form.

use crate::form::Notes;
use crate::state::State;
use crate::text;
use crate::view::button::button;
use crate::view::notice::banner;
use crate::view::tag::{Tag, block};

/// That a draft was restored, that none can be kept, and what became of the invitation of an earlier
/// client. `discard` throws the draft away.
///
/// # Parts
///
/// `banner`.
pub fn notes(state: State, discard: impl Fn() + Copy + Send + 'static) -> Tag {
    let is = move |is: fn(&Notes) -> bool| state.read(|form| is(form.notes()));
    let missed = move |part: usize| {
        state.read(|form| {
            let Some((client, failure)) = &form.notes().missed else { return String::new() };
            state.words.with(|words| match part {
                0 => text::missed(words, client),
                _ => text::invite_failure(words, failure),
            })
        })
    };

    block("div", "notes")
        .attr("aria-live", "polite")
        .when(
            move || is(|notes| notes.restored),
            move || {
                banner(|| Some("draft"))
                    .child(block("p", "banner__body").say(state, text::RESTORED))
                    .child(button(state, text::DISCARD, discard))
            },
        )
        .when(
            move || is(|notes| notes.not_kept),
            move || {
                banner(|| Some("draft"))
                    .child(block("p", "banner__body").say(state, text::NOT_KEPT))
            },
        )
        .when(
            move || is(|notes| notes.missed.is_some()),
            move || {
                banner(|| Some("error"))
                    .child(block("p", "banner__title").text(move || missed(0)))
                    .child(block("p", "banner__body").text(move || missed(1)))
            },
        )
}
