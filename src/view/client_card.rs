//! The card of a created client.

use leptos::prelude::*;
use roosted_contract::ClientField;

use crate::state::State;
use crate::text;
use crate::view::badge::badge;
use crate::view::button::button;
use crate::view::copy_id::copy_id;
use crate::view::focus::focus;
use crate::view::invitation::invitation;
use crate::view::record::record;
use crate::view::tag::{Ref, Tag, block};

/// What was created, the invitation, and the way to the next client.
///
/// Its heading takes focus, so that a screen reader says that the client exists.
///
/// # Parts
///
/// `card`, `create-another`, and those of [`copy_id`], [`badge`] and [`invitation`].
pub fn client_card(state: State) -> Tag {
    let heading = Ref::new();
    focus(move || heading.get(), || 0);

    block("section", "card")
        .part("card")
        .attr("aria-labelledby", "card-title")
        .child(
            block("header", "card__header")
                .child(
                    block("h2", "card__title")
                        .attr("id", "card-title")
                        .attr("tabindex", "-1")
                        .known_as(heading)
                        .say(state, text::CREATED),
                )
                .child(block("p", "card__name").text(move || state.text_of(ClientField::Name)))
                .child(block("div", "card__facts").child(badge(state)).child(copy_id(state))),
        )
        .when(move || state.invites.get(), move || invitation(state))
        // What is done next comes before what is looked up now and then.
        .child(
            block("div", "card__actions").child(
                button(state, text::CREATE_ANOTHER, move || state.begin_another())
                    .part("create-another"),
            ),
        )
        .child(block("h3", "card__subtitle").say(state, text::RECORD))
        .child(record(state))
}
