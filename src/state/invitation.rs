//! The errand that invites a created client.

use roosted_contract::{Client, ClientField};

use super::{Event, State, errand};
use crate::api;
use crate::failure::Failure;

impl State {
    /// The person pressed the button of the invitation.
    pub fn send_invitation(self, typed: &str) {
        let client = self.peek(|form| form.client().cloned());
        let Some(client) = client else { return };
        let invitation = self.invite.update(|invite| invite.submit(typed));
        let Some(invitation) = invitation else { return };
        match self.door() {
            Ok(base) => errand(async move {
                let answer = api::invite(&base, client.id(), &invitation).await;
                self.invitation_answered(&client, &answer);
            }),
            Err(failure) => self.invitation_answered(&client, &Err(failure)),
        }
    }

    fn invitation_answered(self, of: &Client, answer: &Result<Client, Failure>) {
        // The person may have gone on, and the card be the next client's.
        let is_last = |it: &Option<Client>| it.as_ref().is_some_and(|it| it.id() == of.id());
        if self.last.peek(is_last) {
            if let Ok(client) = answer {
                self.last.set(Some(client.clone()));
                self.update(|form| form.invited(client.clone()));
            }
            let told = answer.as_ref().map(|_| ()).map_err(Clone::clone);
            self.invite.update(|invite| invite.answered(told));
        }
        match answer {
            Ok(client) => self.tell(&Event::Invited(client)),
            Err(failure) => {
                // Its card is gone, and nobody reads there that it failed.
                if !self.peek(|form| form.client().is_some_and(|it| it.id() == of.id())) {
                    let name = of.text(ClientField::Name).unwrap_or_default();
                    self.update(|form| form.missed(name, failure));
                }
                self.tell(&Event::InviteFailed(failure));
            }
        }
    }
}
