//! Invitations: one under way for each client, and how the last one ended.

use roosted_contract::{ClientId, Code};

use super::audit::{Caller, Change};
use super::store::Statement;
use super::{Ledger, LedgerError, now};

/// An invitation that is this process's to send.
pub(crate) struct Inviting {
    client: ClientId,
    pub(super) epoch: i64,
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
    pub(crate) async fn invite(
        &self,
        client: &ClientId,
        caller: &Caller,
    ) -> Result<Option<Inviting>, LedgerError> {
        // Nobody else's, also when an older row of this client has been cleaned away: the audit
        // still knows that one.
        let epoch = fastrand::i64(1..i64::MAX);
        let begin = "INSERT INTO invitations
                (client_id, state, epoch, owner, since, caller, request_id)
            VALUES ($1, 'inviting', $4, $2, $3, $5, $6)
            ON CONFLICT (client_id) DO UPDATE SET
                state = 'inviting', epoch = excluded.epoch, owner = excluded.owner,
                since = excluded.since, caller = excluded.caller, request_id = excluded.request_id
            WHERE invitations.state <> 'inviting' RETURNING epoch";
        let begin = Statement::new(begin)
            .text(client.as_str())
            .text(&self.0.owner)
            .number(now())
            .number(epoch)
            .text(self.sealed_caller(client.as_str(), &caller.user)?)
            .text(caller.request.to_string());
        let note = Change::invitation("inviting").of(client.as_str(), epoch);
        let ours = self.0.store.changes(vec![begin, note]).await?;
        Ok(ours.then(|| Inviting { client: client.clone(), epoch }))
    }

    /// Notes how an invitation ended, and why it failed, at that time.
    pub(crate) async fn invited(
        &self,
        it: &Inviting,
        how: Invited,
        why: Option<Code>,
        at: i64,
    ) -> Result<(), LedgerError> {
        let state = match how {
            Invited::Yes => "invited",
            Invited::No => "invite-failed",
            Invited::Unconfirmed => "invite-unconfirmed",
        };
        let end = "UPDATE invitations SET state = $3, since = $4
            WHERE client_id = $1 AND epoch = $2 AND owner = $5
            AND state IN ('inviting', 'invite-unconfirmed')";
        let end = Statement::new(end)
            .text(it.client.as_str())
            .number(it.epoch)
            .text(state)
            .number(at)
            .text(&self.0.owner);
        let note = Change::invitation(state).because_of(why).of(it.client.as_str(), it.epoch);
        self.0.store.write_all(vec![end, note]).await?;
        Ok(())
    }
}
