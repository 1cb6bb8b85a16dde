//! How the state looks: the form, and once a client is created, its card.
//!
//! Every element has a dynamic part. Leptos builds a fully static subtree through `innerHTML`,
//! which the page's Trusted Types policy refuses.

pub mod badge;
pub mod button;
pub mod client_card;
pub mod control;
pub mod copy_id;
pub mod create_client;
pub mod error_summary;
pub mod invitation;
pub mod live;
pub mod notice;
pub mod record;
pub mod text_field;

use leptos::prelude::*;

use crate::state::State;
use crate::view::client_card::ClientCard;
use crate::view::create_client::CreateClient;
use crate::view::live::{present, word};

/// The whole widget.
///
/// # Parts
///
/// Those of [`CreateClient`] and [`ClientCard`].
#[component]
pub fn ClientForm(
    /// What it knows.
    state: State,
) -> impl IntoView {
    let created = move || state.form.with(|form| form.client().is_some());
    let lang = word(|| Some("en"));
    let dir = word(|| Some("ltr"));

    view! {
        <div class="widget" lang=lang dir=dir>
            {present(move || !created(), move || view! { <CreateClient state /> }.into_any())}
            {present(created, move || view! { <ClientCard state /> }.into_any())}
        </div>
    }
}
