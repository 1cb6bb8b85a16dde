//! Where a client stands with the portal, at a glance.

use leptos::prelude::*;
use roosted_contract::{Client, PortalStatus};

use crate::text;

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
    /// The client.
    #[prop(into)]
    client: Signal<Client>,
) -> impl IntoView {
    let status = move || client.with(Client::portal_status);
    let pending = move || client.with(Client::pending) == Some(true);

    view! {
        <p class="badges" part="status" data-value=move || status_value(status())>
            <span class="badge" data-value=move || status_value(status())>
                {move || text::portal_status(status())}
            </span>
            {move || pending().then(|| view! {
                <span class="badge" data-value="pending">{text::PENDING}</span>
            })}
        </p>
    }
}
