//! Where a client stands with the portal, at a glance.

use roosted_contract::{Client, PortalStatus};

use crate::state::State;
use crate::text;
use crate::view::tag::{Tag, block};

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
pub fn badge(state: State) -> Tag {
    let status = move || state.with_client(PortalStatus::NotConnected, Client::portal_status);
    let value = move || Some(status_value(status()));
    let pending = move || state.with_client(false, |it| it.pending() == Some(true));

    block("p", "badges")
        .part("status")
        .live("data-value", value)
        .child(
            block("span", "badge")
                .live("data-value", value)
                .text(move || state.words.with(|it| text::portal_status(it, status()))),
        )
        .when(pending, move || {
            block("span", "badge").attr("data-value", "pending").say(state, text::PENDING)
        })
}
