//! The end of a submission's way, as this process learned it from the upstream.

use std::time::Duration;

use roosted_contract::{Client, Code, Problem};

use super::audit::Change;
use super::known;
use super::rows::Claimed;
use super::store::Statement;
use super::{Ledger, LedgerError, milliseconds};

impl Ledger {
    /// Notes that the client exists, and that it is nobody else's.
    pub(crate) async fn created(
        &self,
        it: &Claimed,
        client: &Client,
        at: i64,
    ) -> Result<(), LedgerError> {
        // Where another row was given this client by a look, that stays; the answer is kept.
        let created = "UPDATE submissions
            SET state = 'created', since = $4, payload = NULL, next_look = NULL, result = $5,
                client_id = CASE WHEN EXISTS
                    (SELECT 1 FROM submissions AS other WHERE other.client_id = $6
                        AND other.name <> $1) THEN NULL ELSE $6 END
            WHERE name = $1 AND epoch = $2 AND owner = $3 AND state IN ('sending', 'unconfirmed')";
        let result = self.sealed(&it.name.hash, client)?;
        let created = self.step(created, it).number(at).text(result).text(client.id());
        let own = known::note(&[client.id().to_owned()], known::OWN);
        let note = Change::submission("created").with_client(client.id());
        let note = note.of(&it.name.hash, it.epoch);
        self.0.store.write_all(vec![created, own, note]).await?;
        Ok(())
    }

    /// Notes that the upstream refused it.
    pub(crate) async fn rejected(
        &self,
        it: &Claimed,
        why: &Problem,
        at: i64,
    ) -> Result<(), LedgerError> {
        let rejected = "UPDATE submissions
            SET state = 'rejected', since = $4, payload = NULL, next_look = NULL, result = $5
            WHERE name = $1 AND epoch = $2 AND owner = $3 AND state IN ('sending', 'unconfirmed')";
        let result = self.sealed(&it.name.hash, why)?;
        let rejected = self.step(rejected, it).number(at).text(result);
        let note = Change::submission("rejected").because_of(Some(why.code));
        let note = note.of(&it.name.hash, it.epoch);
        self.0.store.write_all(vec![rejected, note]).await?;
        Ok(())
    }

    /// Notes that nobody knows, and that somebody looks after `first_look`.
    pub(crate) async fn unconfirmed(
        &self,
        it: &Claimed,
        at: i64,
        first_look: Duration,
    ) -> Result<(), LedgerError> {
        let open = "UPDATE submissions
            SET state = 'unconfirmed', since = $4, opened = $4, next_look = $5
            WHERE name = $1 AND epoch = $2 AND owner = $3 AND state = 'sending'";
        let next = at + milliseconds(first_look);
        let open = self.step(open, it).number(at).number(next);
        let note = Change::submission("unconfirmed").of(&it.name.hash, it.epoch);
        self.0.store.write_all(vec![open, note]).await?;
        Ok(())
    }

    /// Forgets a submission of which nothing was created, so that it can be sent again under the
    /// same key.
    pub(crate) async fn release(
        &self,
        claimed: &Claimed,
        why: Option<Code>,
        at: i64,
    ) -> Result<(), LedgerError> {
        let release = "UPDATE submissions SET state = 'passing', since = $4
            WHERE name = $1 AND epoch = $2 AND owner = $3
            AND state IN ('claimed', 'sending', 'unconfirmed')";
        let release = self.step(release, claimed).number(at);
        let note = Change::submission("released").because_of(why).of_passing();
        let forget = Statement::new("DELETE FROM submissions WHERE state = 'passing'");
        self.0.store.write_all(vec![release, note, forget]).await?;
        Ok(())
    }
}
