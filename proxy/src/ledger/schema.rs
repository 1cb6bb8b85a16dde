//! What the ledger's tables hold. The same statements make them in both databases, so every column
//! is a text or a number.
//!
//! > **Invariant:** nothing personal is in clear: a name is a keyed hash, what was typed or
//! > answered is encrypted. In clear are states, times, and ids of clients, processes and scans.

use super::LedgerError;
use super::store::{Statement, Store};

/// In the order they are applied; an applied one is never changed.
const MIGRATIONS: [&[&str]; 1] = [&[
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
]];

/// Brings the tables to what this version needs.
pub(super) async fn migrate(store: &Store) -> Result<(), LedgerError> {
    let create = "CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY)";
    store.write(Statement::new(create)).await?;
    for (number, statements) in (1..).zip(MIGRATIONS) {
        let applied = "SELECT number FROM migrations WHERE number = $1";
        if !store.read(Statement::new(applied).number(number)).await?.is_empty() {
            continue;
        }
        for statement in statements {
            store.write(Statement::new(*statement)).await?;
        }
        let note = "INSERT INTO migrations (number) VALUES ($1) ON CONFLICT DO NOTHING";
        store.write(Statement::new(note).number(number)).await?;
    }
    Ok(())
}
