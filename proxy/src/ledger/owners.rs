//! Which process a row belongs to, and what becomes of the rows of those that died.

use std::time::Duration;

use super::audit::Change;
use super::store::Statement;
use super::{Ledger, LedgerError, milliseconds, now};

/// How long a process counts as alive after it was last heard of. It only decides when a row that
/// was never sent may be taken over; that it is never sent twice does not rest on a clock.
const LEASE: Duration = Duration::from_secs(15);

/// How the audit says that another process put a row where it belongs.
const ADOPTED: &str = "adopted";

/// How long outcomes are kept, and answered alike.
const RETENTION: Duration = Duration::from_hours(31 * 24);

impl Ledger {
    /// Says that this process is alive. It is a write: where it fails, so would a claim.
    pub(crate) async fn beat(&self) -> Result<(), LedgerError> {
        let say = "INSERT INTO owners (id, seen) VALUES ($1, $2)
            ON CONFLICT (id) DO UPDATE SET seen = excluded.seen";
        self.0.store.write(Statement::new(say).text(&self.0.owner).number(now())).await?;
        Ok(())
    }

    /// Whoever was last heard of before this time is dead.
    pub(super) fn dead_since() -> i64 {
        now() - milliseconds(LEASE)
    }

    /// Puts the rows of dead processes where they belong: what was never sent is forgotten, what
    /// may have been sent is open, and `first_look` from now somebody looks. Returns how many are.
    pub(crate) async fn adopt(&self, first_look: Duration) -> Result<usize, LedgerError> {
        if !self.has_orphans().await? {
            return Ok(0);
        }
        let since = |sql| Statement::new(sql).number(Self::dead_since()).number(now());
        let unsure = "UPDATE submissions
            SET state = 'passing', since = $2, opened = $2, next_look = $3
            WHERE state = 'sending' AND owner NOT IN (SELECT id FROM owners WHERE seen > $1)
            RETURNING name";
        let unsent = "UPDATE submissions SET state = 'passing', since = $2
            WHERE state = 'claimed' AND owner NOT IN (SELECT id FROM owners WHERE seen > $1)";
        let submissions = vec![
            since(unsure).number(now() + milliseconds(first_look)),
            Change::submission("unconfirmed").by(ADOPTED).of_passing(),
            Statement::new("UPDATE submissions SET state = 'unconfirmed' WHERE state = 'passing'"),
            since(unsent),
            Change::submission("released").by(ADOPTED).of_passing(),
            Statement::new("DELETE FROM submissions WHERE state = 'passing'"),
        ];
        let opened = self.0.store.write_all(submissions).await?.len();
        let inviting = "UPDATE invitations SET state = 'passing', since = $2
            WHERE state = 'inviting' AND owner NOT IN (SELECT id FROM owners WHERE seen > $1)";
        let unconfirmed =
            "UPDATE invitations SET state = 'invite-unconfirmed' WHERE state = 'passing'";
        let invitations = vec![
            since(inviting),
            Change::invitation("invite-unconfirmed").by(ADOPTED).of_passing(),
            Statement::new(unconfirmed),
        ];
        self.0.store.write_all(invitations).await?;
        Ok(opened)
    }

    /// Whether a dead process left something behind. It is asked often, and mostly it did not:
    /// then nothing is written.
    async fn has_orphans(&self) -> Result<bool, LedgerError> {
        let orphan = "SELECT name FROM submissions WHERE state IN ('claimed', 'sending')
                AND owner NOT IN (SELECT id FROM owners WHERE seen > $1)
            UNION ALL SELECT client_id FROM invitations WHERE state = 'inviting'
                AND owner NOT IN (SELECT id FROM owners WHERE seen > $1)
            LIMIT 1";
        let orphan = Statement::new(orphan).number(Self::dead_since());
        Ok(!self.0.store.read(orphan).await?.is_empty())
    }

    /// Forgets what is older than it has to be kept. The audit stays.
    pub(crate) async fn clean(&self) -> Result<(), LedgerError> {
        let kept_since = now() - milliseconds(RETENTION);
        let old = [
            "DELETE FROM submissions WHERE since < $1 AND next_look IS NULL
                AND state IN ('created', 'rejected', 'unconfirmed')",
            "DELETE FROM invitations WHERE since < $1 AND state <> 'inviting'",
            "DELETE FROM scans WHERE ended < $1
                AND number < (SELECT MAX(number) FROM scans)",
            "DELETE FROM owners WHERE seen < $1",
        ];
        let old = old.map(|it| Statement::new(it).number(kept_since));
        self.0.store.write_all(old.into()).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use sqlx::{AnyConnection, Connection as _, Executor as _};

    use super::*;
    use crate::ledger::Place;

    const DAY: i64 = 24 * 60 * 60 * 1000;

    async fn put(ledger: &Ledger, name: &str, state: &str, owner: &str, days_ago: i64) {
        let put = "INSERT INTO submissions (name, payload_hash, state, epoch, owner, since)
            VALUES ($1, 'x', $2, 1, $3, $4)";
        let put = Statement::new(put).text(name).text(state).text(owner);
        ledger.0.store.write(put.number(now() - days_ago * DAY)).await.unwrap();
    }

    async fn states(ledger: &Ledger) -> Vec<String> {
        let all =
            Statement::new("SELECT name || ' ' || state AS it FROM submissions ORDER BY name");
        let rows = ledger.0.store.read(all).await.unwrap();
        rows.iter().map(|it| crate::ledger::store::text(it, "it").unwrap()).collect()
    }

    #[tokio::test]
    async fn an_outcome_is_kept_for_31_days() {
        let ledger = Ledger::open(&Place::Temporary).await.unwrap();
        for (name, state, days) in [
            ("a", "created", 30),
            ("b", "created", 32),
            ("c", "rejected", 32),
            ("d", "unconfirmed", 32),
            ("e", "sending", 32),
        ] {
            put(&ledger, name, state, &ledger.0.owner, days).await;
        }

        ledger.clean().await.unwrap();

        assert_eq!(states(&ledger).await, ["a created", "e sending"]);
    }

    #[tokio::test]
    async fn only_the_rows_of_the_dead_are_adopted() {
        let ledger = Ledger::open(&Place::Temporary).await.unwrap();
        for (name, state, owner) in [
            ("a", "claimed", "dead"),
            ("b", "sending", "dead"),
            ("c", "created", "dead"),
            ("d", "claimed", &ledger.0.owner),
            ("e", "sending", &ledger.0.owner),
        ] {
            put(&ledger, name, state, owner, 0).await;
        }

        assert_eq!(ledger.adopt(Duration::from_secs(2)).await.unwrap(), 1);

        let expected = ["b unconfirmed", "c created", "d claimed", "e sending"];
        assert_eq!(states(&ledger).await, expected);
    }

    #[tokio::test]
    async fn whoever_had_the_file_before_is_dead() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::File(folder.path().join("ledger.db"), None);
        let before = Ledger::open(&place).await.unwrap();
        put(&before, "a", "sending", &before.0.owner, 0).await;
        drop(before);

        // The file is let go when the writer has ended, which nobody waits for.
        let ledger = loop {
            match Ledger::open(&place).await {
                Err(LedgerError::InUse) => tokio::task::yield_now().await,
                opened => break opened.unwrap(),
            }
        };

        assert_eq!(ledger.adopt(Duration::ZERO).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn where_nobody_left_anything_there_is_no_waiting_to_write() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ledger.db");
        let ledger = Ledger::open(&Place::File(file.clone(), None)).await.unwrap();
        put(&ledger, "a", "sending", &ledger.0.owner, 0).await;
        let url = format!("sqlite:{}", file.display());
        let mut thief = AnyConnection::connect(&url).await.unwrap();
        thief.execute("BEGIN IMMEDIATE").await.unwrap();

        assert_eq!(ledger.adopt(Duration::ZERO).await.unwrap(), 0);
    }
}
