//! Invitations: one under way for each client, and how the last one ended.

use roosted_contract::ClientId;

use super::store::{Statement, number};
use super::{Ledger, LedgerError, now};

/// An invitation that is this process's to send.
pub(crate) struct Inviting {
    client: ClientId,
    epoch: i64,
}

/// How an invitation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Invited {
    /// It went out.
    Yes,
    /// It did not.
    No,
    /// Nobody knows.
    Unconfirmed,
}

impl Ledger {
    /// Begins an invitation, unless one is under way.
    pub(crate) async fn invite(&self, client: &ClientId) -> Result<Option<Inviting>, LedgerError> {
        let begin = "INSERT INTO invitations (client_id, state, epoch, owner, since)
            VALUES ($1, 'inviting', 1, $2, $3)
            ON CONFLICT (client_id) DO UPDATE SET
                state = 'inviting', epoch = invitations.epoch + 1,
                owner = excluded.owner, since = excluded.since
            WHERE invitations.state <> 'inviting' RETURNING epoch";
        let begin = Statement::new(begin).text(client.as_str()).text(&self.0.owner).number(now());
        let rows = self.0.store.write(begin).await?;
        let epoch = rows.first().map(|row| number(row, "epoch")).transpose()?;
        Ok(epoch.map(|epoch| Inviting { client: client.clone(), epoch }))
    }

    /// Notes how an invitation ended.
    pub(crate) async fn invited(&self, it: &Inviting, how: Invited) -> Result<(), LedgerError> {
        let state = match how {
            Invited::Yes => "invited",
            Invited::No => "invite-failed",
            Invited::Unconfirmed => "invite-unconfirmed",
        };
        let end = "UPDATE invitations SET state = $3, since = $4
            WHERE client_id = $1 AND epoch = $2 AND owner = $5";
        let end = Statement::new(end)
            .text(it.client.as_str())
            .number(it.epoch)
            .text(state)
            .number(now())
            .text(&self.0.owner);
        self.0.store.write(end).await?;
        Ok(())
    }
}
