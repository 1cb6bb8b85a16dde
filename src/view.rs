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
pub mod notice;
pub mod record;
pub mod text_field;

use leptos::either::Either;
use leptos::prelude::*;

use crate::state::State;
use crate::view::client_card::ClientCard;
use crate::view::create_client::CreateClient;

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
    let created = Memo::new(move |_| state.form.with(|form| form.client().is_some()));

    view! {
        <div class="widget" lang=|| "en" dir=|| "ltr">
            {move || {
                created.track();
                match state.form.with_untracked(|form| form.client().cloned()) {
                    Some(first) => Either::Left(view! { <ClientCard state first /> }),
                    None => Either::Right(view! { <CreateClient state /> }),
                }
            }}
        </div>
    }
}
