//! The clients the upstream is known to have: whoever was there before a submission was sent is
//! never taken for its client.

use super::store::{Statement, maybe_number, number};
use super::{Ledger, LedgerError, now};

/// How many clients are noted by one statement.
const TOGETHER: usize = 200;

/// Before every scan: a client that was made through this ledger is nobody else's.
pub(super) const OWN: i64 = 0;

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
        // Two processes that note the same ones in another order would wait for each other.
        let mut new = new.to_vec();
        new.sort_unstable();
        if !new.is_empty() {
            let notes = new.chunks(TOGETHER).map(|some| note(some, scan)).collect();
            self.0.store.write_all(notes).await?;
        }
        Ok(scan)
    }

    /// Whether a client was there when that scan ended.
    pub(crate) async fn was_there(&self, id: &str, baseline: i64) -> Result<bool, LedgerError> {
        let first = "SELECT scan FROM known_clients WHERE id = $1";
        let rows = self.0.store.read(Statement::new(first).text(id)).await?;
        let scan = rows.first().map(|row| maybe_number(row, "scan")).transpose()?.flatten();
        Ok(scan.is_some_and(|it| it <= baseline))
    }
}

/// Notes clients, and the scan that first saw them.
pub(super) fn note(ids: &[String], scan: i64) -> Statement {
    let places: Vec<_> = (2..=ids.len() + 1).map(|it| format!("(${it}, $1)")).collect();
    let sql = format!(
        "INSERT INTO known_clients (id, scan) VALUES {} ON CONFLICT (id) DO UPDATE
        SET scan = excluded.scan WHERE known_clients.scan > excluded.scan",
        places.join(", ")
    );
    ids.iter().fold(Statement::new(sql).number(scan), Statement::text)
}
