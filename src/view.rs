//! How the state looks: the pieces of the page and nothing else.
//!
//! A piece is a function from the state to a [`Tag`]. It reads the state and hands what a
//! person does back to it; it decides nothing. Every element that has a `part` may be restyled by
//! the page: parts are public API.

pub mod badge;
pub mod button;
pub mod candidates;
pub mod client_card;
pub mod control;
pub mod copy_id;
pub mod create_client;
pub mod error_summary;
pub mod fill;
pub mod focus;
pub mod invitation;
pub mod notes;
pub mod notice;
pub mod record;
pub mod tag;
pub mod text_field;

use crate::state::State;
use crate::view::client_card::client_card;
use crate::view::create_client::create_client;
use crate::view::tag::{Tag, block};

/// The whole widget: the form, or the card of what it created.
pub fn client_form(state: State) -> Tag {
    let created = move || state.is_created();

    block("div", "widget")
        .live("lang", move || Some(state.words.with(|it| it.lang.clone())))
        .live("dir", move || Some(state.words.with(|it| it.dir.clone())))
        .when(move || !created(), move || create_client(state))
        .when(created, move || client_card(state))
}
