//! Where a client stands with the portal, at a glance.

use leptos::prelude::*;
use roosted_contract::{Client, PortalStatus};

use crate::text;
use crate::view::live::{present, words};

/// The word for programs: the number of a portal status, or `null`.
pub fn status_value(status: PortalStatus) -> String {
    match status {
        PortalStatus::NotConnected => "null".into(),
        PortalStatus::Invited => "0".into(),
        PortalStatus::Connected => "2".into(),
        PortalStatus::Unknown(number) => number.to_string(),
    }
}

/// The portal status, and whether the client is pending.
///
/// # Parts
///
/// `status`.
#[component]
pub fn Badge(
    /// The client, while there is one.
    client: RwSignal<Option<Client>>,
) -> impl IntoView {
    let status = move || {
        client.with(|it| it.as_ref().map_or(PortalStatus::NotConnected, Client::portal_status))
    };
    let value = words(move || status_value(status()));
    let label = words(move || text::portal_status(status()));
    let pending = move || client.with(|it| it.as_ref().and_then(Client::pending)) == Some(true);

    view! {
        <p class="badges" part="status" data-value=value>
            <span class="badge" data-value=value>{label}</span>
            {present(pending, || view! {
                <span class="badge" data-value="pending">{text::PENDING}</span>
            }.into_any())}
        </p>
    }
}
