//! How the ledger speaks to its database: in statements that are the same for both kinds. Those
//! that belong together are one transaction.

use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyPoolOptions, AnyRow};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Connection as _, Executor as _, Row as _};

use super::LedgerError;
use super::writer::Writer;

/// How long a statement waits for somebody else's lock: `busy_timeout` says the same.
const PATIENCE: Duration = Duration::from_secs(5);

/// A statement with what is bound to it.
#[derive(Clone)]
pub(super) struct Statement {
    sql: Arc<str>,
    values: Vec<Value>,
}

#[derive(Clone)]
enum Value {
    Text(Option<String>),
    Number(Option<i64>),
}

/// The database. Clones share everything.
#[derive(Clone)]
pub(super) struct Store {
    /// Who commits, where there can be only one.
    writer: Option<Writer>,
    pool: AnyPool,
}

impl Statement {
    pub(super) fn new(sql: impl Into<Arc<str>>) -> Self {
        Self { sql: sql.into(), values: Vec::new() }
    }

    /// Binds a text to the next place.
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.values.push(Value::Text(Some(text.into())));
        self
    }

    /// Binds a text that may be missing.
    pub(super) fn maybe_text(mut self, text: Option<String>) -> Self {
        self.values.push(Value::Text(text));
        self
    }

    /// Binds a number that may be missing.
    pub(super) fn number(mut self, number: impl Into<Option<i64>>) -> Self {
        self.values.push(Value::Number(number.into()));
        self
    }

    pub(super) async fn run(self, connection: &mut AnyConnection) -> sqlx::Result<Vec<AnyRow>> {
        // The texts are ours; what came from outside is bound.
        let mut query = sqlx::query(AssertSqlSafe(self.sql));
        for value in self.values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Number(number) => query.bind(number),
            };
        }
        query.fetch_all(connection).await
    }
}

impl Store {
    /// Opens an SQLite database and makes it if it is not there.
    pub(super) async fn sqlite(url: &str) -> Result<Self, LedgerError> {
        // A file does not hang up: nobody has to ask first whether it is still there.
        let pool = reader(4, SQLITE_READER).test_before_acquire(false).connect_lazy(url)?;
        Ok(Self { writer: Some(Writer::start(url).await?), pool })
    }

    /// Opens an SQLite database that is there, to read it.
    pub(super) async fn sqlite_to_read(url: &str) -> Result<Self, LedgerError> {
        Ok(Self { writer: None, pool: reader(1, SQLITE_READER).connect(url).await? })
    }

    /// Opens a PostgreSQL database.
    pub(super) async fn postgres(url: &str) -> Result<Self, LedgerError> {
        sqlx::any::install_default_drivers();
        let options = AnyPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE);
        Ok(Self { writer: None, pool: options.connect(url).await? })
    }

    /// Opens a PostgreSQL database, to read it.
    pub(super) async fn postgres_to_read(url: &str) -> Result<Self, LedgerError> {
        Ok(Self { writer: None, pool: reader(1, POSTGRES_READER).connect(url).await? })
    }

    /// Whether other processes may share it.
    pub(super) fn is_shared(&self) -> bool {
        self.writer.is_none()
    }

    /// A connection of one's own, for as long as a lock of the session is to be held.
    pub(super) async fn session(&self) -> Result<AnyConnection, LedgerError> {
        Ok(self.pool.acquire().await?.detach())
    }

    /// Changes something, durably once this returns. The rows are those of `RETURNING`.
    pub(super) async fn write(&self, statement: Statement) -> Result<Vec<AnyRow>, LedgerError> {
        self.write_all(vec![statement]).await
    }

    /// Changes several things or nothing, in this order, durably once this returns. The rows are
    /// those that the first returns.
    pub(super) async fn write_all(
        &self,
        mut statements: Vec<Statement>,
    ) -> Result<Vec<AnyRow>, LedgerError> {
        if let Some(writer) = &self.writer {
            return writer.commit(statements).await;
        }
        match statements.len() {
            // It is a transaction by itself.
            1 => self.read(statements.remove(0)).await,
            _ => self.transaction(statements).await,
        }
    }

    /// The same for statements of which only matters whether the first changed anything.
    pub(super) async fn changes(&self, statements: Vec<Statement>) -> Result<bool, LedgerError> {
        Ok(!self.write_all(statements).await?.is_empty())
    }

    async fn transaction(&self, statements: Vec<Statement>) -> Result<Vec<AnyRow>, LedgerError> {
        let mut connection = self.pool.acquire().await?;
        match together(&mut connection, "BEGIN", vec![statements]).await {
            Ok(mut rows) => Ok(rows.pop().unwrap_or_default()),
            Err(error) => {
                connection.close_on_drop();
                Err(error.into())
            }
        }
    }

    /// Reads.
    pub(super) async fn read(&self, statement: Statement) -> Result<Vec<AnyRow>, LedgerError> {
        let mut connection = self.pool.acquire().await?;
        let result = statement.run(&mut connection).await;
        if result.is_err() {
            // It may be the connection that is broken: the next one is new.
            connection.close_on_drop();
        }
        Ok(result?)
    }
}

/// Connections that change nothing.
fn reader(count: u32, settings: &'static str) -> AnyPoolOptions {
    sqlx::any::install_default_drivers();
    let options = AnyPoolOptions::new().max_connections(count).acquire_timeout(PATIENCE);
    options.after_connect(move |connection, _| {
        Box::pin(async move { connection.execute(settings).await.map(drop) })
    })
}

/// Runs groups of statements, all of them or none. The rows are those of each group's first.
pub(super) async fn together(
    connection: &mut AnyConnection,
    begin: &'static str,
    groups: Vec<Vec<Statement>>,
) -> sqlx::Result<Vec<Vec<AnyRow>>> {
    let mut transaction = connection.begin_with(begin).await?;
    let mut results = Vec::with_capacity(groups.len());
    for group in groups {
        let mut first = None;
        for statement in group {
            let rows = statement.run(&mut transaction).await?;
            first.get_or_insert(rows);
        }
        results.push(first.unwrap_or_default());
    }
    transaction.commit().await?;
    Ok(results)
}

/// A text of a row.
pub(super) fn text(row: &AnyRow, column: &str) -> Result<String, LedgerError> {
    Ok(row.try_get(column)?)
}

/// A text of a row that may be missing.
pub(super) fn maybe_text(row: &AnyRow, column: &str) -> Result<Option<String>, LedgerError> {
    Ok(row.try_get(column)?)
}

/// A number of a row that may be missing.
pub(super) fn maybe_number(row: &AnyRow, column: &str) -> Result<Option<i64>, LedgerError> {
    Ok(row.try_get(column)?)
}

/// A number of a row.
pub(super) fn number(row: &AnyRow, column: &str) -> Result<i64, LedgerError> {
    Ok(row.try_get(column)?)
}

const SQLITE_READER: &str = "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON;";

const POSTGRES_READER: &str = "SET default_transaction_read_only = on";
