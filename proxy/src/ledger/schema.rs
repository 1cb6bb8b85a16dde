//! What the ledger's tables hold. The same statements make them in both databases, so every column
//! is a text or a number.
//!
//! > **Invariant:** nothing personal is in clear: a name is a keyed hash; what was typed or
//! > answered, and who asked for it, is encrypted. In clear are states, times, codes, and ids of
//! > clients, requests, processes and scans.

use super::LedgerError;
use super::store::{Statement, Store};

/// In the order they are applied; an applied one is never changed.
const MIGRATIONS: [&[&str]; 2] = [FIRST, AUDIT];

const FIRST: &[&str] = &[
    // `payload` while the outcome is open; `result` is the client, the problem or the candidates.
    "CREATE TABLE IF NOT EXISTS submissions (
        name TEXT PRIMARY KEY, payload_hash TEXT NOT NULL, state TEXT NOT NULL,
        epoch BIGINT NOT NULL, owner TEXT NOT NULL, since BIGINT NOT NULL, opened BIGINT,
        baseline BIGINT, next_look BIGINT, client_id TEXT UNIQUE,
        payload TEXT, result TEXT)",
    "CREATE INDEX IF NOT EXISTS submissions_open ON submissions (state, next_look)",
    "CREATE INDEX IF NOT EXISTS submissions_alike ON submissions (payload_hash)",
    "CREATE TABLE IF NOT EXISTS invitations (
        client_id TEXT PRIMARY KEY, state TEXT NOT NULL, epoch BIGINT NOT NULL,
        owner TEXT NOT NULL, since BIGINT NOT NULL)",
    // Processes, and when they were last heard of.
    "CREATE TABLE IF NOT EXISTS owners (id TEXT PRIMARY KEY, seen BIGINT NOT NULL)",
    // Which clients the upstream is known to have, and the scan that first saw each.
    "CREATE TABLE IF NOT EXISTS known_clients (id TEXT PRIMARY KEY, scan BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS scans (number BIGINT PRIMARY KEY, ended BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, fact TEXT NOT NULL)",
];

const AUDIT: &[&str] = &[
    "ALTER TABLE submissions ADD COLUMN caller TEXT",
    "ALTER TABLE submissions ADD COLUMN request_id TEXT",
    "ALTER TABLE invitations ADD COLUMN caller TEXT",
    "ALTER TABLE invitations ADD COLUMN request_id TEXT",
    // `subject` is the name of a submission, or the client of an invitation; `step` orders what
    // bears the same time.
    "CREATE TABLE audit (
        subject TEXT NOT NULL, epoch BIGINT NOT NULL, state TEXT NOT NULL, step BIGINT NOT NULL,
        at BIGINT NOT NULL, how TEXT, code TEXT, caller TEXT, request_id TEXT, client_id TEXT,
        PRIMARY KEY (subject, epoch, state))",
    "CREATE INDEX audit_at ON audit (at, step, subject, epoch)",
];

/// Brings the tables to what this version needs.
pub(super) async fn migrate(store: &Store) -> Result<(), LedgerError> {
    let create = "CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY)";
    store.write(Statement::new(create)).await?;
    for (number, statements) in (1..).zip(MIGRATIONS) {
        let applied = "SELECT number FROM migrations WHERE number = $1";
        if !store.read(Statement::new(applied).number(number)).await?.is_empty() {
            continue;
        }
        // Together, so that a start that breaks off leaves nothing half done.
        let note = "INSERT INTO migrations (number) VALUES ($1) ON CONFLICT DO NOTHING";
        let note = Statement::new(note).number(number);
        let statements = statements.iter().map(|it| Statement::new(*it)).chain([note]);
        store.write_all(statements.collect()).await?;
    }
    Ok(())
}

/// Whether the audit is there.
pub(super) async fn has_audit(store: &Store) -> Result<bool, LedgerError> {
    let applied = Statement::new("SELECT number FROM migrations WHERE number = $1").number(2);
    Ok(!store.read(applied).await?.is_empty())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::ledger::export::Records;
    use crate::ledger::store::{number, text};
    use crate::ledger::{Ledger, LedgerKey, Place, mark};

    #[tokio::test]
    async fn a_ledger_of_an_older_version_gets_what_it_lacks() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ledger.db");
        let key = LedgerKey::from_file_or_new(&folder.path().join("ledger.db.key")).unwrap();
        let older = Store::sqlite(&format!("sqlite:{}?mode=rwc", file.display())).await.unwrap();
        let of_its_time = FIRST.iter().copied().chain([
            "CREATE TABLE migrations (number BIGINT PRIMARY KEY)",
            "INSERT INTO migrations VALUES (1)",
            "INSERT INTO submissions (name, payload_hash, state, epoch, owner, since) VALUES
                ('a', 'x', 'claimed', 1, 'dead', 1), ('b', 'x', 'sending', 1, 'dead', 1),
                ('c', 'x', 'unconfirmed', 1, 'dead', 1), ('d', 'x', 'created', 1, 'dead', 1)",
        ]);
        older.write_all(of_its_time.map(Statement::new).collect()).await.unwrap();
        let fact = Statement::new("INSERT INTO facts (name, fact) VALUES ('key', $1)");
        older.write(fact.text(mark(&key))).await.unwrap();
        let place = Place::File(file, None);
        assert!(matches!(Records::open(&place).await, Err(LedgerError::NoAudit)));

        for _ in 0..2 {
            drop(Ledger::open(&place).await.unwrap());
        }
        let ledger = Ledger::open(&place).await.unwrap();
        assert_eq!(ledger.adopt(Duration::ZERO).await.unwrap(), 1);

        let mut lines = Vec::new();
        let (first, last) = (jiff::Timestamp::MIN, jiff::Timestamp::MAX);
        let records = Records::open(&place).await.unwrap();
        let show = |it| {
            lines.push(serde_json::to_value(it).unwrap());
            Ok::<_, LedgerError>(())
        };
        records.show(first, last, show).await.unwrap();
        // What it changed is in the audit, and nothing else: nobody noted the rest.
        let told = lines.iter().map(|it| (it["submission"].clone(), it["state"].clone()));
        let told: Vec<_> = told.collect();
        assert_eq!(told, [("b".into(), "unconfirmed".into()), ("a".into(), "released".into())]);
        assert!(lines.iter().all(|it| it["user"].is_null() && it["how"] == "adopted"));
        let all = Statement::new("SELECT name, epoch FROM submissions ORDER BY name");
        let rows = older.read(all).await.unwrap();
        let rows = rows.iter().map(|it| (text(it, "name").unwrap(), number(it, "epoch").unwrap()));
        let kept = [("b".to_owned(), 1), ("c".to_owned(), 1), ("d".to_owned(), 1)];
        assert_eq!(rows.collect::<Vec<_>>(), kept);
    }
}
