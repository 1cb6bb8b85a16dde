//! The card of a created client.

use leptos::html;
use leptos::prelude::*;
use roosted_contract::Client;

use crate::state::State;
use crate::text;
use crate::view::badge::Badge;
use crate::view::button::Button;
use crate::view::copy_id::CopyId;
use crate::view::invitation::Invitation;
use crate::view::record::Record;

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
    /// The client as it was created.
    first: Client,
) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();

    // The last one known, also while the card is already leaving the page.
    let client = Memo::new(move |before: Option<&Client>| {
        let now = state.form.with(|form| form.client().cloned());
        now.unwrap_or_else(|| before.unwrap_or(&first).clone())
    });

    let another = move |_| state.restart();

    heading.on_load(|heading| _ = heading.focus());

    view! {
        <section class="card" part="card" aria-labelledby="card-title">
            <header class="card__header">
                <h2 class="card__title" id="card-title" tabindex="-1" node_ref=heading>
                    {text::CREATED}
                </h2>
                <p class="card__name">{move || client.with(|it| it.name().to_owned())}</p>
                <div class="card__facts">
                    <Badge client />
                    <CopyId client />
                </div>
            </header>
            {move || state.invites.get().then(|| view! { <Invitation state client /> })}
            <h3 class="card__subtitle">{text::RECORD}</h3>
            <Record client />
            <div class="card__actions">
                <Button label=text::CREATE_ANOTHER part="create-another" on_press=another />
            </div>
        </section>
    }
}
