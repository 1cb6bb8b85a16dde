//! What the invitation of a created client knows: a pure state machine.
//!
//! It stands apart from the form, because a client that was created and not invited is created.

use roosted_contract::{Client, ClientField, FieldCode, Invitation, PortalStatus};

use crate::failure::Failure;

/// Where the invitation stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Invite {
    /// Nobody was invited. The address can be edited.
    #[default]
    Offered,
    /// The address cannot be written to.
    Refused(FieldCode),
    /// A request is on its way. No second one leaves.
    Sending,
    /// The client is created, the invitation was not sent.
    Failed(Failure),
    /// The client is created; it is not known whether the invitation was sent.
    Unconfirmed(Failure),
    /// Somebody was invited.
    Invited,
    /// Somebody was invited; the person is asked whether to send another.
    Again,
}

impl Invite {
    /// Where the invitation of a client stands when its card appears.
    pub fn of(client: &Client) -> Self {
        let sent = client.text(ClientField::PortalInviteEmail).is_some();
        match client.portal_status() {
            PortalStatus::NotConnected | PortalStatus::Unknown(_) if !sent => Self::Offered,
            _ => Self::Invited,
        }
    }

    /// Whether the address is asked for.
    pub fn asks(&self) -> bool {
        !matches!(self, Self::Invited)
    }

    /// The person pressed the button. Returns what to send, if anything.
    #[must_use]
    pub fn submit(&mut self, typed: &str) -> Option<Invitation> {
        if matches!(self, Self::Sending | Self::Invited) {
            return None;
        }
        match Invitation::check(typed) {
            Ok(invitation) => {
                *self = Self::Sending;
                Some(invitation)
            }
            Err(code) => {
                *self = Self::Refused(code);
                None
            }
        }
    }

    /// The person edits the address: what was wrong with the old one no longer counts.
    /// Tells whether anything changed that is shown.
    pub fn edited(&mut self) -> bool {
        let refused = matches!(self, Self::Refused(_));
        if refused {
            *self = Self::Offered;
        }
        refused
    }

    /// The person wants to send another one.
    pub fn again(&mut self) {
        if *self == Self::Invited {
            *self = Self::Again;
        }
    }

    /// The person changed their mind.
    pub fn never_mind(&mut self) {
        if matches!(self, Self::Again) {
            *self = Self::Invited;
        }
    }

    /// The answer came, or it is known that none will.
    pub fn answered(&mut self, answer: Result<(), Failure>) {
        *self = match answer {
            Ok(()) => Self::Invited,
            Err(failure) if failure.is_open() => Self::Unconfirmed(failure),
            Err(failure) => match failure.errors.iter().find(|it| it.field == Invitation::EMAIL) {
                Some(error) => Self::Refused(error.code),
                None => Self::Failed(failure),
            },
        };
    }
}
