//! The card of a created client.

use leptos::html;
use leptos::prelude::*;
use roosted_contract::ClientField;

use crate::state::State;
use crate::text;
use crate::view::badge::Badge;
use crate::view::button::Button;
use crate::view::copy_id::CopyId;
use crate::view::invitation::Invitation;
use crate::view::live::present;
use crate::view::record::{Record, text_of};

/// What was created, the invitation, and the way to the next client.
///
/// Its heading takes focus, so that a screen reader says that the client exists.
///
/// # Parts
///
/// `card`, `create-another`, and those of [`CopyId`], [`Badge`] and [`Invitation`].
#[component]
pub fn ClientCard(
    /// What the widget knows.
    state: State,
) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    let client = state.last;
    let name = text_of(client, ClientField::Name);
    let another = move |_| state.restart();

    heading.on_load(|heading| _ = heading.focus());

    view! {
        <section class="card" part="card" aria-labelledby="card-title">
            <header class="card__header">
                <h2 class="card__title" id="card-title" tabindex="-1" node_ref=heading>
                    {text::CREATED}
                </h2>
                <p class="card__name">{name}</p>
                <div class="card__facts">
                    <Badge client />
                    <CopyId client />
                </div>
            </header>
            {present(move || state.invites.get(), move || view! { <Invitation state /> }.into_any())}
            <h3 class="card__subtitle">{text::RECORD}</h3>
            <Record client />
            <div class="card__actions">
                <Button label=text::CREATE_ANOTHER part="create-another" on_press=another />
            </div>
        </section>
    }
}
