//! The outcomes that nobody knows yet: which are due for a look, and what a look brought.

use roosted_contract::{Client, Draft, NewClient};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::audit::Change;
use super::rows::place;
use super::store::{Statement, maybe_number, number, text};
use super::{Ledger, LedgerError, now};

/// The most that are looked up at once.
const AT_ONCE: i64 = 200;

/// A submission that is due for a look.
pub(crate) struct Due {
    pub(super) name: String,
    epoch: i64,
    payload_hash: String,
    /// What was sent.
    pub(crate) new: NewClient,
    /// The scan whose clients are older, if it saw them all.
    pub(crate) baseline: Option<i64>,
    /// When the outcome became open.
    pub(crate) opened: i64,
}

/// The right to do something that only one process at a time does.
pub(crate) struct Turn {
    /// It is given back when this connection ends.
    _session: Option<AnyConnection>,
}

impl Ledger {
    /// Waits or tries to be the only process that does `what`. A ledger in a file has only one.
    pub(super) async fn turn(&self, what: &str, wait: bool) -> Result<Option<Turn>, LedgerError> {
        if !self.0.store.is_shared() {
            return Ok(Some(Turn { _session: None }));
        }
        let mut session = self.0.store.session().await?;
        let lock = if wait {
            "SELECT CAST('t' AS TEXT) AS ours FROM pg_advisory_lock(hashtext('roosted'), hashtext($1))"
        } else {
            "SELECT CAST(pg_try_advisory_lock(hashtext('roosted'), hashtext($1)) AS TEXT) AS ours"
        };
        let rows = Statement::new(lock).text(what).run(&mut session).await?;
        let ours = rows.first().map(|row| text(row, "ours")).transpose()?;
        Ok(ours.is_some_and(|it| it.starts_with('t')).then_some(Turn { _session: Some(session) }))
    }

    /// The right to look, unless another process has it.
    pub(crate) async fn turn_to_look(&self) -> Result<Option<Turn>, LedgerError> {
        self.turn("reconciler", false).await
    }

    /// When the next look is due.
    pub(crate) async fn next_look(&self) -> Result<Option<i64>, LedgerError> {
        let next = "SELECT next_look FROM submissions
            WHERE state = 'unconfirmed' AND next_look IS NOT NULL ORDER BY next_look LIMIT 1";
        let rows = self.0.store.read(Statement::new(next)).await?;
        rows.first().map(|row| number(row, "next_look")).transpose()
    }

    /// What is due for a look.
    pub(crate) async fn due(&self) -> Result<Vec<Due>, LedgerError> {
        let due = "SELECT name, epoch, payload_hash, payload, baseline, opened
            FROM submissions WHERE state = 'unconfirmed' AND next_look <= $1
            ORDER BY next_look LIMIT $2";
        let due = Statement::new(due).number(now()).number(AT_ONCE);
        let rows = self.0.store.read(due).await?;
        rows.iter().map(|row| self.read_due(row)).collect()
    }

    fn read_due(&self, row: &AnyRow) -> Result<Due, LedgerError> {
        let name = text(row, "name")?;
        let payload = self.unseal(&place("payload", &name), &text(row, "payload")?)?;
        let draft: Draft = serde_json::from_slice(&payload).map_err(|_| LedgerError::Sealed)?;
        Ok(Due {
            epoch: number(row, "epoch")?,
            payload_hash: text(row, "payload_hash")?,
            new: draft.check().map_err(|_| LedgerError::Sealed)?,
            baseline: maybe_number(row, "baseline")?,
            opened: number(row, "opened")?,
            name,
        })
    }

    /// Whether another open submission has the same payload: then nobody can tell whose a client is.
    pub(crate) async fn has_twin(&self, due: &Due) -> Result<bool, LedgerError> {
        let twin = "SELECT name FROM submissions WHERE payload_hash = $1 AND name <> $2
            AND state IN ('sending', 'unconfirmed') LIMIT 1";
        let twin = Statement::new(twin).text(&due.payload_hash).text(&due.name);
        Ok(!self.0.store.read(twin).await?.is_empty())
    }

    /// Whether a client is another submission's.
    pub(crate) async fn is_owned(&self, id: &str) -> Result<bool, LedgerError> {
        let owner = "SELECT name FROM submissions WHERE client_id = $1";
        Ok(!self.0.store.read(Statement::new(owner).text(id)).await?.is_empty())
    }

    /// Notes that this client is the one, unless it has become another's meanwhile.
    pub(crate) async fn found(&self, due: &Due, client: &Client) -> Result<bool, LedgerError> {
        let found = "UPDATE submissions
            SET state = 'created', since = $3, payload = NULL, next_look = NULL, result = $4,
                client_id = $5
            WHERE name = $1 AND epoch = $2 AND state = 'unconfirmed' AND NOT EXISTS
                (SELECT 1 FROM submissions AS other WHERE other.client_id = $5)
            RETURNING name";
        let found = Statement::new(found)
            .text(&due.name)
            .number(due.epoch)
            .number(now())
            .text(self.sealed(&due.name, client)?)
            .text(client.id());
        let note = Change::submission("created").by("found").with_client(client.id());
        self.0.store.changes(vec![found, note.of(&due.name, due.epoch)]).await
    }

    /// Notes a look that did not settle it: who could be the one, and when to look again.
    pub(crate) async fn looked(
        &self,
        due: &Due,
        next_look: Option<i64>,
        candidates: Option<&[Client]>,
    ) -> Result<(), LedgerError> {
        let candidates = match candidates {
            None => None,
            Some(clients) => Some(self.sealed(&due.name, &clients)?),
        };
        // Where there was no look, what an earlier one found stays.
        let looked = "UPDATE submissions
            SET next_look = $3, result = COALESCE($4, result)
            WHERE name = $1 AND epoch = $2 AND state = 'unconfirmed'";
        let looked = Statement::new(looked)
            .text(&due.name)
            .number(due.epoch)
            .number(next_look)
            .maybe_text(candidates);
        self.0.store.write(looked).await?;
        Ok(())
    }
}
