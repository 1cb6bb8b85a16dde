//! The clients the upstream is known to have: whoever was there before a submission was sent is
//! never taken for its client.

use super::store::{Statement, maybe_number, number};
use super::{Ledger, LedgerError, now};

/// How many clients are noted by one statement.
const TOGETHER: usize = 200;

impl Ledger {
    /// Keeps what a scan saw that had not been seen before, and gives the scan its number. Only
    /// scans that saw everybody are kept.
    pub(crate) async fn scanned(&self, new: &[String]) -> Result<i64, LedgerError> {
        // SQLite takes `ON` for a join where there is no `WHERE`.
        let take = "INSERT INTO scans (number, ended)
            SELECT COALESCE(MAX(number), 0) + 1, $1 FROM scans WHERE TRUE
            ON CONFLICT (number) DO NOTHING RETURNING number";
        let scan = loop {
            let rows = self.0.store.write(Statement::new(take).number(now())).await?;
            // Another process may have taken the number in this moment.
            if let Some(row) = rows.first() {
                break number(row, "number")?;
            }
        };
        self.know(new, scan).await?;
        Ok(scan)
    }

    /// Notes clients that were made through this ledger: they are nobody else's.
    pub(crate) async fn know_own(&self, id: &str) -> Result<(), LedgerError> {
        self.know(&[id.to_owned()], 0).await
    }

    async fn know(&self, ids: &[String], scan: i64) -> Result<(), LedgerError> {
        for some in ids.chunks(TOGETHER) {
            let places: Vec<_> = (2..=some.len() + 1).map(|it| format!("(${it}, $1)")).collect();
            let sql = format!(
                "INSERT INTO known_clients (id, scan) VALUES {} ON CONFLICT (id) DO UPDATE
                SET scan = excluded.scan WHERE known_clients.scan > excluded.scan",
                places.join(", ")
            );
            let statement = Statement::new(sql).number(scan);
            let statement = some.iter().fold(statement, Statement::text);
            self.0.store.write(statement).await?;
        }
        Ok(())
    }

    /// Whether a client was there when that scan ended.
    pub(crate) async fn was_there(&self, id: &str, baseline: i64) -> Result<bool, LedgerError> {
        let first = "SELECT scan FROM known_clients WHERE id = $1";
        let rows = self.0.store.read(Statement::new(first).text(id)).await?;
        let scan = rows.first().map(|row| maybe_number(row, "scan")).transpose()?.flatten();
        Ok(scan.is_some_and(|it| it <= baseline))
    }
}
