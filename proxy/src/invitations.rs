//! What becomes of an invitation: one under way for each client, sent once, and where its answer is
//! lost the client itself says whether it went out.

use std::time::Duration;

use roosted_contract::{Client, ClientField, ClientId, Invitation, PortalStatus};

use crate::failpoint;
use crate::ledger::{Caller, Invited, Ledger, now};
use crate::metrics::Invitation as Counted;
use crate::upstream::{Outcome, Upstream, chain};
use crate::{AppError, Metrics};

/// How long to wait before writing is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// Sends an invitation.
///
/// # Errors
///
/// - [`AppError::StillRunning`] when one is under way for this client,
/// - [`AppError::Ledger`] when nothing can be kept, so that nothing was sent.
pub(crate) async fn invite(
    ledger: Ledger,
    upstream: Upstream,
    metrics: Metrics,
    id: ClientId,
    invitation: Invitation,
    caller: Caller,
) -> Result<Outcome<Client>, AppError> {
    let inviting = ledger.invite(&id, &caller).await?.ok_or(AppError::StillRunning)?;
    failpoint::reach("inviting");
    // Where it cannot be read nothing is lost but the means to judge a lost answer.
    let before = upstream.client(&id).await.ok();
    let mut outcome = upstream.invite(&id, &invitation).await;
    if let Outcome::Unknown(_) = outcome
        && let Some(before) = before
        && let Ok(after) = upstream.client(&id).await
        && went_out(&before, &after, &invitation)
    {
        outcome = Outcome::Done(after);
    }
    failpoint::reach("invite-answered");
    let (how, why, counted) = match &outcome {
        Outcome::Done(_) => (Invited::Yes, None, Counted::Sent),
        Outcome::Failed(failure) => (Invited::No, Some(failure.code()), Counted::Failed),
        Outcome::Unknown(_) => (Invited::Unconfirmed, None, Counted::Unconfirmed),
    };
    metrics.invited(counted);
    let at = now();
    if let Err(error) = ledger.invited(&inviting, how, why, at).await {
        tracing::error!(event = "not-recorded", why = chain(&error));
        // Until it is written nobody can invite this client again.
        tokio::spawn(async move {
            while ledger.invited(&inviting, how, why, at).await.is_err() {
                tokio::time::sleep(PAUSE).await;
            }
        });
    }
    failpoint::reach("invite-recorded");
    Ok(outcome)
}

/// Whether a client was invited meanwhile, and to this address.
fn went_out(before: &Client, after: &Client, invitation: &Invitation) -> bool {
    let portal = |it: &Client| {
        let text = |field| it.text(field).map(ToOwned::to_owned);
        let status = it.portal_status();
        (status, text(ClientField::PortalInvited), text(ClientField::PortalInviteEmail))
    };
    after.text(ClientField::PortalInviteEmail) == Some(invitation.email())
        && after.portal_status() != PortalStatus::NotConnected
        && portal(before) != portal(after)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn client(status: Value, when: Value, email: Value) -> Client {
        let mut client = json!({ "id": "uLu8K", "client_name": "Ada" });
        for (field, value) in [
            (ClientField::PortalStatus, status),
            (ClientField::PortalInvited, when),
            (ClientField::PortalInviteEmail, email),
        ] {
            client[field.name()] = value;
        }
        serde_json::from_value(client).unwrap()
    }

    #[test]
    fn only_a_change_to_this_address_shows_that_it_went_out() {
        let invitation = Invitation::check("ada@example.org").unwrap();
        let never = client(Value::Null, Value::Null, Value::Null);
        let ours = client(json!(0), json!("2026-11-24 10:00:00"), json!("ada@example.org"));
        let later = client(json!(0), json!("2026-11-24 11:00:00"), json!("ada@example.org"));
        let other = client(json!(0), json!("2026-11-24 11:00:00"), json!("bob@example.org"));
        let noted = client(Value::Null, json!("2026-11-24 11:00:00"), json!("ada@example.org"));
        let went = |before: &Client, after: &Client| went_out(before, after, &invitation);

        assert!(went(&never, &ours) && went(&ours, &later) && went(&other, &ours));
        // Nothing happened.
        assert!(!went(&never, &never) && !went(&ours, &ours));
        // Somebody else was faster, with another address.
        assert!(!went(&never, &other) && !went(&ours, &other));
        // An address, and nobody is invited.
        assert!(!went(&never, &noted));
    }
}
